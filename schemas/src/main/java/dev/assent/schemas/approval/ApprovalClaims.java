package dev.assent.schemas.approval;

import dev.assent.schemas.model.ProofKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What a signed approval says.
 *
 * @param issuer {@code iss}: who signs
 * @param subject {@code sub}: the user who approved, by the id within the tenant
 * @param audience {@code aud}: whom it is for
 * @param issuedAt {@code iat}: when the approval was decided, in whole seconds
 * @param expiresAt {@code exp}: from when on it is no longer to be accepted, in whole seconds
 * @param tokenId {@code jti}: the id of the result's event, the same however often it is read
 * @param operationId {@code operation_id}: the operation within the tenant
 * @param proofKind {@code proof_kind}: what the approval rests on
 * @param transactionData {@code td}: the challenge document, in exactly the bytes that the user's
 *     proof is over; RFC 8785 canonical JSON
 */
public record ApprovalClaims(
    String issuer,
    String subject,
    String audience,
    Instant issuedAt,
    Instant expiresAt,
    String tokenId,
    String operationId,
    ProofKind proofKind,
    String transactionData) {
  static final String ISSUER = "iss";
  static final String SUBJECT = "sub";
  static final String AUDIENCE = "aud";
  static final String ISSUED_AT = "iat";
  static final String EXPIRES_AT = "exp";
  static final String TOKEN_ID = "jti";
  static final String OPERATION_ID = "operation_id";
  static final String PROOF_KIND = "proof_kind";
  static final String TRANSACTION_DATA = "td";

  public ApprovalClaims {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(audience, "audience");
    Objects.requireNonNull(tokenId, "tokenId");
    Objects.requireNonNull(operationId, "operationId");
    Objects.requireNonNull(proofKind, "proofKind");
    Objects.requireNonNull(transactionData, "transactionData");
    issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
  }
}
