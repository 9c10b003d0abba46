package dev.assent.schemas.ocra;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An OCRA suite (RFC 6287 section 6): which function over which inputs. Each suite has one text
 * only, because the text is part of what the response is computed over.
 *
 * <p>The suite is a fact of the authenticator's record, never of a request (OC-1). The constructor
 * and {@link #parse} take every suite of the RFC; {@link #requireAllowed} says which of them a
 * credential may have.
 *
 * @param hash the hash under the HMAC, and so the least length of the key
 * @param digits decimal digits of a response, 4 to 10, or 0 for the whole HMAC
 * @param usesCounter whether there is a counter (C)
 * @param questionFormat what questions are written in
 * @param questionLength characters of a question, 4 to 64
 * @param pinHash the hash of the PIN (P), where there is one
 * @param sessionLength bytes of session information (S), 1 to 999, where there is any
 * @param timeStep the length of a time step (T), where there is one: 1 to 59 seconds or minutes, or
 *     1 to 48 hours (erratum 3729: not 0)
 */
public record OcraSuite(
    OcraHash hash,
    int digits,
    boolean usesCounter,
    QuestionFormat questionFormat,
    int questionLength,
    Optional<OcraHash> pinHash,
    OptionalInt sessionLength,
    Optional<Duration> timeStep) {
  /** Fewest digits of a response that a credential's suite may have (OC-8). */
  public static final int LEAST_ALLOWED_DIGITS = 8;

  /** Fewest characters of a question that a credential's suite may have (OC-1, OC-3). */
  public static final int LEAST_ALLOWED_QUESTION_LENGTH = 8;

  private static final long SECONDS_OF_MINUTE = 60;
  private static final long SECONDS_OF_HOUR = 3600;

  public OcraSuite {
    require(digits == 0 || (digits >= 4 && digits <= 10), "a response has 0 or 4 to 10 digits");
    require(questionLength >= 4 && questionLength <= 64, "a question has 04 to 64 characters");
    require(
        sessionLength.isEmpty()
            || (sessionLength.getAsInt() >= 1 && sessionLength.getAsInt() <= 999),
        "session information has 001 to 999 bytes");
    require(
        timeStep.isEmpty() || isTimeStep(timeStep.get()),
        "a time step has 1 to 59 seconds (S) or minutes (M), or 1 to 48 hours (H)");
  }

  /**
   * Reads a suite's text.
   *
   * @throws IllegalArgumentException for anything but the one text of a suite, such as another
   *     case, a default left out, a leading zero, or inputs in another order; the message says what
   *     is wrong and repeats nothing of the text
   */
  public static OcraSuite parse(String text) {
    return OcraSuiteReader.read(text);
  }

  /** The suite's one text, for instance {@code OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1}. */
  public String text() {
    StringBuilder text = new StringBuilder(64);
    text.append("OCRA-1:HOTP-").append(hash).append('-').append(digits).append(':');
    if (usesCounter) {
      text.append("C-");
    }
    text.append('Q').append(questionFormat.letter()).append("%02d".formatted(questionLength));
    pinHash.ifPresent(pin -> text.append("-P").append(pin));
    sessionLength.ifPresent(length -> text.append("-S").append("%03d".formatted(length)));
    timeStep.ifPresent(step -> text.append("-T").append(timeStepText(step)));
    return text.toString();
  }

  /** Characters of a response: its digits, or the hexadecimal digits of the whole HMAC. */
  public int responseLength() {
    return digits == 0 ? 2 * hash.bytes() : digits;
  }

  /** Whether a credential may have this suite: what {@link #requireAllowed} does not refuse. */
  public boolean allowed() {
    return objection().isEmpty();
  }

  /**
   * This suite, where a credential may have it: SHA-256 or SHA-512, 8 to 10 digits, a question of
   * at least 8 characters and with at least as many values as a response has (OC-1, OC-3, OC-8).
   * Any counter, session length and time step will do, and any PIN hash: what is weak in SHA-1
   * (collisions) helps nobody against a PIN.
   *
   * @throws IllegalArgumentException otherwise; the message says what is wrong
   */
  public OcraSuite requireAllowed() {
    objection()
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException(objection);
            });
    return this;
  }

  /**
   * Whether the suite may sign: it has a counter or a time step, without which a response would be
   * good for ever (OC-5), and no session information, which a plain signature does not have (RFC
   * 6287 sections 6.3 and 7.3). This is besides {@link #allowed}.
   */
  public boolean usableForSigning() {
    return (usesCounter || timeStep.isPresent()) && sessionLength.isEmpty();
  }

  private Optional<String> objection() {
    if (hash == OcraHash.SHA1) {
      return Optional.of("the suite's hash must be SHA256 or SHA512");
    }
    if (digits < LEAST_ALLOWED_DIGITS) {
      return Optional.of("the suite's response must have 8 to 10 digits");
    }
    if (questionLength < LEAST_ALLOWED_QUESTION_LENGTH) {
      return Optional.of("the suite's question must have at least 8 characters");
    }
    if (questionFormat.questions(questionLength).compareTo(BigInteger.TEN.pow(digits)) < 0) {
      return Optional.of("the suite's question must not be shorter than its response");
    }
    return Optional.empty();
  }

  private static boolean isTimeStep(Duration step) {
    long seconds = step.toSeconds();
    boolean inSeconds = seconds >= 1 && seconds <= 59;
    boolean inMinutes =
        seconds % SECONDS_OF_MINUTE == 0
            && seconds >= SECONDS_OF_MINUTE
            && seconds <= 59 * SECONDS_OF_MINUTE;
    boolean inHours =
        seconds % SECONDS_OF_HOUR == 0
            && seconds >= SECONDS_OF_HOUR
            && seconds <= 48 * SECONDS_OF_HOUR;
    return step.equals(Duration.ofSeconds(seconds)) && (inSeconds || inMinutes || inHours);
  }

  private static String timeStepText(Duration step) {
    long seconds = step.toSeconds();
    if (seconds < SECONDS_OF_MINUTE) {
      return seconds + "S";
    }
    if (seconds < SECONDS_OF_HOUR) {
      return seconds / SECONDS_OF_MINUTE + "M";
    }
    return seconds / SECONDS_OF_HOUR + "H";
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
