package dev.assent.schemas.key;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * Names a challenge, cannot be guessed, and carries its own routing: 32 bits of the user key's
 * murmur2 hash and 128 random bits, as 27 characters of base64url (RFC 4648 section 5). Whoever
 * holds it reaches the right partition without a look-up.
 *
 * @param text the key as it travels
 */
public record ChallengeKey(String text) {
  /** Random bytes that a new key takes. */
  public static final int RANDOM_BYTES = 16;

  private static final int BYTES = Integer.BYTES + RANDOM_BYTES;
  private static final int CHARACTERS = 27;

  public ChallengeKey {
    if (decode(text).isEmpty()) {
      throw new IllegalArgumentException("not a challenge key");
    }
  }

  /**
   * Makes the key of a new challenge.
   *
   * @param random {@value #RANDOM_BYTES} bytes from a CSPRNG
   */
  public static ChallengeKey issue(UserKey user, byte[] random) {
    if (random.length != RANDOM_BYTES) {
      throw new IllegalArgumentException("a challenge key takes " + RANDOM_BYTES + " random bytes");
    }
    byte[] bytes = ByteBuffer.allocate(BYTES).putInt(user.routingHash()).put(random).array();
    return new ChallengeKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The key, or nothing where the text is not one. */
  public static Optional<ChallengeKey> parse(String text) {
    return decode(text).map(_ -> new ChallengeKey(text));
  }

  /** The partition of the user's topics, out of {@code partitions}. */
  public int partition(int partitions) {
    int hash = ByteBuffer.wrap(decode(text).orElseThrow()).getInt();
    return Utils.toPositive(hash) % partitions;
  }

  private static Optional<byte[]> decode(String text) {
    if (text.length() != CHARACTERS) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      boolean canonical =
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text);
      return canonical ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
