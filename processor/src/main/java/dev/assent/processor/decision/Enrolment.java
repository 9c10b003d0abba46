package dev.assent.processor.decision;

import static dev.assent.processor.decision.Decision.accepted;
import static dev.assent.processor.decision.Decision.refused;

import dev.assent.processor.decision.Answer.CredentialChanged;
import dev.assent.processor.decision.Answer.UserChanged;
import dev.assent.processor.decision.Command.ChangePushAddress;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RegisterProviderCredential;
import dev.assent.processor.decision.Command.RevokeCredential;
import dev.assent.processor.decision.Event.CredentialRegistered;
import dev.assent.processor.decision.Event.CredentialRevoked;
import dev.assent.processor.decision.Event.PushAddressChanged;
import dev.assent.processor.decision.Event.UserUnlocked;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.Optional;

/** Binds and stops credentials, and lifts what their failures led to. */
final class Enrolment {
  private Enrolment() {}

  static Decision register(UserState user, RegisterDevice register) {
    Credential known = user.credentials().get(register.serialNumber());
    boolean same =
        known instanceof Device device
            && device.isRegisteredWith(register.proofKey(), register.encryptionKey())
            && device.status().validUntil().equals(register.validUntil());
    if (same && known.status().active()) {
      return changed(
          (Device) known, register.pushAddress().or(() -> ((Device) known).pushAddress()));
    }
    return register(
        user,
        known,
        same,
        new Device(
            register.serialNumber(),
            register.proofKey(),
            register.encryptionKey(),
            register.pushAddress(),
            CredentialStatus.registered(register.receivedAt(), register.validUntil())));
  }

  static Decision register(UserState user, RegisterProviderCredential register) {
    Credential known = user.credentials().get(register.credentialId());
    Optional<Instant> validUntil =
        register.validUntil().or(() -> Optional.of(register.certificate().notAfter()));
    boolean same =
        known instanceof ProviderCredential credential
            && credential.isRegisteredAs(
                register.channel(), register.connector(), register.certificate())
            && credential.status().validUntil().equals(validUntil);
    return register(
        user,
        known,
        same,
        new ProviderCredential(
            register.credentialId(),
            register.channel(),
            register.connector(),
            register.certificate(),
            CredentialStatus.registered(register.receivedAt(), validUntil)));
  }

  private static Decision register(
      UserState user, Credential known, boolean same, Credential credential) {
    if (known != null) {
      return known.status().active() && same
          ? accepted(new CredentialChanged(known.id()))
          : refused(Reason.DEVICE_EXISTS);
    }
    if (user.credentials().size() >= UserState.MOST_CREDENTIALS) {
      return refused(Reason.TOO_MANY_DEVICES);
    }
    return accepted(new CredentialChanged(credential.id()), new CredentialRegistered(credential));
  }

  /** Whoever expects another address than there is knows something old, and changes nothing. */
  static Decision change(UserState user, ChangePushAddress change) {
    Optional<Device> device =
        user.device(change.serialNumber()).filter(known -> known.status().active());
    boolean stale =
        change.expected().isPresent()
            && !change.expected().equals(device.flatMap(Device::pushAddress));
    if (stale && user.device(change.serialNumber()).isPresent()) {
      return accepted(new CredentialChanged(change.serialNumber()));
    }
    return device
        .map(known -> changed(known, change.address()))
        .orElseGet(() -> refused(Reason.DEVICE_UNKNOWN));
  }

  private static Decision changed(Device device, Optional<EncryptedSecret> address) {
    Answer answer = new CredentialChanged(device.serialNumber());
    return device.pushAddress().equals(address)
        ? accepted(answer)
        : accepted(answer, new PushAddressChanged(device.serialNumber(), address));
  }

  static Decision revoke(UserState user, RevokeCredential revoke) {
    Credential known = user.credentials().get(revoke.credentialId());
    if (known == null) {
      return refused(Reason.DEVICE_UNKNOWN);
    }
    return known.status().active()
        ? accepted(
            new CredentialChanged(known.id()),
            new CredentialRevoked(known.id(), revoke.receivedAt()))
        : accepted(new CredentialChanged(known.id()));
  }

  static Decision unlock(UserState user) {
    return user.standing().equals(Standing.GOOD)
        ? accepted(new UserChanged())
        : accepted(new UserChanged(), new UserUnlocked());
  }
}
