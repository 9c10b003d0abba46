package dev.assent.schemas.ocra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Verifies a response against every counter and time step of the windows.
 *
 * <p>Barrier: all candidates are computed and compared in constant time, whichever of them matches
 * and whatever the response looks like (OC-10). Of several that match, by chance, the highest
 * counter and the highest time step are used up, so that none of them can be met again. A response
 * is then as good as a guess; that a question is not answered twice, the operation has to see to
 * (SCA-2).
 */
public final class OcraVerification {
  private OcraVerification() {}

  /**
   * Verifies one response. Whether a credential may have the suite at all is settled elsewhere
   * ({@link OcraSuite#requireAllowed}).
   *
   * @throws IllegalArgumentException where our own record does not fit the suite: key, question,
   *     PIN hash, session information or position; never for what the response is
   */
  public static OcraVerdict verify(
      OcraSuite suite,
      OcraKey key,
      OcraAttempt attempt,
      OcraPosition position,
      OcraWindows windows) {
    return verify(suite, attempt, position, windows, Ocra.responses(suite, key));
  }

  /** As above, with the function that computes the candidates. */
  static OcraVerdict verify(
      OcraSuite suite,
      OcraAttempt attempt,
      OcraPosition position,
      OcraWindows windows,
      Function<OcraInput, String> responses) {
    if (suite.usesCounter() != position.nextCounter().isPresent()
        || (suite.timeStep().isEmpty() && position.lastTimeStep().isPresent())) {
      throw new IllegalArgumentException("the position does not fit the suite");
    }
    int length = suite.questionLength();
    OcraInput.requireQuestion(suite, attempt.question(), length, length);

    List<Candidate> matching = new ArrayList<>();
    Presented presented = Presented.of(attempt.response(), suite.responseLength());
    for (Candidate candidate : candidates(suite, attempt, position, windows)) {
      String expected = responses.apply(candidate.input(suite, attempt));
      if (presented.equalTo(expected) && candidate.isUnused(position)) {
        matching.add(candidate);
      }
    }
    return verdict(suite, position, windows, matching);
  }

  /** The counters and time steps to try; how many depends on suite and windows only. */
  private static List<Candidate> candidates(
      OcraSuite suite, OcraAttempt attempt, OcraPosition position, OcraWindows windows) {
    // One beyond the window: the successor of its last counter ends a resynchronisation.
    int lastAhead = suite.usesCounter() ? windows.lookAhead() + windows.resynchronisation() + 1 : 0;
    int drift = suite.timeStep().isPresent() ? windows.driftSteps() : 0;
    long presentStep =
        Math.floorDiv(
            attempt.at().getEpochSecond(),
            suite.timeStep().orElse(Duration.ofSeconds(1)).toSeconds());
    long nextCounter = position.nextCounter().orElse(0);
    List<Candidate> candidates = new ArrayList<>((lastAhead + 1) * (2 * drift + 1));
    for (int ahead = 0; ahead <= lastAhead; ahead++) {
      for (int offset = -drift; offset <= drift; offset++) {
        candidates.add(new Candidate(ahead, nextCounter + ahead, presentStep + offset));
      }
    }
    return candidates;
  }

  private static OcraVerdict verdict(
      OcraSuite suite, OcraPosition position, OcraWindows windows, List<Candidate> matching) {
    List<Candidate> inStep =
        matching.stream()
            .filter(
                candidate ->
                    candidate.ahead() <= windows.lookAhead() || candidate.follows(position))
            .toList();
    if (!inStep.isEmpty()) {
      return new OcraVerdict.Accepted(
          new OcraPosition(
              suite.usesCounter()
                  ? OptionalLong.of(highestCounter(inStep) + 1)
                  : OptionalLong.empty(),
              suite.timeStep().isPresent()
                  ? inStep.stream().mapToLong(Candidate::timeStep).max()
                  : OptionalLong.empty(),
              OptionalLong.empty()));
    }
    List<Candidate> outOfStep =
        matching.stream()
            .filter(
                candidate -> candidate.ahead() <= windows.lookAhead() + windows.resynchronisation())
            .toList();
    if (outOfStep.isEmpty()) {
      return new OcraVerdict.Rejected(
          new OcraPosition(position.nextCounter(), position.lastTimeStep(), OptionalLong.empty()));
    }
    return new OcraVerdict.OutOfStep(
        new OcraPosition(
            position.nextCounter(),
            position.lastTimeStep(),
            OptionalLong.of(highestCounter(outOfStep))));
  }

  private static long highestCounter(List<Candidate> candidates) {
    return candidates.stream().mapToLong(Candidate::counter).max().orElseThrow();
  }

  /** One counter and time step; either means nothing where the suite has none. */
  private record Candidate(int ahead, long counter, long timeStep) {
    OcraInput input(OcraSuite suite, OcraAttempt attempt) {
      return attempt.input(
          suite.usesCounter() ? OptionalLong.of(counter) : OptionalLong.empty(),
          suite.timeStep().isPresent() ? OptionalLong.of(timeStep) : OptionalLong.empty());
    }

    /** Also false for a counter that has run over, or has no successor. */
    boolean isUnused(OcraPosition position) {
      return counter >= position.nextCounter().orElse(0)
          && counter < Long.MAX_VALUE
          && timeStep >= 0
          && timeStep > position.lastTimeStep().orElse(-1);
    }

    boolean follows(OcraPosition position) {
      return position.outOfStep().isPresent() && counter == position.outOfStep().getAsLong() + 1;
    }
  }

  /** The response brought to the expected length, so that comparing takes the same time. */
  private static final class Presented {
    private final byte[] characters;
    private final boolean wellFormed;

    private Presented(byte[] characters, boolean wellFormed) {
      this.characters = characters;
      this.wellFormed = wellFormed;
    }

    static Presented of(String response, int length) {
      byte[] characters = new byte[length];
      boolean wellFormed = response.length() == length;
      for (int index = 0; index < length; index++) {
        char character = index < response.length() ? response.charAt(index) : '\0';
        wellFormed &= character < 0x80;
        characters[index] = (byte) character;
      }
      return new Presented(characters, wellFormed);
    }

    boolean equalTo(String expected) {
      return MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), characters)
          && wellFormed;
    }
  }
}
