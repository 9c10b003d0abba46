package dev.assent.processor.decision;

import dev.assent.processor.decision.Command.ChangeMobileSignature;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.MobileSignatureState;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A user's phone at a mobile signature service provider. A user has one at most.
 *
 * @param extId the caller's name for it
 * @param policyExtId the caller's name for the policy that applies; kept for the caller
 * @param certificate what signatures were verified with last; without one, only a trust anchor can
 *     vouch for the first
 * @param condition the state that its administrator or its failures put it in
 * @param revision which version this is
 * @param logins what came of its operations
 * @param status failed proofs are those since the last that verified or since it was made active
 */
public record MobileSignature(
    String extId,
    Optional<String> policyExtId,
    MobileSubscription subscribed,
    Optional<SignerCertificate> certificate,
    Condition condition,
    Revision revision,
    Logins logins,
    CredentialStatus status)
    implements Signer {
  /**
   * Names it within the user. No other credential can be named so through the ingress, which takes
   * letters, digits, dots, dashes and underscores.
   */
  public static final String ID = "~mobile-signature";

  /** Why a state was changed: an administrator did. */
  public static final String BY_ADMINISTRATOR = "ADMINISTRATION";

  /** Why a state was changed: the policy's failure maximum was reached. */
  public static final String BY_FAILURES = "FAILURE_MAXIMUM";

  /**
   * The state.
   *
   * @param reason why it was changed last; nothing while it is the first
   */
  public record Condition(
      MobileSignatureState state, Optional<String> reason, Optional<String> detail) {}

  /**
   * A version.
   *
   * @param version from 1; logins do not make a new one
   * @param comment the administrator's
   */
  public record Revision(int version, Instant at, Optional<String> comment) {
    Revision next(Instant now, Optional<String> newComment) {
      return new Revision(version + 1, now, newComment);
    }
  }

  /**
   * Uses for operations.
   *
   * @param successes since it was registered
   */
  public record Logins(
      int successes, Optional<Instant> lastSuccessAt, Optional<Instant> lastFailureAt) {
    static final Logins NONE = new Logins(0, Optional.empty(), Optional.empty());
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public MobileSignature with(CredentialStatus changed) {
    return new MobileSignature(
        extId, policyExtId, subscribed, certificate, condition, revision, logins, changed);
  }

  @Override
  public Set<ProofKind> proofKinds() {
    return Set.of(ProofKind.MOBILE_SIGNATURE);
  }

  @Override
  public Channel channel() {
    return Channel.MSSP;
  }

  @Override
  public String connector(Policy policy) {
    return policy.mobile().connector(subscribed.msspIdentifier());
  }

  @Override
  public Optional<SignerCertificate> signerCertificate() {
    return certificate;
  }

  @Override
  public Optional<MobileSubscription> subscription() {
    return Optional.of(subscribed);
  }

  /** Where a trust anchor vouches, the certificate need not be known, nor be the last one. */
  @Override
  public boolean usable(ProviderTrust trust, Instant at) {
    return condition.state() == MobileSignatureState.ACTIVE
        && (trust.anchors().isEmpty()
            ? certificate.isPresent() && status.usable(at)
            : status.revokedAt().isEmpty());
  }

  /** The next version. Making it active again forgives the failures. */
  MobileSignature changed(ChangeMobileSignature change) {
    MobileSignatureState state = change.state().orElse(condition.state());
    boolean moved = state != condition.state();
    Optional<SignerCertificate> newCertificate = change.certificate().or(() -> certificate);
    return new MobileSignature(
        extId,
        change.policyExtId().or(() -> policyExtId),
        new MobileSubscription(
            change.msisdn().orElse(subscribed.msisdn()),
            change.identificator().orElse(subscribed.identificator()),
            change.msspIdentifier().orElse(subscribed.msspIdentifier())),
        newCertificate,
        moved ? new Condition(state, Optional.of(BY_ADMINISTRATOR), Optional.empty()) : condition,
        revision.next(change.receivedAt(), change.modificationComment()),
        logins,
        new CredentialStatus(
            status.registeredAt(),
            newCertificate.map(SignerCertificate::notAfter),
            status.revokedAt(),
            moved && state == MobileSignatureState.ACTIVE ? 0 : status.failedProofs(),
            status.sequence() + 1));
  }

  /**
   * After a signature by it verified.
   *
   * @param verified the certificate that it verified with: bound from now on, where it is the first
   *     or a new one of the same subject
   */
  MobileSignature succeeded(Instant at, SignerCertificate verified) {
    MobileSignature counted =
        with(new Logins(logins.successes() + 1, Optional.of(at), logins.lastFailureAt()))
            .with(status.proved());
    return certificate.equals(Optional.of(verified)) ? counted : counted.bound(at, verified);
  }

  private MobileSignature bound(Instant at, SignerCertificate verified) {
    return new MobileSignature(
        extId,
        policyExtId,
        subscribed,
        Optional.of(verified),
        condition,
        revision.next(at, Optional.empty()),
        logins,
        new CredentialStatus(
            status.registeredAt(),
            Optional.of(verified.notAfter()),
            status.revokedAt(),
            status.failedProofs(),
            status.sequence()));
  }

  /** After a signature by it did not verify: locked where that was the last failure allowed. */
  MobileSignature failed(Instant at, int maximumFailures) {
    MobileSignature counted =
        with(new Logins(logins.successes(), logins.lastSuccessAt(), Optional.of(at)))
            .with(status.failed());
    int failures = counted.status().failedProofs();
    return failures < maximumFailures
        ? counted
        : new MobileSignature(
            extId,
            policyExtId,
            subscribed,
            certificate,
            new Condition(
                MobileSignatureState.FAIL_LOCKED,
                Optional.of(BY_FAILURES),
                Optional.of(failures + " signatures in a row did not verify")),
            revision.next(at, Optional.empty()),
            counted.logins(),
            counted.status());
  }

  private MobileSignature with(Logins changed) {
    return new MobileSignature(
        extId, policyExtId, subscribed, certificate, condition, revision, changed, status);
  }
}
