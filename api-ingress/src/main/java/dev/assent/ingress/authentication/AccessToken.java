package dev.assent.ingress.authentication;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.assent.schemas.device.ProofSignature;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An access token as it was presented: a JWS in compact form whose header is that of a JWT access
 * token (RFC 9068 section 2.1). Nothing of it is true before {@link #isSignedBy}.
 *
 * <p>Barrier: its header chooses neither key nor algorithm. {@code kid} is looked up in what the
 * issuer published, {@code alg} is compared with what the key is for, and {@code jku}, {@code jwk},
 * {@code x5u} and {@code x5c} are not read (RFC 8725 sections 3.1 and 3.10).
 */
final class AccessToken {
  private static final int MOST_CHARACTERS = 6_144;
  private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
  private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt");

  private final JWSHeader header;
  private final JWTClaimsSet claims;
  private final byte[] signed;
  private final byte[] signature;

  private AccessToken(JWSHeader header, JWTClaimsSet claims, byte[] signed, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  static AccessToken read(String token) throws InvalidTokenException {
    if (token.length() > MOST_CHARACTERS || !FORM.matcher(token).matches()) {
      throw new InvalidTokenException("it is no JWS in compact form of at most 6,144 characters");
    }
    String[] parts = token.split("\\.");
    AccessToken read =
        new AccessToken(
            header(TokenJson.object(decode(parts[0]))),
            claims(TokenJson.object(decode(parts[1]))),
            token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII),
            decode(parts[2]));
    read.requireAccessToken();
    return read;
  }

  /** Names the key among those of the issuer. */
  String keyId() {
    return header.getKeyID();
  }

  JWTClaimsSet claims() {
    return claims;
  }

  /** Whether the key's holder signed exactly this, by the algorithm that the key is for. */
  boolean isSignedBy(IssuerKey key) {
    return header.getAlgorithm().getName().equals(key.algorithm())
        && ProofSignature.verify(key.key(), signed, signature);
  }

  private void requireAccessToken() throws InvalidTokenException {
    if (header.getType() == null
        || !TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT))) {
      throw new InvalidTokenException("its typ is not at+jwt");
    }
    if (header.getCriticalParams() != null) {
      throw new InvalidTokenException("its header has crit, and no extension is understood here");
    }
    if (header.getKeyID() == null) {
      throw new InvalidTokenException("its header has no kid");
    }
  }

  private static JWSHeader header(String json) throws InvalidTokenException {
    try {
      return JWSHeader.parse(json);
    } catch (ParseException | IllegalArgumentException _) {
      throw new InvalidTokenException("its header is none of a JWS");
    }
  }

  private static JWTClaimsSet claims(String json) throws InvalidTokenException {
    try {
      return JWTClaimsSet.parse(json);
    } catch (ParseException | IllegalArgumentException _) {
      throw new InvalidTokenException("its claims are none of a JWT");
    }
  }

  /** RFC 7515 section 2: one spelling only, which the JDK's decoder does not insist on. */
  private static byte[] decode(String part) throws InvalidTokenException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // falls through to the one refusal
    }
    throw new InvalidTokenException("it has a part that is not base64url");
  }
}
