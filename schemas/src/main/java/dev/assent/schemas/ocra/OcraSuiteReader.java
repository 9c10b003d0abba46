package dev.assent.schemas.ocra;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the one text of a suite (RFC 6287 sections 6.1 to 6.3), without any default left out. */
final class OcraSuiteReader {
  private static final int MAXIMUM_CHARACTERS = 64;
  private static final Pattern FUNCTION = Pattern.compile("HOTP-(SHA1|SHA256|SHA512)-(0|[4-9]|10)");
  private static final Pattern COUNTER = Pattern.compile("C");
  private static final Pattern QUESTION = Pattern.compile("Q([ANH])([0-9]{2})");
  private static final Pattern PIN = Pattern.compile("P(SHA1|SHA256|SHA512)");
  private static final Pattern SESSION = Pattern.compile("S([0-9]{3})");
  private static final Pattern TIME = Pattern.compile("T([1-9][0-9]?)([SMH])");

  private final Deque<String> inputs;

  private OcraSuiteReader(Deque<String> inputs) {
    this.inputs = inputs;
  }

  static OcraSuite read(String text) {
    if (text.length() > MAXIMUM_CHARACTERS) {
      throw new IllegalArgumentException("a suite has at most 64 characters");
    }
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a suite has three parts with colons between them");
    }
    if (!parts[0].equals("OCRA-1")) {
      throw new IllegalArgumentException("a suite begins with OCRA-1");
    }
    Matcher function = FUNCTION.matcher(parts[1]);
    if (!function.matches()) {
      throw new IllegalArgumentException(
          "a suite's function is HOTP, one of SHA1, SHA256 and SHA512, and 0 or 4 to 10 digits,"
              + " with hyphens between them");
    }
    return new OcraSuiteReader(new ArrayDeque<>(Arrays.asList(parts[2].split("-", -1))))
        .read(OcraHash.valueOf(function.group(1)), Integer.parseInt(function.group(2)));
  }

  private OcraSuite read(OcraHash hash, int digits) {
    boolean usesCounter = next(COUNTER).isPresent();
    MatchResult question =
        next(QUESTION)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a suite's inputs begin with an optional C, then Q, one of A, N and H, and"
                            + " a length of two digits"));
    Optional<OcraHash> pinHash = next(PIN).map(pin -> OcraHash.valueOf(pin.group(1)));
    Optional<Integer> sessionLength = next(SESSION).map(s -> Integer.valueOf(s.group(1)));
    Optional<Duration> timeStep = next(TIME).map(OcraSuiteReader::timeStep);
    if (!inputs.isEmpty()) {
      throw new IllegalArgumentException(
          "after its question a suite has at most P with SHA1, SHA256 or SHA512, S with three"
              + " digits, and T with a time step, once each and in this order");
    }
    return new OcraSuite(
        hash,
        digits,
        usesCounter,
        QuestionFormat.ofLetter(question.group(1)),
        Integer.parseInt(question.group(2)),
        pinHash,
        sessionLength.map(OptionalInt::of).orElse(OptionalInt.empty()),
        timeStep);
  }

  /** The next input, taken only where it is of the given kind. */
  private Optional<MatchResult> next(Pattern kind) {
    String head = inputs.peekFirst();
    if (head == null) {
      return Optional.empty();
    }
    Matcher matcher = kind.matcher(head);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    inputs.removeFirst();
    return Optional.of(matcher);
  }

  private static Duration timeStep(MatchResult time) {
    int number = Integer.parseInt(time.group(1));
    boolean inHours = time.group(2).equals("H");
    if (number > (inHours ? 48 : 59)) {
      // 60S would be the same duration as 1M, but not the same suite.
      throw new IllegalArgumentException(
          "a time step has 1 to 59 seconds (S) or minutes (M), or 1 to 48 hours (H)");
    }
    if (inHours) {
      return Duration.ofHours(number);
    }
    return time.group(2).equals("M") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }
}
