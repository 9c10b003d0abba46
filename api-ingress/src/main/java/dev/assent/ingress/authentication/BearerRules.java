package dev.assent.ingress.authentication;

import java.time.Duration;

/**
 * How strict access tokens are read.
 *
 * @param clockSkew by how much the clocks of an authorization server and of this ingress may
 *     differ; 0 to 60 seconds
 * @param longestLife of a token, from {@code iat} to {@code exp}; 1 minute to 24 hours
 * @param keysFreshFor how long the keys of an issuer are used before they are asked for again; 5
 *     minutes to 24 hours
 */
public record BearerRules(Duration clockSkew, Duration longestLife, Duration keysFreshFor) {
  /** What holds where no setting says otherwise. */
  public static final BearerRules STANDARD =
      new BearerRules(Duration.ofSeconds(30), Duration.ofHours(2), Duration.ofHours(1));
}
