package dev.assent.schemas.sealing;

import dev.assent.schemas.device.Cancellation;
import dev.assent.schemas.device.EncryptionKey;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A device's cancellation, sealed to the installation. The device's serial number is authenticated
 * with it: the message is nothing under another one's.
 */
public final class SealedCancellation {
  /** What HPKE's {@code info} is, in UTF-8. */
  public static final String INFO = "assent-cancellation-v1";

  private static final HexFormat WIRE_FORM = HexFormat.of().withUpperCase();
  private static final SealedMessage MESSAGE = new SealedMessage(INFO);

  private SealedCancellation() {}

  /**
   * Seals the cancellation, as a device does.
   *
   * @param installation the key that the native interface gives
   * @param serialNumber the device's own
   * @return the message as it travels: upper-case hexadecimal
   */
  public static String seal(
      EncryptionKey installation, String serialNumber, Cancellation cancellation) {
    return WIRE_FORM.formatHex(MESSAGE.seal(installation, serialNumber, cancellation.encoded()));
  }

  /** As above with the ephemeral key given: for published vectors only. */
  static String seal(
      EncryptionKey installation,
      String serialNumber,
      Cancellation cancellation,
      DecryptionKey ephemeral) {
    return WIRE_FORM.formatHex(
        MESSAGE.seal(installation, serialNumber, cancellation.encoded(), ephemeral));
  }

  static Optional<Cancellation> open(
      DecryptionKey installation, String serialNumber, byte[] sealed) {
    return MESSAGE.open(installation, serialNumber, sealed).flatMap(Cancellation::decode);
  }

  static Optional<byte[]> fromText(String message) {
    try {
      return Optional.of(WIRE_FORM.parseHex(message));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
