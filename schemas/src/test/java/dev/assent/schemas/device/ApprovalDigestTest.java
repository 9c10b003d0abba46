package dev.assent.schemas.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No two statements have the same digest, whatever the bytes of their parts are. */
class ApprovalDigestTest {
  private static final int ROUNDS = 200;
  private static final long SEED = Long.getLong("assent.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  @Tag("DL-9")
  @Test
  void shouldPrefixItsLabelAndTheLengthOfEachPart() throws NoSuchAlgorithmException {
    // Given
    byte[] document = anyBytes();
    byte[] input =
        joined(
            utf8("assent-device-approval-v2\0"),
            new byte[] {0, 0, 0, (byte) document.length},
            document,
            utf8("\0\0\0\nDEVICE_PIN\0\0\0\u000207"));
    byte[] declining =
        joined(
            utf8("assent-device-decline-v2\0"),
            new byte[] {0, 0, 0, (byte) document.length},
            document,
            utf8("\0\0\0\u0006NOT_ME"));

    // When
    byte[] approval = ApprovalDigest.approval(document, ProofKind.DEVICE_PIN, Optional.of("07"));
    byte[] decline = ApprovalDigest.decline(document, DeclineReason.NOT_ME);

    // Then
    assertThat(approval).isEqualTo(MessageDigest.getInstance("SHA-256").digest(input));
    assertThat(decline).isEqualTo(MessageDigest.getInstance("SHA-256").digest(declining));
  }

  @Tag("DL-9")
  @Test
  void shouldTellTheSameTextDividedInAnotherWay() {
    for (int round = 0; round < ROUNDS; round++) {
      // Given: what is hashed would be the same if the parts had no lengths
      byte[] document = anyBytes();
      String kind = ProofKind.DEVICE_PIN.name();
      String entered = digits();
      byte[] longer = joined(document, utf8(kind + entered));
      byte[] zeros = joined(document, utf8("\0" + kind + "\0" + entered));

      // When
      Set<String> digests =
          digests(
              approval(document, entered + kind + entered),
              approval(longer, entered),
              approval(joined(longer, utf8(kind)), entered),
              approval(longer, ""),
              approval(document, entered + "\0" + kind + "\0"),
              approval(zeros, ""),
              approval(joined(document, new byte[] {0}), entered),
              approval(document, "\0" + entered),
              approval(document, entered));

      // Then
      assertThat(digests).as("seed %d", SEED).hasSize(9);
    }
  }

  @Tag("DL-9")
  @Test
  void shouldTellACharacterMovedOverABoundary() {
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      String all = new String(anyCharacters()) + digits();

      // When: the boundary between document and entered value stands at every place
      Map<String, Integer> digests = new HashMap<>();
      for (int boundary = 0; boundary <= all.length(); boundary++) {
        byte[] document = utf8(all.substring(0, boundary));
        digests.put(hex(approval(document, all.substring(boundary))), boundary);
      }

      // Then
      assertThat(digests).as("seed %d", SEED).hasSize(all.length() + 1);
    }
  }

  @Tag("DL-4")
  @Tag("NI-2")
  @Test
  @Tag("SCA-1")
  @Tag("JW-11")
  void shouldBindWhatReleasedTheKeyAndWhatWasEntered() {
    // Given
    byte[] document = DocumentBuilder.aPayment().withMatchingDigits(2).build().canonical();
    List<String> values =
        List.of("", "7", "07", "007", "70", "07 ", " 07", "\uff10\uff17", "O7", "07\0", "7.0");

    // When
    Set<String> digests = new HashSet<>();
    for (ProofKind kind : ProofKind.values()) {
      for (String value : values) {
        digests.add(hex(ApprovalDigest.approval(document, kind, Optional.of(value))));
      }
    }

    // Then
    assertThat(digests).hasSize(ProofKind.values().length * values.size());
  }

  @Tag("EI-8")
  @Test
  @Tag("JW-11")
  void shouldNeverTakeADeclineForAnApprovalOrForAnotherReason() {
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      byte[] document = anyBytes();
      Set<String> digests = new HashSet<>();

      // When
      for (DeclineReason reason : DeclineReason.values()) {
        digests.add(hex(ApprovalDigest.decline(document, reason)));
        digests.add(hex(approval(document, reason.name())));
        digests.add(hex(approval(joined(document, utf8(reason.name())), "")));
      }
      for (ProofKind kind : ProofKind.values()) {
        digests.add(hex(ApprovalDigest.approval(document, kind, Optional.empty())));
      }

      // Then
      assertThat(digests)
          .as("seed %d", SEED)
          .hasSize(3 * DeclineReason.values().length + ProofKind.values().length);
    }
  }

  @Tag("DL-9")
  @Test
  @Tag("JW-11")
  void shouldNeverTakeOneVersionForAnother() {
    for (int round = 0; round < ROUNDS; round++) {
      // Given: the first version's document is all that the second one hashes after its label
      byte[] document = anyBytes();
      byte[] length = {0, 0, 0, (byte) document.length};
      byte[] approved = joined(length, document, utf8("\0\0\0\nDEVICE_PIN\0\0\0\0"));
      byte[] declined = joined(length, document, utf8("\0\0\0\u0006NOT_ME"));

      // When
      Set<String> digests =
          digests(
              approval(document, ""),
              ApprovalDigest.decline(document, DeclineReason.NOT_ME),
              ApprovalDigest.first(document),
              ApprovalDigest.first(approved),
              ApprovalDigest.first(declined));

      // Then
      assertThat(digests).as("seed %d", SEED).hasSize(5);
    }
  }

  private static byte[] approval(byte[] document, String entered) {
    return ApprovalDigest.approval(document, ProofKind.DEVICE_PIN, Optional.of(entered));
  }

  private byte[] anyBytes() {
    byte[] bytes = new byte[random.nextInt(100)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Zeros and small numbers too, which could be taken for lengths. */
  private char[] anyCharacters() {
    char[] characters = new char[random.nextInt(20)];
    for (int i = 0; i < characters.length; i++) {
      characters[i] = (char) random.nextInt(random.nextBoolean() ? 4 : 128);
    }
    return characters;
  }

  private String digits() {
    return "%08d".formatted(random.nextInt(100_000_000)).substring(random.nextInt(7));
  }

  private static Set<String> digests(byte[]... digests) {
    return Stream.of(digests).map(ApprovalDigestTest::hex).collect(Collectors.toSet());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(joined::writeBytes);
    return joined.toByteArray();
  }
}
