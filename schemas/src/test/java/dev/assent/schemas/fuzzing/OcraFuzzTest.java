package dev.assent.schemas.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assent.schemas.ocra.Ocra;
import dev.assent.schemas.ocra.OcraAttempt;
import dev.assent.schemas.ocra.OcraInput;
import dev.assent.schemas.ocra.OcraKey;
import dev.assent.schemas.ocra.OcraPosition;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.ocra.OcraVerdict;
import dev.assent.schemas.ocra.OcraVerification;
import dev.assent.schemas.ocra.OcraWindows;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;

class OcraFuzzTest {
  private static final OcraSuite SUITE = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QN08");
  private static final OcraKey KEY = OcraKey.of(SUITE.hash(), new byte[32]);
  private static final OcraWindows WINDOWS = new OcraWindows(1, 1, 1);
  private static final String QUESTION = "12345678";
  private static final String RIGHT =
      Ocra.response(
          SUITE,
          KEY,
          new OcraInput(
              OptionalLong.empty(),
              QUESTION,
              Optional.empty(),
              Optional.empty(),
              OptionalLong.empty()));

  @FuzzTest(maxDuration = "1m")
  @Tag("OC-1")
  void shouldReadAnySuiteAsWrittenOrRefuseIt(byte[] input) {
    String text = new String(input, UTF_8);
    OcraSuite suite;
    try {
      suite = OcraSuite.parse(text);
    } catch (IllegalArgumentException refusal) {
      assertThat(refusal.getMessage()).isNotEmpty();
      return;
    }
    assertThat(suite.text()).isEqualTo(text);
    assertThat(OcraSuite.parse(suite.text())).isEqualTo(suite);
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldTakeNoResponseButTheRightOne(byte[] input) {
    String response = new String(input, UTF_8);
    OcraAttempt attempt =
        new OcraAttempt(
            QUESTION,
            Optional.empty(),
            Optional.empty(),
            Instant.parse("2026-01-02T03:04:05Z"),
            response);

    // When
    OcraVerdict verdict =
        OcraVerification.verify(SUITE, KEY, attempt, OcraPosition.initial(SUITE), WINDOWS);

    // Then
    assertThat(verdict instanceof OcraVerdict.Accepted)
        .as("%s", verdict)
        .isEqualTo(response.equals(RIGHT));
  }
}
