package dev.assent.schemas.approval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import dev.assent.schemas.json.StrictJson;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.ProofKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Verifies signed approvals by the rules of RFC 8725 (security requirements JW-1 to JW-14).
 *
 * <p>Barrier: nothing of the token chooses how it is verified. The key is looked up by exact match
 * in the tenant's own set, the algorithm belongs to the key, and no claim is read before the
 * signature has verified.
 *
 * <p>Verifying uses nothing up: it says that the tenant's key vouches for the approval, however
 * often it is asked. Whoever acts upon an approval remembers its {@code jti}.
 */
public final class ApprovalVerifier {
  /** Characters that a token may have: what fits into a request. */
  public static final int MOST_CHARACTERS = 64 * 1024;

  /** The longest time from {@code iat} to {@code exp}. */
  public static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

  /** The most by which clocks may differ. */
  public static final Duration MOST_SKEW = Duration.ofSeconds(60);

  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final Duration skew;

  /**
   * @param skew by how much clocks may differ, 0 to 60 s
   */
  public ApprovalVerifier(Duration skew) {
    if (skew.isNegative() || skew.compareTo(MOST_SKEW) > 0) {
      throw new IllegalArgumentException("clocks may differ by 0 to 60 s");
    }
    this.skew = skew;
  }

  /** What came of a token. */
  public sealed interface Verdict {
    /** The tenant's key vouches for these claims, now. */
    record Verified(ApprovalClaims claims) implements Verdict {}

    /** It is not to be accepted. */
    record Refused(Objection objection) implements Verdict {}
  }

  /** Why a token is refused, in the order in which it is looked at. */
  public enum Objection {
    /** Longer than any that is verified here. */
    TOO_LARGE,
    /** No JWS in compact form whose header is one of ours. */
    MALFORMED,
    /** Another kind of token. */
    TYPE,
    /** The tenant has no such key, or its time is over. */
    KEY,
    /** Not signed by that key with its algorithm. */
    SIGNATURE,
    /** The claims are missing, of another type or no approval's. */
    CLAIMS,
    /** Another issuer. */
    ISSUER,
    /** For somebody else. */
    AUDIENCE,
    /** From the future, over, for too long, or from before its key's time. */
    TIME
  }

  /** Verifies a token against one tenant's keys. */
  public Verdict verify(String token, IssuerKeys issuer, Instant now) {
    if (token.length() > MOST_CHARACTERS) {
      return new Verdict.Refused(Objection.TOO_LARGE);
    }
    Optional<CompactJws> read = CompactJws.read(token);
    if (read.isEmpty()) {
      return new Verdict.Refused(Objection.MALFORMED);
    }
    CompactJws jws = read.get();
    if (!jws.type().equals(Optional.of(ApprovalToken.TYPE))) {
      return new Verdict.Refused(Objection.TYPE);
    }
    Optional<IssuerKey> key =
        jws.keyId().flatMap(issuer::find).filter(found -> now.isBefore(found.notAfter()));
    if (key.isEmpty()) {
      return new Verdict.Refused(Objection.KEY);
    }
    if (!jws.isSignedBy(key.get().key())) {
      return new Verdict.Refused(Objection.SIGNATURE);
    }
    return StrictJson.readObject(jws.payload())
        .flatMap(ApprovalVerifier::claims)
        .map(claims -> judge(claims, issuer, key.get(), now))
        .orElseGet(() -> new Verdict.Refused(Objection.CLAIMS));
  }

  private Verdict judge(ApprovalClaims claims, IssuerKeys issuer, IssuerKey key, Instant now) {
    if (!claims.issuer().equals(issuer.issuer())) {
      return new Verdict.Refused(Objection.ISSUER);
    }
    if (!claims.audience().equals(issuer.audience())) {
      return new Verdict.Refused(Objection.AUDIENCE);
    }
    return isTimely(claims, key, now)
        ? new Verdict.Verified(claims)
        : new Verdict.Refused(Objection.TIME);
  }

  private boolean isTimely(ApprovalClaims claims, IssuerKey key, Instant now) {
    Instant issuedAt = claims.issuedAt();
    Instant expiresAt = claims.expiresAt();
    return !issuedAt.isAfter(now.plus(skew))
        && now.minus(skew).isBefore(expiresAt)
        && issuedAt.isBefore(expiresAt)
        && !expiresAt.isAfter(issuedAt.plus(LONGEST_LIFETIME))
        && !issuedAt.isBefore(key.notBefore().minus(skew));
  }

  private static Optional<ApprovalClaims> claims(JsonNode node) {
    Optional<String> issuer = text(node, ApprovalClaims.ISSUER);
    Optional<String> subject = text(node, ApprovalClaims.SUBJECT).filter(ApprovalVerifier::isUser);
    Optional<String> audience = text(node, ApprovalClaims.AUDIENCE);
    Optional<Instant> issuedAt = time(node, ApprovalClaims.ISSUED_AT);
    Optional<Instant> expiresAt = time(node, ApprovalClaims.EXPIRES_AT);
    Optional<String> tokenId = text(node, ApprovalClaims.TOKEN_ID);
    Optional<String> operationId = text(node, ApprovalClaims.OPERATION_ID);
    Optional<ProofKind> proofKind =
        text(node, ApprovalClaims.PROOF_KIND).flatMap(ApprovalVerifier::proofKind);
    Optional<String> transactionData = text(node, ApprovalClaims.TRANSACTION_DATA);
    boolean complete =
        issuer.isPresent()
            && subject.isPresent()
            && audience.isPresent()
            && issuedAt.isPresent()
            && expiresAt.isPresent()
            && tokenId.isPresent()
            && operationId.isPresent()
            && proofKind.isPresent()
            && transactionData.isPresent();
    return complete
        ? Optional.of(
            new ApprovalClaims(
                issuer.get(),
                subject.get(),
                audience.get(),
                issuedAt.get(),
                expiresAt.get(),
                tokenId.get(),
                operationId.get(),
                proofKind.get(),
                transactionData.get()))
        : Optional.empty();
  }

  /** An operation that nobody has claimed is approved by nobody. */
  private static boolean isUser(String subject) {
    return UserKey.find("any", subject).filter(user -> !user.isUnassigned()).isPresent();
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  /** We write whole seconds only (NumericDate, RFC 7519 section 2, allows fractions). */
  private static Optional<Instant> time(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name))
        .filter(value -> value.isIntegralNumber() && value.canConvertToLong())
        .map(JsonNode::longValue)
        .filter(seconds -> seconds >= 0 && seconds <= LAST_SECOND)
        .map(Instant::ofEpochSecond);
  }

  private static Optional<ProofKind> proofKind(String name) {
    for (ProofKind kind : ProofKind.values()) {
      if (kind.name().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
