package dev.assent.standalone.simulator.smartid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.standalone.simulator.authority.CertifiedKey;
import dev.assent.standalone.simulator.rest.Misbehaviour;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a user with the app was asked, and how the app answers.
 *
 * @param authentication to log in; otherwise to sign
 * @param request as the relying party sent it
 */
record AskedUser(boolean authentication, JsonNode request) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String INTERACTION = "confirmationMessage";

  /** What is to be signed, in Base64: a challenge or a digest. */
  String subject() {
    return request
        .path("signatureProtocolParameters")
        .path(authentication ? "rpChallenge" : "digest")
        .asText("");
  }

  /** Whether the request is one that is answered. */
  boolean isUnderstood() {
    JsonNode parameters = request.path("signatureProtocolParameters");
    try {
      int length = Base64.getDecoder().decode(subject()).length;
      return request
              .path("signatureProtocol")
              .asText()
              .equals(authentication ? "ACSP_V2" : "RAW_DIGEST_SIGNATURE")
          && (authentication ? length >= 32 && length <= 64 : length == 32)
          && parameters.path("signatureAlgorithm").asText().equals("rsassa-pss")
          && parameters
              .path("signatureAlgorithmParameters")
              .path("hashAlgorithm")
              .asText()
              .equals("SHA-256")
          && Base64.getDecoder().decode(request.path("interactions").asText("")).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Writes the signature into a session that ended well. */
  void sign(ObjectNode session, CertifiedKey key, Misbehaviour misbehaviour) {
    boolean other = misbehaviour == Misbehaviour.WRONG_CONTENT;
    session.put("interactionTypeUsed", INTERACTION);
    ObjectNode signature = session.putObject("signature");
    signature.put("signatureAlgorithm", "rsassa-pss");
    signature.putObject("signatureAlgorithmParameters").put("hashAlgorithm", "SHA-256");
    if (authentication) {
      session.put("signatureProtocol", "ACSP_V2");
      signature.put("serverRandom", base64(random(18)));
      signature.put("userChallenge", "");
      signature.put("flowType", "Notification");
      byte[] signed = PssSignature.of(key, text(signature, other));
      signature.put("value", base64(signed));
    } else {
      session.put("signatureProtocol", "RAW_DIGEST_SIGNATURE");
      byte[] digest = Base64.getDecoder().decode(subject());
      if (other) {
        digest[0] ^= 1;
      }
      signature.put("value", base64(PssSignature.ofDigest(key, digest)));
    }
  }

  /** The text of a login (Smart-ID RP API v3, "ACSP_V2 digest calculation"). */
  private byte[] text(ObjectNode signature, boolean other) {
    return String.join(
            "|",
            "smart-id",
            "ACSP_V2",
            signature.path("serverRandom").asText(),
            other ? base64(random(64)) : subject(),
            signature.path("userChallenge").asText(),
            base64(request.path("relyingPartyName").asText().getBytes(StandardCharsets.UTF_8)),
            "",
            base64(digest(request.path("interactions").asText())),
            INTERACTION,
            "",
            signature.path("flowType").asText())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
