package dev.assent.schemas.approval;

import dev.assent.schemas.device.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the signed approvals of one tenant are verified against.
 *
 * @param issuer the only {@code iss} that is accepted
 * @param audience the only {@code aud} that is accepted
 * @param keys the tenant's keys, newest first; a key that is not among them verifies nothing
 */
public record IssuerKeys(String issuer, String audience, List<IssuerKey> keys) {
  public IssuerKeys {
    keys = List.copyOf(keys);
  }

  /**
   * One key.
   *
   * @param keyId names it, exactly
   * @param key the key itself; it fixes the algorithm
   * @param notBefore from when it signs
   * @param notAfter until when, exclusively, what it signed verifies
   */
  public record IssuerKey(String keyId, SigningKey key, Instant notBefore, Instant notAfter) {
    /** Whether it signs and verifies now. */
    public boolean isValidAt(Instant now) {
      return !now.isBefore(notBefore) && now.isBefore(notAfter);
    }
  }

  /** The key with which the tenant signs now. */
  public Optional<IssuerKey> signing(Instant now) {
    return keys.stream().filter(key -> key.isValidAt(now)).findFirst();
  }

  /** The key of that name. */
  Optional<IssuerKey> find(String keyId) {
    return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
  }
}
