package dev.assent.processor.decision;

import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.SigningKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A user's device and the keys that proofs are verified against.
 *
 * @param sequence number of events of this device so far
 */
public record Device(
    String serialNumber,
    SigningKey signingKey,
    EncryptionKey encryptionKey,
    Instant registeredAt,
    Optional<Instant> revokedAt,
    long sequence) {

  /** Whether a proof by this device can be accepted. */
  public boolean active() {
    return revokedAt.isEmpty();
  }

  boolean hasKeys(SigningKey signing, EncryptionKey encryption) {
    return signingKey.equals(signing) && encryptionKey.equals(encryption);
  }

  Device revoked(Instant at) {
    return new Device(
        serialNumber, signingKey, encryptionKey, registeredAt, Optional.of(at), sequence + 1);
  }
}
