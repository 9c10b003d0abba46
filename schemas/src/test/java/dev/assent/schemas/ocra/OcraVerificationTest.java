package dev.assent.schemas.ocra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcraVerificationTest {
  private static final OcraSuite COUNTER = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:C-QN08");
  private static final OcraSuite TIME = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QN08-T1M");
  private static final OcraSuite BOTH = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:C-QN08-T1M");
  private static final OcraSuite NEITHER = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QN08");
  private static final OcraKey KEY =
      OcraKey.of(OcraHash.SHA256, "12345678901234567890123456789012".getBytes(US_ASCII));
  private static final OcraWindows WINDOWS = new OcraWindows(3, 1, 0);
  private static final OcraWindows RESYNCHRONISING = new OcraWindows(3, 1, 10);
  private static final String QUESTION = "22491714";
  private static final OptionalLong NONE = OptionalLong.empty();
  private static final Instant NOW = Instant.parse("2008-03-25T12:06:30Z");
  private static final long STEP = 20_107_446;

  @ParameterizedTest
  @ValueSource(longs = {100, 101, 103})
  @Tag("OC-6")
  void shouldAcceptACounterOfTheLookAheadAndGoBeyondIt(long counter) {
    // When
    OcraVerdict verdict = verify(COUNTER, response(COUNTER, counter, 0), at(100), WINDOWS);

    // Then
    assertThat(verdict).isEqualTo(new OcraVerdict.Accepted(at(counter + 1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 99, 104, 105, 110})
  void shouldRejectACounterThatIsUsedUpOrTooFarAhead(long counter) {
    // When
    OcraVerdict verdict = verify(COUNTER, response(COUNTER, counter, 0), at(100), WINDOWS);

    // Then
    assertThat(verdict).isEqualTo(new OcraVerdict.Rejected(at(100)));
  }

  @ParameterizedTest
  @ValueSource(longs = {STEP - 1, STEP, STEP + 1})
  void shouldAcceptATimeStepWithinTheDrift(long step) {
    // When
    OcraVerdict verdict = verify(TIME, response(TIME, 0, step), afterStep(NONE), WINDOWS);

    // Then
    assertThat(verdict).isEqualTo(new OcraVerdict.Accepted(afterStep(OptionalLong.of(step))));
  }

  @ParameterizedTest
  @ValueSource(longs = {STEP - 2, STEP + 2})
  @Tag("OC-7")
  void shouldRejectATimeStepBeyondTheDrift(long step) {
    // When
    OcraVerdict verdict = verify(TIME, response(TIME, 0, step), afterStep(NONE), WINDOWS);

    // Then
    assertThat(verdict).isInstanceOf(OcraVerdict.Rejected.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "-1, 0", "-1, 1"})
  @Tag("OC-7")
  void shouldAcceptNoTimeStepTwiceNorAnEarlierOne(int given, int last) {
    // Given
    OcraPosition position = afterStep(OptionalLong.of(STEP + last));

    // When
    OcraVerdict verdict = verify(TIME, response(TIME, 0, STEP + given), position, WINDOWS);

    // Then
    assertThat(verdict).isEqualTo(new OcraVerdict.Rejected(position));
  }

  @Test
  void shouldUseUpCounterAndTimeStepTogether() {
    // Given
    OcraPosition position = new OcraPosition(OptionalLong.of(7), OptionalLong.of(STEP - 1), NONE);
    OcraPosition next = new OcraPosition(OptionalLong.of(9), OptionalLong.of(STEP + 1), NONE);

    // When, Then
    assertThat(verify(BOTH, response(BOTH, 8, STEP + 1), position, WINDOWS))
        .isEqualTo(new OcraVerdict.Accepted(next));
    assertThat(verify(BOTH, response(BOTH, 6, STEP), position, WINDOWS))
        .isEqualTo(new OcraVerdict.Rejected(position));
    assertThat(verify(BOTH, response(BOTH, 7, STEP - 1), position, WINDOWS))
        .isEqualTo(new OcraVerdict.Rejected(position));
  }

  @Test
  void shouldVerifyASuiteWithNeither() {
    // Given
    OcraPosition position = OcraPosition.initial(NEITHER);

    // When, Then
    assertThat(verify(NEITHER, response(NEITHER, 0, 0), position, WINDOWS))
        .isEqualTo(new OcraVerdict.Accepted(position));
    assertThat(verify(NEITHER, "00000000", position, WINDOWS))
        .isEqualTo(new OcraVerdict.Rejected(position));
  }

  @Test
  void shouldVerifyWithPinHashAndSession() {
    // Given
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S064");
    Optional<OcraPinHash> pin = Optional.of(OcraPinHash.of(OcraHash.SHA1, new byte[20]));
    Optional<String> session = Optional.of("session");
    OcraInput input = new OcraInput(OptionalLong.of(0), QUESTION, pin, session, NONE);
    String response = Ocra.response(suite, KEY, input);

    // When
    OcraVerdict right =
        OcraVerification.verify(
            suite, KEY, new OcraAttempt(QUESTION, pin, session, NOW, response), at(0), WINDOWS);
    OcraVerdict otherSession =
        OcraVerification.verify(
            suite,
            KEY,
            new OcraAttempt(QUESTION, pin, Optional.of("other"), NOW, response),
            at(0),
            WINDOWS);

    // Then
    assertThat(right).isEqualTo(new OcraVerdict.Accepted(at(1)));
    assertThat(otherSession).isEqualTo(new OcraVerdict.Rejected(at(0)));
  }

  @Test
  @Tag("OC-6")
  void shouldAcceptTheSecondOfTwoResponsesInARowBeyondTheLookAhead() {
    // Given
    OcraVerdict first = verify(COUNTER, response(COUNTER, 112, 0), at(100), RESYNCHRONISING);

    // When
    OcraVerdict second =
        verify(COUNTER, response(COUNTER, 113, 0), first.position(), RESYNCHRONISING);

    // Then
    assertThat(first).isEqualTo(new OcraVerdict.OutOfStep(outOfStep(100, 112)));
    assertThat(second).isEqualTo(new OcraVerdict.Accepted(at(114)));
  }

  @Test
  void shouldEndAResynchronisationThatBeganWithTheLastCounterOfTheWindow() {
    // Given
    OcraPosition position = outOfStep(100, 113);

    // When
    OcraVerdict verdict = verify(COUNTER, response(COUNTER, 114, 0), position, RESYNCHRONISING);

    // Then
    assertThat(verdict).isEqualTo(new OcraVerdict.Accepted(at(115)));
  }

  @Test
  void shouldNeverBeginAResynchronisationBeyondTheWindow() {
    // When
    OcraVerdict verdict = verify(COUNTER, response(COUNTER, 114, 0), at(100), RESYNCHRONISING);

    // Then
    assertThat(verdict).isEqualTo(new OcraVerdict.Rejected(at(100)));
  }

  @Test
  void shouldForgetAResynchronisationAfterAWrongResponse() {
    // When
    OcraVerdict wrong = verify(COUNTER, "00000000", outOfStep(100, 110), RESYNCHRONISING);
    OcraVerdict next =
        verify(COUNTER, response(COUNTER, 111, 0), wrong.position(), RESYNCHRONISING);

    // Then
    assertThat(wrong).isEqualTo(new OcraVerdict.Rejected(at(100)));
    assertThat(next).isEqualTo(new OcraVerdict.OutOfStep(outOfStep(100, 111)));
  }

  @ParameterizedTest
  @ValueSource(longs = {108, 110, 112})
  void shouldBeginAResynchronisationAgainWhereCountersDoNotFollow(long counter) {
    // When
    OcraVerdict verdict =
        verify(COUNTER, response(COUNTER, counter, 0), outOfStep(100, 110), RESYNCHRONISING);

    // Then
    assertThat(verdict).isEqualTo(new OcraVerdict.OutOfStep(outOfStep(100, counter)));
  }

  @Test
  void shouldForgetAResynchronisationOnceAResponseIsAccepted() {
    // When
    OcraVerdict verdict =
        verify(COUNTER, response(COUNTER, 101, 0), outOfStep(100, 110), RESYNCHRONISING);

    // Then
    assertThat(verdict).isEqualTo(new OcraVerdict.Accepted(at(102)));
  }

  @Test
  void shouldUseUpEveryCounterAndTimeStepThatAResponseMatchesByChance() {
    // Given
    OcraPosition position = new OcraPosition(OptionalLong.of(5), NONE, NONE);

    // When
    OcraVerdict verdict =
        OcraVerification.verify(
            BOTH, attempt("12345678"), position, RESYNCHRONISING, input -> "12345678");

    // Then
    assertThat(verdict)
        .isEqualTo(
            new OcraVerdict.Accepted(
                new OcraPosition(OptionalLong.of(9), OptionalLong.of(STEP + 1), NONE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1234567",
        "123456789",
        "12345678 ",
        " 2345678",
        "1234567a",
        "-1234567",
        "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
        "\u0131\u0132\u0133\u0134\u0135678",
      })
  @Tag("OC-10")
  void shouldRejectWhatIsNoResponseByTheSamePath(String response) {
    // Given: every candidate is what the response becomes when its characters are cut to bytes
    List<OcraInput> computed = new ArrayList<>();

    // When
    OcraVerdict verdict =
        OcraVerification.verify(
            BOTH,
            attempt(response),
            OcraPosition.initial(BOTH),
            RESYNCHRONISING,
            input -> {
              computed.add(input);
              return "12345678";
            });

    // Then
    assertThat(verdict).isInstanceOf(OcraVerdict.Rejected.class);
    assertThat(computed).hasSize(candidates(RESYNCHRONISING));
  }

  @Test
  @Tag("OC-10")
  void shouldComputeEveryCandidateOnceWhicheverMatches() {
    // Given
    List<String> responses =
        List.of(
            response(BOTH, 0, STEP - 1),
            response(BOTH, 2, STEP),
            response(BOTH, 13, STEP + 1),
            response(BOTH, 500, STEP));
    for (String response : responses) {
      for (OptionalLong lastStep : List.of(NONE, OptionalLong.of(STEP + 1))) {
        List<OcraInput> computed = new ArrayList<>();

        // When
        OcraVerification.verify(
            BOTH,
            attempt(response),
            new OcraPosition(OptionalLong.of(0), lastStep, NONE),
            RESYNCHRONISING,
            input -> {
              computed.add(input);
              return Ocra.response(BOTH, KEY, input);
            });

        // Then
        assertThat(computed).doesNotHaveDuplicates().hasSize(candidates(RESYNCHRONISING));
      }
    }
  }

  @Test
  void shouldNotRunOverTheLastCounter() {
    // Given
    OcraPosition position = at(Long.MAX_VALUE - 1);

    // When, Then
    assertThat(verify(COUNTER, response(COUNTER, Long.MAX_VALUE - 1, 0), position, WINDOWS))
        .isEqualTo(new OcraVerdict.Accepted(at(Long.MAX_VALUE)));
    assertThat(verify(COUNTER, response(COUNTER, Long.MAX_VALUE, 0), position, WINDOWS))
        .isEqualTo(new OcraVerdict.Rejected(position));
    assertThat(verify(COUNTER, response(COUNTER, Long.MIN_VALUE, 0), position, WINDOWS))
        .isEqualTo(new OcraVerdict.Rejected(position));
  }

  @Test
  void shouldRefuseARecordThatDoesNotFitTheSuite() {
    // Given
    OcraAttempt shortQuestion =
        new OcraAttempt("1234567", Optional.empty(), Optional.empty(), NOW, "12345678");

    // When, Then
    assertThatThrownBy(() -> verify(COUNTER, "12345678", afterStep(NONE), WINDOWS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> verify(TIME, "12345678", at(0), WINDOWS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> verify(NEITHER, "12345678", afterStep(OptionalLong.of(STEP)), WINDOWS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OcraVerification.verify(COUNTER, KEY, shortQuestion, at(0), WINDOWS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 0", "21, 0, 0", "0, -1, 0", "0, 11, 0", "0, 0, -1", "0, 0, 101"})
  void shouldKeepWindowsSmall(int lookAhead, int driftSteps, int resynchronisation) {
    // When, Then
    assertThatThrownBy(() -> new OcraWindows(lookAhead, driftSteps, resynchronisation))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefusePositionsThatCannotBe() {
    Set<List<OptionalLong>> impossible = new HashSet<>();
    impossible.add(List.of(OptionalLong.of(-1), NONE, NONE));
    impossible.add(List.of(NONE, OptionalLong.of(-1), NONE));
    impossible.add(List.of(NONE, NONE, OptionalLong.of(5)));
    impossible.add(List.of(OptionalLong.of(6), NONE, OptionalLong.of(5)));
    for (List<OptionalLong> parts : impossible) {
      // When, Then
      assertThatThrownBy(() -> new OcraPosition(parts.get(0), parts.get(1), parts.get(2)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @Tag("SCA-12")
  void shouldShowNoResponse() {
    // When, Then
    assertThat(attempt("12345678")).hasToString("OcraAttempt[2008-03-25T12:06:30Z]");
  }

  private static int candidates(OcraWindows windows) {
    return (windows.lookAhead() + windows.resynchronisation() + 2) * (2 * windows.driftSteps() + 1);
  }

  private static OcraVerdict verify(
      OcraSuite suite, String response, OcraPosition position, OcraWindows windows) {
    return OcraVerification.verify(suite, KEY, attempt(response), position, windows);
  }

  private static OcraAttempt attempt(String response) {
    return new OcraAttempt(QUESTION, Optional.empty(), Optional.empty(), NOW, response);
  }

  private static String response(OcraSuite suite, long counter, long step) {
    return Ocra.response(
        suite,
        KEY,
        new OcraInput(
            suite.usesCounter() ? OptionalLong.of(counter) : NONE,
            QUESTION,
            Optional.empty(),
            Optional.empty(),
            suite.timeStep().isPresent() ? OptionalLong.of(step) : NONE));
  }

  private static OcraPosition at(long counter) {
    return new OcraPosition(OptionalLong.of(counter), NONE, NONE);
  }

  private static OcraPosition outOfStep(long counter, long outOfStep) {
    return new OcraPosition(OptionalLong.of(counter), NONE, OptionalLong.of(outOfStep));
  }

  private static OcraPosition afterStep(OptionalLong step) {
    return new OcraPosition(NONE, step, NONE);
  }
}
