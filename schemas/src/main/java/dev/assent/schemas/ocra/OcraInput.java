package dev.assent.schemas.ocra;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a response is computed over, besides the suite (RFC 6287 section 5.1).
 *
 * @param counter the counter (C), read as an unsigned number of 64 bits
 * @param question the question (Q): 1 to twice the suite's length of the format's characters, so
 *     that the two questions of a mutual response fit
 * @param pinHash the PIN's hash (P)
 * @param session session information (S): text that is 1 to the suite's length of bytes in UTF-8
 * @param timeStep number of time steps since the epoch (T)
 */
public record OcraInput(
    OptionalLong counter,
    String question,
    Optional<OcraPinHash> pinHash,
    Optional<String> session,
    OptionalLong timeStep) {
  private static final int QUESTION_BYTES = 128;

  /**
   * The data input: suite, a zero byte, and the suite's inputs in the order C, Q, P, S, T. The
   * question is padded with zeros on the right, session information on the left (appendix A).
   *
   * @throws IllegalArgumentException where an input is missing, is not the suite's, or does not fit
   */
  byte[] encode(OcraSuite suite) {
    requirePresent(suite.usesCounter(), counter.isPresent(), "a counter");
    requirePresent(suite.pinHash().isPresent(), pinHash.isPresent(), "a PIN hash");
    requirePresent(suite.sessionLength().isPresent(), session.isPresent(), "session information");
    requirePresent(suite.timeStep().isPresent(), timeStep.isPresent(), "a time step");
    requireQuestion(suite, question, 1, 2 * suite.questionLength());

    byte[] text = suite.text().getBytes(StandardCharsets.US_ASCII);
    byte[] pin = pinHash.map(hash -> pinBytes(suite, hash)).orElseGet(() -> new byte[0]);
    byte[] sessionBytes =
        session.map(information -> sessionBytes(suite, information)).orElseGet(() -> new byte[0]);
    ByteBuffer data =
        ByteBuffer.allocate(
            text.length
                + 1
                + (counter.isPresent() ? Long.BYTES : 0)
                + QUESTION_BYTES
                + pin.length
                + sessionBytes.length
                + (timeStep.isPresent() ? Long.BYTES : 0));
    data.put(text).put((byte) 0);
    counter.ifPresent(data::putLong);
    data.put(questionBytes(suite)).put(pin).put(sessionBytes);
    timeStep.ifPresent(data::putLong);
    return data.array();
  }

  static void requireQuestion(OcraSuite suite, String question, int least, int most) {
    if (question.length() < least
        || question.length() > most
        || !suite.questionFormat().matches(question)) {
      throw new IllegalArgumentException("the question is not of the suite's format and length");
    }
  }

  private byte[] questionBytes(OcraSuite suite) {
    String digits = suite.questionFormat().hexadecimal(question);
    return HexFormat.of().parseHex(digits + "0".repeat(2 * QUESTION_BYTES - digits.length()));
  }

  private static byte[] pinBytes(OcraSuite suite, OcraPinHash hash) {
    if (suite.pinHash().filter(expected -> expected == hash.hash()).isEmpty()) {
      throw new IllegalArgumentException("the PIN hash is of another kind than the suite's");
    }
    return hash.value();
  }

  private static byte[] sessionBytes(OcraSuite suite, String information) {
    byte[] bytes = information.getBytes(StandardCharsets.UTF_8);
    int length = suite.sessionLength().orElseThrow();
    if (bytes.length == 0 || bytes.length > length) {
      throw new IllegalArgumentException("the session information does not fit the suite's length");
    }
    return ByteBuffer.allocate(length).position(length - bytes.length).put(bytes).array();
  }

  private static void requirePresent(boolean needed, boolean present, String input) {
    if (needed != present) {
      throw new IllegalArgumentException(
          needed ? "the suite needs " + input : "the suite does not take " + input);
    }
  }
}
