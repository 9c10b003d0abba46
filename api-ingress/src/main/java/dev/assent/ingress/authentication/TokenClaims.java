package dev.assent.ingress.authentication;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import dev.assent.schemas.avro.TrustedIssuer;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The claims of an access token that its issuer signed, checked as RFC 9068 sections 2.2 and 4 and
 * RFC 8725 sections 3.8 to 3.12 ask.
 *
 * @param clientId who asked the issuer for it; visible ASCII characters
 * @param scopes what it allows, in the issuer's words
 */
record TokenClaims(String clientId, List<String> scopes) {
  private static final Set<String> REQUIRED =
      Set.of("iss", "aud", "exp", "iat", "sub", "jti", "client_id");
  private static final Set<String> TEXTS = Set.of("sub", "jti", "client_id");
  private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7E]{1,255}");

  /**
   * Checks the claims.
   *
   * @throws InvalidTokenException where they are not valid for this issuer, audience and time
   */
  static TokenClaims check(
      JWTClaimsSet claims, TrustedIssuer issuer, BearerRules rules, Instant now)
      throws InvalidTokenException {
    requireValid(claims, issuer, rules, now);
    for (String name : TEXTS) {
      requireText(claims, name);
    }
    requireLife(claims, rules, now);
    return new TokenClaims(
        text(claims, "client_id").orElseThrow(),
        text(claims, "scope").map(scope -> List.of(scope.split(" "))).orElse(List.of()));
  }

  private static void requireValid(
      JWTClaimsSet claims, TrustedIssuer issuer, BearerRules rules, Instant now)
      throws InvalidTokenException {
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            issuer.getAudience(),
            new JWTClaimsSet.Builder().issuer(issuer.getIssuer()).build(),
            REQUIRED) {
          @Override
          protected Date currentTime() {
            return Date.from(now);
          }
        };
    verifier.setMaxClockSkew(Math.toIntExact(rules.clockSkew().toSeconds()));
    try {
      verifier.verify(claims, null);
    } catch (BadJWTException e) {
      throw new InvalidTokenException(e.getMessage());
    }
  }

  private static void requireText(JWTClaimsSet claims, String name) throws InvalidTokenException {
    if (text(claims, name).filter(value -> TEXT.matcher(value).matches()).isEmpty()) {
      throw new InvalidTokenException(name + " must be 1 to 255 visible ASCII characters");
    }
  }

  private static void requireLife(JWTClaimsSet claims, BearerRules rules, Instant now)
      throws InvalidTokenException {
    if (claims.getIssueTime() == null || claims.getExpirationTime() == null) {
      throw new InvalidTokenException("iat or exp is null");
    }
    Instant issuedAt = claims.getIssueTime().toInstant();
    Instant expiresAt = claims.getExpirationTime().toInstant();
    if (issuedAt.isAfter(now.plus(rules.clockSkew()))) {
      throw new InvalidTokenException("iat is in the future");
    }
    if (!issuedAt.isBefore(expiresAt) || expiresAt.isAfter(issuedAt.plus(rules.longestLife()))) {
      throw new InvalidTokenException("it lives longer than " + rules.longestLife());
    }
  }

  /** The claim where it is a text. */
  static Optional<String> text(JWTClaimsSet claims, String name) {
    try {
      return Optional.ofNullable(claims.getStringClaim(name));
    } catch (ParseException _) {
      return Optional.empty();
    }
  }
}
