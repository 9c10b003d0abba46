package dev.assent.schemas.sealing;

import dev.assent.schemas.device.Cancellation;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.vault.SecretVault;
import java.util.List;
import java.util.Optional;

/**
 * The installation's keys to which devices seal their cancellations: one for each key of the vault,
 * derived from it (RFC 9180 section 7.1.3), so that every instance has the same ones and they
 * change with the vault's. May be used by several threads at once.
 */
public final class CancellationKeys {
  /** Of an installation without a vault: there is no key, and nothing opens. */
  public static final CancellationKeys NONE = new CancellationKeys(List.of());

  /** What the vault's keys are derived under. */
  static final String LABEL = "assent-cancellation-key-v1";

  private final List<DecryptionKey> keys;

  private CancellationKeys(List<DecryptionKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** The keys that follow from those of the vault, the current one first. */
  public static CancellationKeys of(SecretVault vault) {
    return new CancellationKeys(
        vault.derived(LABEL).stream()
            .map(material -> DecryptionKey.derive(KeyEncapsulation.P256, material))
            .toList());
  }

  /** The key that devices seal to now; nothing where there is none. */
  public Optional<EncryptionKey> current() {
    return keys.stream().findFirst().map(DecryptionKey::encryptionKey);
  }

  /**
   * Opens what a device sealed to the current key or an earlier one that the vault still has.
   *
   * @param serialNumber the device that says it sent the message
   * @param message as it travels, in hexadecimal
   * @return nothing where the message is not such a one, whatever is wrong with it
   */
  public Optional<Cancellation> open(String serialNumber, String message) {
    Optional<byte[]> bytes = SealedCancellation.fromText(message);
    return keys.stream()
        .flatMap(
            key -> bytes.flatMap(it -> SealedCancellation.open(key, serialNumber, it)).stream())
        .findFirst();
  }

  @Override
  public String toString() {
    return "CancellationKeys" + keys;
  }
}
