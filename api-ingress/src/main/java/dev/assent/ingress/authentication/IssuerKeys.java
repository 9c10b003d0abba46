package dev.assent.ingress.authentication;

import java.nio.charset.StandardCharsets;

/** The keys of an issuer as they are registered. */
public final class IssuerKeys {
  private IssuerKeys() {}

  /** Whether the text is a JWK Set with at least one key that tokens can be verified with here. */
  public static boolean areUsable(String json) {
    try {
      return !IssuerKey.ofSet(json.getBytes(StandardCharsets.UTF_8)).isEmpty();
    } catch (InvalidTokenException _) {
      return false;
    }
  }
}
