package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.avro.DeviceEvidence;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.OperationResult;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * Verifies an approval offline, from the event alone and with the JDK alone, as {@code
 * docs/reference/device-protocol.md} tells anybody to.
 */
final class EvidenceCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String APPROVAL = "assent-device-approval-v2";
  private static final String DECLINE = "assent-device-decline-v2";

  private EvidenceCheck() {}

  /** Fails unless the evidence proves exactly what the result says. */
  static void verify(OperationResult result) throws Exception {
    DeviceEvidence evidence = result.getEvidence();
    assertThat(evidence).as("evidence").isNotNull();
    byte[] document = bytes(evidence.getDocument());

    Signature signature = signature(evidence.getAlgorithm());
    signature.initVerify(publicKey(evidence.getSigningKey()));
    signature.update(
        evidence.getDeclineReason() == null
            ? digest(APPROVAL, document, utf8(evidence.getProofKind()), entered(evidence))
            : digest(DECLINE, document, utf8(evidence.getDeclineReason())));
    assertThat(signature.verify(bytes(evidence.getSignature()))).as("signature").isTrue();

    JsonNode shown = JSON.readTree(document);
    assertThat(shown.path("version").asInt()).isEqualTo(2);
    assertThat(shown.path("tenant").asText()).isEqualTo(result.getTenant());
    assertThat(shown.path("user").asText()).isEqualTo(result.getUserId());
    assertThat(shown.path("operation").asText()).isEqualTo(result.getOperationId());
    assertThat(shown.path("kind").asText()).isEqualTo(result.getKind().name());
  }

  /** A member of the display data that was signed. */
  static String displayed(OperationResult result, String member) throws Exception {
    byte[] document = bytes(result.getEvidence().getDocument());
    return JSON.readTree(document).path("display").path(member).asText();
  }

  private static byte[] digest(String label, byte[]... parts) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(utf8(label));
    digest.update((byte) 0);
    for (byte[] part : parts) {
      digest.update(ByteBuffer.allocate(4).putInt(0, part.length));
      digest.update(part);
    }
    return digest.digest();
  }

  private static byte[] entered(DeviceEvidence evidence) {
    return utf8(evidence.getEnteredValue() == null ? "" : evidence.getEnteredValue());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Signature signature(String jwsName) throws GeneralSecurityException {
    return switch (jwsName) {
      case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
      case "EdDSA" -> Signature.getInstance("Ed25519");
      case "RS256" -> Signature.getInstance("SHA256withRSA");
      case "PS256" -> {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        yield signature;
      }
      default -> throw new AssertionError("unknown algorithm " + jwsName);
    };
  }

  private static PublicKey publicKey(JsonWebKey key) throws GeneralSecurityException {
    if (key.getKty().equals("RSA")) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(integer(key.getN()), integer(key.getE())));
    }
    byte[] x = Base64.getUrlDecoder().decode(key.getX());
    if (key.getKty().equals("EC")) {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      byte[] y = Base64.getUrlDecoder().decode(key.getY());
      ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
      return KeyFactory.getInstance("EC")
          .generatePublic(
              new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }
    // RFC 8032 section 5.1.2: little-endian y, whose topmost bit is the sign of x.
    byte[] bigEndian = new byte[x.length];
    for (int i = 0; i < x.length; i++) {
      bigEndian[x.length - 1 - i] = x[i];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7F;
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
  }

  private static BigInteger integer(String base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
