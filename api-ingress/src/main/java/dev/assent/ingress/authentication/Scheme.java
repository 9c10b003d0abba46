package dev.assent.ingress.authentication;

import java.util.Optional;

/** How a caller can identify itself. */
public enum Scheme {
  /** An API key in the header {@code X-Api-Key}. */
  API_KEY(null),
  /** The tenant and an API key as user name and password (RFC 7617). */
  BASIC("Basic realm=\"assent\", charset=\"UTF-8\""),
  /** A JWT access token (RFC 9068) of an authorization server that the tenant trusts (RFC 6750). */
  BEARER("Bearer realm=\"assent\""),
  /** A client certificate that the tenant registered (RFC 8705 section 2). */
  CLIENT_CERTIFICATE(null);

  private final String challenge;

  Scheme(String challengeOrNull) {
    this.challenge = challengeOrNull;
  }

  /** What {@code WWW-Authenticate} says of it; nothing where HTTP has no name for the scheme. */
  public Optional<String> challenge() {
    return Optional.ofNullable(challenge);
  }
}
