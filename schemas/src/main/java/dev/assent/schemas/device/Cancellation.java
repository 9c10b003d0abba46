package dev.assent.schemas.device;

import dev.assent.schemas.model.DeclineReason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a device says, sealed to the installation, to cancel a challenge that it retrieved ({@code
 * docs/reference/device-protocol.md}, "Cancelling"). Its one form is {@code 0x01, challenge key,
 * reason, proof}, each of the three after its length in four bytes, in ASCII.
 *
 * @param challengeKey names the challenge
 * @param reason why the user refuses
 * @param proof the device's proof of the refusal as it travels: a signature in hexadecimal, or the
 *     digits of an OCRA response
 */
public record Cancellation(String challengeKey, DeclineReason reason, String proof) {
  private static final byte VERSION = 1;

  /** As many as the longest proof takes: an RSA signature of 512 bytes in hexadecimal. */
  private static final int MOST_CHARACTERS = 1_024;

  public Cancellation {
    requireText(challengeKey, "challengeKey");
    requireText(proof, "proof");
  }

  /** The message's bytes. */
  public byte[] encoded() {
    byte[] key = challengeKey.getBytes(StandardCharsets.US_ASCII);
    byte[] why = reason.name().getBytes(StandardCharsets.US_ASCII);
    byte[] answer = proof.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + 3 * Integer.BYTES + key.length + why.length + answer.length)
        .put(VERSION)
        .putInt(key.length)
        .put(key)
        .putInt(why.length)
        .put(why)
        .putInt(answer.length)
        .put(answer)
        .array();
  }

  /** The message of these bytes; nothing where they are not what {@link #encoded} gives. */
  public static Optional<Cancellation> decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      if (buffer.get() != VERSION) {
        return Optional.empty();
      }
      Cancellation cancellation =
          new Cancellation(text(buffer), DeclineReason.valueOf(text(buffer)), text(buffer));
      return buffer.hasRemaining() ? Optional.empty() : Optional.of(cancellation);
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String text(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length < 1 || length > MOST_CHARACTERS) {
      throw new IllegalArgumentException("of no length that a part has");
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void requireText(String text, String name) {
    boolean ascii = text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    if (!ascii || text.isEmpty() || text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(name + " must be visible ASCII characters");
    }
  }
}
