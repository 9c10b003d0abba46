package dev.assent.schemas.ocra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values are from an independent program. */
class OcraQuestionTest {
  private static final String DIGEST =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final long SEED = Long.getLong("assent.seed", System.nanoTime());
  private final Random random = new Random(SEED);

  @ParameterizedTest
  @CsvSource({
    "N08, 65086549",
    "N09, 665086549",
    "N64, 4097029535212322581322789799900648198034993379397001115665086549",
    "H08, E3B0C442",
    "H40, E3B0C44298FC1C149AFBF4C8996FB92427AE41E4",
    "H64, E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
    "A08, WERC8GMR",
    "A52, WERC8GMRZGE196QVYK49JVXS4GKTWGF4CJDS6K54JPCHPY2JQ1AG",
    "A64, WERC8GMRZGE196QVYK49JVXS4GKTWGF4CJDS6K54JPCHPY2JQ1AG000000000000",
  })
  @Tag("OC-4")
  void shouldDeriveTheQuestion(String format, String expected) {
    // When
    String question = OcraQuestion.derive(suite(format), HexFormat.of().parseHex(DIGEST));

    // Then
    assertThat(question).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"N08, 00000000", "H08, 00000000", "A08, 00000000"})
  void shouldKeepLeadingZeros(String format, String expected) {
    // When
    String question = OcraQuestion.derive(suite(format), new byte[OcraQuestion.DIGEST_BYTES]);

    // Then
    assertThat(question).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"H64", "A52", "A64"})
  void shouldLoseNothingWhereThereIsRoomForTheDigest(String format) {
    // Given
    Set<String> questions = new HashSet<>();
    byte[] digest = anyDigest();
    questions.add(OcraQuestion.derive(suite(format), digest));

    // When
    for (int bit = 0; bit < 8 * OcraQuestion.DIGEST_BYTES; bit++) {
      byte[] changed = digest.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      questions.add(OcraQuestion.derive(suite(format), changed));
    }

    // Then
    assertThat(questions).as("seed %d", SEED).hasSize(1 + 8 * OcraQuestion.DIGEST_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"N08", "H08", "A08", "N20", "A12"})
  @Tag("OC-3")
  void shouldRarelyAskTheSameOfTwoDocuments(String format) {
    // Given
    int digests = 2_000;
    Map<String, Integer> questions = new HashMap<>();
    OcraSuite suite = suite(format);

    // When
    for (int index = 0; index < digests; index++) {
      String question = OcraQuestion.derive(suite, anyDigest());
      assertThat(question).hasSize(suite.questionLength());
      assertThat(suite.questionFormat().matches(question)).isTrue();
      questions.merge(question, 1, Integer::sum);
    }

    // Then: 0.02 pairs are to be expected of N08, the shortest
    assertThat(questions).as("seed %d", SEED).hasSizeGreaterThan(digests - 5);
  }

  @Test
  void shouldRefuseAnythingButADigest() {
    for (int length : new int[] {0, 20, 31, 33, 64}) {
      // When, Then
      assertThatThrownBy(() -> OcraQuestion.derive(suite("N08"), new byte[length]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private byte[] anyDigest() {
    byte[] digest = new byte[OcraQuestion.DIGEST_BYTES];
    random.nextBytes(digest);
    return digest;
  }

  private static OcraSuite suite(String format) {
    return OcraSuite.parse("OCRA-1:HOTP-SHA256-8:Q" + format);
  }
}
