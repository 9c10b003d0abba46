package dev.assent.schemas.ocra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random lives of an authenticator, with lost, repeated, late and guessed responses. */
class OcraHistoryTest {
  private static final long SEED = Long.getLong("assent.seed", System.nanoTime());
  private static final int RESPONSES = 300;
  private static final OptionalLong NONE = OptionalLong.empty();

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OCRA-1:HOTP-SHA256-8:C-QN08",
        "OCRA-1:HOTP-SHA256-8:QN08-T20S",
        "OCRA-1:HOTP-SHA512-9:C-QA12-T1M",
        // So short that responses match by chance again and again.
        "OCRA-1:HOTP-SHA256-4:C-QN04",
        "OCRA-1:HOTP-SHA256-4:C-QN04-T1M",
      })
  @Tag("OC-5")
  @Tag("OC-6")
  void shouldOnlyMoveForwardAndAcceptNothingTwice(String text) {
    System.out.println("replay with -Dassent.seed=" + SEED);
    // Given
    OcraSuite suite = OcraSuite.parse(text);
    OcraKey key = key(suite);
    OcraWindows windows = new OcraWindows(5, 2, 30);
    OcraPosition position = OcraPosition.initial(suite);
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    long counter = 0;
    int accepted = 0;
    List<OcraAttempt> used = new ArrayList<>();
    for (int index = 0; index < RESPONSES; index++) {
      now = now.plusSeconds(random.nextInt(90));
      counter += random.nextInt(10) == 0 ? 1 + random.nextInt(20) : 1;
      long expected = position.nextCounter().orElse(0);
      if (counter > expected + windows.lookAhead() + windows.resynchronisation()) {
        // Lost for good: the user gets another authenticator, set to what is expected.
        counter = expected;
      }
      OcraAttempt attempt =
          switch (random.nextInt(4)) {
            case 0 -> repeated(suite, used, now);
            case 1 -> attempt(question(suite), now, "%08d".formatted(random.nextInt(100_000_000)));
            default -> answered(suite, key, counter, now);
          };

      // When
      OcraVerdict verdict = OcraVerification.verify(suite, key, attempt, position, windows);

      // Then
      assertMovedForward(position, verdict);
      if (verdict instanceof OcraVerdict.Accepted) {
        accepted++;
        used.add(attempt);
        assertUsedUp(
            position,
            OcraVerification.verify(suite, key, attempt, verdict.position(), windows),
            windows);
      }
      position = verdict.position();
    }
    assertThat(accepted).as("seed %d", SEED).isGreaterThan(RESPONSES / 20);
  }

  @Test
  void shouldRarelyAcceptTheResponseToAnotherQuestion() {
    System.out.println("replay with -Dassent.seed=" + SEED);
    // Given
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:C-QN08");
    OcraKey key = key(suite);
    int accepted = 0;
    for (int index = 0; index < 1_000; index++) {
      OcraInput other =
          new OcraInput(
              OptionalLong.of(0), question(suite), Optional.empty(), Optional.empty(), NONE);
      OcraAttempt attempt =
          attempt(question(suite), Instant.EPOCH, Ocra.response(suite, key, other));

      // When
      OcraVerdict verdict =
          OcraVerification.verify(
              suite, key, attempt, OcraPosition.initial(suite), new OcraWindows(5, 0, 0));
      accepted += verdict instanceof OcraVerdict.Accepted ? 1 : 0;
    }

    // Then: 0.00007 are to be expected
    assertThat(accepted).as("seed %d", SEED).isLessThan(2);
  }

  private static void assertMovedForward(OcraPosition before, OcraVerdict verdict) {
    OcraPosition after = verdict.position();
    boolean accepted = verdict instanceof OcraVerdict.Accepted;
    assertThat(after.nextCounter().isPresent()).isEqualTo(before.nextCounter().isPresent());
    if (accepted) {
      assertThat(after.outOfStep()).isEmpty();
      before
          .nextCounter()
          .ifPresent(
              next ->
                  assertThat(after.nextCounter().orElseThrow())
                      .as("seed %d", SEED)
                      .isGreaterThan(next));
      after
          .lastTimeStep()
          .ifPresent(
              step ->
                  assertThat(step)
                      .as("seed %d", SEED)
                      .isGreaterThan(before.lastTimeStep().orElse(-1)));
    } else {
      assertThat(after.nextCounter()).as("seed %d", SEED).isEqualTo(before.nextCounter());
      assertThat(after.lastTimeStep()).as("seed %d", SEED).isEqualTo(before.lastTimeStep());
    }
  }

  /** Only a counter that was beyond the look-ahead before may be met once more, by chance. */
  private static void assertUsedUp(OcraPosition before, OcraVerdict again, OcraWindows windows) {
    if (again instanceof OcraVerdict.Accepted) {
      assertThat(again.position().nextCounter().orElse(0) - 1)
          .as("seed %d", SEED)
          .isGreaterThan(before.nextCounter().orElse(0) + windows.lookAhead());
    }
  }

  /** A response that was accepted before, with its question, presented anew. */
  private OcraAttempt repeated(OcraSuite suite, List<OcraAttempt> used, Instant now) {
    if (used.isEmpty()) {
      return attempt(question(suite), now, "0");
    }
    OcraAttempt earlier = used.get(random.nextInt(used.size()));
    return attempt(earlier.question(), now, earlier.response());
  }

  private OcraAttempt answered(OcraSuite suite, OcraKey key, long counter, Instant now) {
    String question = question(suite);
    Instant devicesClock = now.plusSeconds(random.nextInt(-60, 61));
    OptionalLong step =
        suite
            .timeStep()
            .map(length -> OptionalLong.of(devicesClock.getEpochSecond() / length.toSeconds()))
            .orElse(NONE);
    OcraInput input =
        new OcraInput(
            suite.usesCounter() ? OptionalLong.of(counter) : NONE,
            question,
            Optional.empty(),
            Optional.empty(),
            step);
    return attempt(question, now, Ocra.response(suite, key, input));
  }

  private static OcraAttempt attempt(String question, Instant now, String response) {
    return new OcraAttempt(question, Optional.empty(), Optional.empty(), now, response);
  }

  private String question(OcraSuite suite) {
    byte[] digest = new byte[OcraQuestion.DIGEST_BYTES];
    random.nextBytes(digest);
    return OcraQuestion.derive(suite, digest);
  }

  private OcraKey key(OcraSuite suite) {
    byte[] secret = new byte[suite.hash().bytes()];
    random.nextBytes(secret);
    return OcraKey.of(suite.hash(), secret);
  }
}
