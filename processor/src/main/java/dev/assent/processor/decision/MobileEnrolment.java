package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;
import static dev.assent.processor.decision.Decision.refused;

import dev.assent.processor.decision.Answer.CredentialChanged;
import dev.assent.processor.decision.Command.ChangeMobileSignature;
import dev.assent.processor.decision.Command.CreateMobileSignature;
import dev.assent.processor.decision.Command.DeleteMobileSignature;
import dev.assent.processor.decision.Event.CredentialRegistered;
import dev.assent.processor.decision.Event.CredentialRevoked;
import dev.assent.processor.decision.Event.MobileSignatureChanged;
import dev.assent.processor.decision.MobileSignature.Condition;
import dev.assent.processor.decision.MobileSignature.Logins;
import dev.assent.processor.decision.MobileSignature.Revision;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.Optional;

/** Binds, changes and deletes the one mobile signature that a user can have. */
final class MobileEnrolment {
  private MobileEnrolment() {}

  static Decision create(UserState user, CreateMobileSignature create, Facts facts) {
    Credential known = user.credentials().get(MobileSignature.ID);
    if (known == null && user.credentials().size() >= UserState.MOST_CREDENTIALS) {
      return refused(Reason.TOO_MANY_DEVICES);
    }
    if (known != null && !(known instanceof FormerMobileSignature)) {
      return refused(Reason.CREDENTIAL_EXISTS);
    }
    Instant at = create.receivedAt();
    long sequence = known == null ? 1 : known.status().sequence() + 1;
    return accepted(
        new CredentialChanged(MobileSignature.ID),
        new CredentialRegistered(
            new MobileSignature(
                create.extId().orElseGet(() -> facts.fresh().get().nonce().text()),
                create.policyExtId(),
                create.subscription(),
                create.certificate(),
                new Condition(create.state(), Optional.empty(), Optional.empty()),
                new Revision(1, at, Optional.empty()),
                Logins.NONE,
                new CredentialStatus(
                    at,
                    create.certificate().map(SignerCertificate::notAfter),
                    Optional.empty(),
                    0,
                    sequence))));
  }

  static Decision change(UserState user, ChangeMobileSignature change) {
    if (!(user.credentials().get(MobileSignature.ID) instanceof MobileSignature known)) {
      return refused(Reason.CREDENTIAL_UNKNOWN);
    }
    boolean stale =
        change
            .expectedVersion()
            .map(version -> version != known.revision().version())
            .orElse(false);
    return stale
        ? refused(Reason.VERSION_CONFLICT)
        : accepted(
            new CredentialChanged(MobileSignature.ID),
            new MobileSignatureChanged(known.changed(change)));
  }

  static Decision delete(UserState user, DeleteMobileSignature delete) {
    return user.credentials().get(MobileSignature.ID) instanceof MobileSignature
        ? accepted(
            new CredentialChanged(MobileSignature.ID),
            new CredentialRevoked(MobileSignature.ID, delete.receivedAt()))
        : refused(Reason.CREDENTIAL_UNKNOWN);
  }
}
