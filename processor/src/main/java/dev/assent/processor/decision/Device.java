package dev.assent.processor.decision;

import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import java.util.Optional;
import java.util.Set;

/**
 * A user's device.
 *
 * @param proofKey what its proofs are verified with
 * @param encryptionKey what challenges are sealed to
 * @param pushAddress where it is told of challenges, encrypted for it
 */
public record Device(
    String serialNumber,
    ProofKey proofKey,
    EncryptionKey encryptionKey,
    Optional<EncryptedSecret> pushAddress,
    CredentialStatus status)
    implements Credential {

  /** A device that is told nothing. */
  public Device(
      String serialNumber,
      ProofKey proofKey,
      EncryptionKey encryptionKey,
      CredentialStatus status) {
    this(serialNumber, proofKey, encryptionKey, Optional.empty(), status);
  }

  @Override
  public String id() {
    return serialNumber;
  }

  @Override
  public Device with(CredentialStatus changed) {
    return new Device(serialNumber, proofKey, encryptionKey, pushAddress, changed);
  }

  Device with(ProofKey changed) {
    return new Device(serialNumber, changed, encryptionKey, pushAddress, status);
  }

  Device at(Optional<EncryptedSecret> changed) {
    return new Device(serialNumber, proofKey, encryptionKey, changed, status);
  }

  @Override
  public Set<ProofKind> proofKinds() {
    return proofKey.proofKinds();
  }

  /** Whether the device can approve an operation of that kind with one of these kinds of proof. */
  boolean canProve(OperationKind kind, Set<ProofKind> accepted) {
    return proofKey.serves(kind) && proofKinds().stream().anyMatch(accepted::contains);
  }

  /** Whether a registration names the device as it is already, whatever its counters are by now. */
  boolean isRegisteredWith(ProofKey key, EncryptionKey encryption) {
    return encryptionKey.equals(encryption) && proofKey.isSameAs(key);
  }
}
