package dev.assent.ingress.authentication;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.assent.ingress.tenant.Caller;
import dev.assent.ingress.tenant.IssuerTrust;
import dev.assent.ingress.tenant.TenantDirectory;
import dev.assent.schemas.avro.TrustedIssuer;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows access tokens (RFC 9068) of the issuers that tenants trust.
 *
 * <p>Barrier: {@code iss} and {@code aud}, which nobody has vouched for yet, only choose which
 * registration is asked; a key of that registration must then have signed them. Whatever cannot be
 * checked, a key that cannot be fetched included, makes the token nobody's.
 */
final class BearerAuthenticator {
  private static final Logger LOG = LoggerFactory.getLogger(BearerAuthenticator.class);
  private static final String SINGLE_USE = "single_use";
  private static final String CONFIRMATION = "cnf";
  private static final String THUMBPRINT = "x5t#S256";

  private final TenantDirectory directory;
  private final KeySets keySets;
  private final BearerRules rules;
  private final InstantSource clock;
  private final SingleUseTokens used = new SingleUseTokens();

  BearerAuthenticator(
      TenantDirectory directory, KeySets keySets, BearerRules rules, InstantSource clock) {
    this.directory = directory;
    this.keySets = keySets;
    this.rules = rules;
    this.clock = clock;
  }

  /** Who presents it. May take as long as it takes to ask the issuer for its keys. */
  Optional<Identity> authenticate(Credentials.Bearer presented) {
    try {
      return Optional.of(identity(presented));
    } catch (InvalidTokenException e) {
      LOG.atDebug().addKeyValue("why", e.getMessage()).log("an access token is not valid");
      return Optional.empty();
    }
  }

  private Identity identity(Credentials.Bearer presented) throws InvalidTokenException {
    AccessToken token = AccessToken.read(presented.token());
    JWTClaimsSet claims = token.claims();
    IssuerTrust trust = registration(claims);
    TrustedIssuer issuer = trust.issuer();
    IssuerKey key =
        keySets
            .find(issuer, token.keyId())
            .orElseThrow(() -> new InvalidTokenException("its kid names no key of the issuer"));
    if (!registration(claims).equals(trust)) {
      throw new InvalidTokenException("the trust in its iss ended while its key was fetched");
    }
    if (!token.isSignedBy(key)) {
      throw new InvalidTokenException("its signature does not verify");
    }
    Instant now = clock.instant();
    TokenClaims checked = TokenClaims.check(claims, issuer, rules, now);
    requireHolder(claims, presented.certificate());
    requireFirstUse(claims, now);
    return new Identity(
        new Caller(trust.tenant(), "client:" + checked.clientId()),
        Scheme.BEARER,
        Permission.ofScopes(checked.scopes(), issuer.getScopes()));
  }

  private IssuerTrust registration(JWTClaimsSet claims) throws InvalidTokenException {
    if (claims.getIssuer() == null) {
      throw new InvalidTokenException("it has no iss");
    }
    List<IssuerTrust> trusts =
        directory.findIssuers(claims.getIssuer()).stream()
            .filter(trust -> claims.getAudience().contains(trust.issuer().getAudience()))
            .toList();
    if (trusts.size() != 1) {
      throw new InvalidTokenException(
          trusts.isEmpty()
              ? "no tenant trusts its iss for its aud"
              : "several tenants trust its iss for its aud");
    }
    return trusts.getFirst();
  }

  /**
   * RFC 8705 section 3: a token that is bound to a certificate is worth nothing without it. One
   * that is bound to something else, a DPoP key say, cannot be checked here and is worth nothing
   * either.
   */
  private static void requireHolder(JWTClaimsSet claims, Optional<X509Certificate> certificate)
      throws InvalidTokenException {
    Object confirmation = claims.getClaim(CONFIRMATION);
    if (confirmation == null) {
      return;
    }
    boolean bound =
        confirmation instanceof Map<?, ?> members
            && members.size() == 1
            && members.get(THUMBPRINT) instanceof String thumbprint
            && certificate.isPresent()
            && isThumbprint(thumbprint, certificate.get());
    if (!bound) {
      throw new InvalidTokenException("its cnf is not the client's certificate");
    }
  }

  private static boolean isThumbprint(String text, X509Certificate certificate) {
    try {
      return MessageDigest.isEqual(Base64.getUrlDecoder().decode(text), Thumbprint.of(certificate));
    } catch (IllegalArgumentException | CertificateEncodingException _) {
      return false;
    }
  }

  private void requireFirstUse(JWTClaimsSet claims, Instant now) throws InvalidTokenException {
    Object singleUse = claims.getClaim(SINGLE_USE);
    if (singleUse == null || Boolean.FALSE.equals(singleUse)) {
      return;
    }
    Instant forgetAt = claims.getExpirationTime().toInstant().plus(rules.clockSkew());
    if (!Boolean.TRUE.equals(singleUse)
        || !used.use(claims.getIssuer(), claims.getJWTID(), forgetAt, now)) {
      throw new InvalidTokenException("it is for single use and was used");
    }
  }
}
