package dev.assent.connectors.smartid;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The text that a login signs (Smart-ID RP API v3, "ACSP_V2 digest calculation"): what we sent, and
 * what the server and the app added to it.
 *
 * @param scheme {@code smart-id} or {@code smart-id-demo}
 * @param challenge {@code rpChallenge} as it was sent
 * @param relyingPartyName as it was sent
 * @param brokeredName the name of another relying party that is spoken for; empty: nobody's
 * @param interactionsDigest Base64 of the SHA-256 digest of {@code interactions} as they were sent
 * @param callback {@code initialCallbackUrl} as it was sent; empty in a flow by notification
 */
record AuthenticationText(
    String scheme,
    String challenge,
    String relyingPartyName,
    String brokeredName,
    String interactionsDigest,
    String callback) {

  /** The signed bytes of a session that is complete. */
  byte[] bytes(JsonNode session) {
    JsonNode signature = session.path("signature");
    return String.join(
            "|",
            scheme,
            "ACSP_V2",
            signature.path("serverRandom").asText(""),
            challenge,
            signature.path("userChallenge").asText(""),
            base64(relyingPartyName),
            base64(brokeredName),
            interactionsDigest,
            session.path("interactionTypeUsed").asText(""),
            callback,
            signature.path("flowType").asText(""))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
