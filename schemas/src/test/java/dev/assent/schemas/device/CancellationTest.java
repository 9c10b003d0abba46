package dev.assent.schemas.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.schemas.model.DeclineReason;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancellationTest {
  private static final Cancellation CANCELLATION =
      new Cancellation("AAAAAAAAAAAAAAAAAAAAAAAAAAA", DeclineReason.NOT_ME, "12345678");

  @Test
  @Tag("DL-9")
  void shouldHaveTheOneDocumentedForm() {
    assertThat(new String(CANCELLATION.encoded(), ISO_8859_1))
        .isEqualTo(
            "\u0001\0\0\0\u001bAAAAAAAAAAAAAAAAAAAAAAAAAAA\0\0\0\u0006NOT_ME"
                + "\0\0\0\u000812345678");
    assertThat(Cancellation.decode(CANCELLATION.encoded())).contains(CANCELLATION);
  }

  @Test
  void shouldNotReadWhatWasCutOrHasMore() {
    // Given
    byte[] encoded = CANCELLATION.encoded();

    // Then
    for (int length = 0; length < encoded.length; length++) {
      assertThat(Cancellation.decode(Arrays.copyOf(encoded, length))).isEmpty();
    }
    assertThat(Cancellation.decode(Arrays.copyOf(encoded, encoded.length + 1))).isEmpty();
  }

  @Test
  @Tag("DL-9")
  void shouldReadNothingThatItWouldNotWrite() {
    // Given
    long seed = Long.getLong("assent.seed", System.nanoTime());
    System.out.println("replay with -Dassent.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);

    for (int round = 0; round < 20_000; round++) {
      // When
      byte[] changed = CANCELLATION.encoded();
      for (int change = random.nextInt(3); change >= 0; change--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      Optional<Cancellation> read = Cancellation.decode(changed);

      // Then
      read.ifPresent(cancellation -> assertThat(cancellation.encoded()).isEqualTo(changed));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ä", "a b", "a\n"})
  void shouldTakeVisibleAsciiOnly(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cancellation(text, DeclineReason.UNWANTED, "12345678"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cancellation("A", DeclineReason.UNWANTED, text));
  }
}
