package dev.assent.connectors.smartid;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * How the app may ask the user (Smart-ID RP API, {@code interactions}), the strongest first. The
 * same text gives the same bytes: a signed login holds their digest.
 *
 * @param encoded Base64 of the JSON array, as it is sent
 */
record Interactions(String encoded) {
  private static final int SHORT = 60;
  private static final int LONG = 200;

  /**
   * Shows the text, and where the app can, has the user choose the verification code as well.
   *
   * @return nothing where the text does not fit; it is never cut: what the user did not see, the
   *     user did not sign
   */
  static Optional<Interactions> of(String text) {
    if (text.length() > LONG) {
      return Optional.empty();
    }
    ArrayNode interactions = JsonNodeFactory.instance.arrayNode();
    add(interactions, "confirmationMessageAndVerificationCodeChoice", "displayText200", text);
    add(interactions, "confirmationMessage", "displayText200", text);
    if (text.length() <= SHORT) {
      add(interactions, "displayTextAndPIN", "displayText60", text);
    }
    return Optional.of(
        new Interactions(
            Base64.getEncoder()
                .encodeToString(interactions.toString().getBytes(StandardCharsets.UTF_8))));
  }

  /** Base64 of the SHA-256 digest of what was sent. */
  String digest() {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(encoded.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static void add(ArrayNode interactions, String type, String member, String text) {
    interactions.addObject().put("type", type).put(member, text);
  }
}
