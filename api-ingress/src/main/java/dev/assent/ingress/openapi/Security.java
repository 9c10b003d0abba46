package dev.assent.ingress.openapi;

import java.util.Map;

/** How a caller can say who it is. */
public enum Security {
  /** The header {@code X-Api-Key}. */
  API_KEY(Map.of("type", "apiKey", "in", "header", "name", "X-Api-Key")),
  /** HTTP Basic (RFC 7617). */
  BASIC(Map.of("type", "http", "scheme", "basic")),
  /** An access token as a bearer token (RFC 6750). */
  BEARER(Map.of("type", "http", "scheme", "bearer", "bearerFormat", "JWT")),
  /** A client certificate. */
  MUTUAL_TLS(Map.of("type", "mutualTLS"));

  @SuppressWarnings("ImmutableEnumChecker") // Map.of makes an immutable one
  private final Map<String, String> definition;

  Security(Map<String, String> definition) {
    this.definition = definition;
  }

  /** The Security Scheme Object (OpenAPI 3.1 section 4.8.27). */
  Map<String, String> definition() {
    return definition;
  }
}
