package dev.assent.schemas.ocra;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a question is written in (RFC 6287 section 6.3, table 2). */
public enum QuestionFormat {
  /** Letters of either case and digits; the questions that Assent derives keep to 32 of them. */
  ALPHANUMERIC('A', OcraQuestion.ALPHABET.length(), "[0-9A-Za-z]+"),
  /** Decimal digits. */
  NUMERIC('N', 10, "[0-9]+"),
  /** Hexadecimal digits of either case. */
  HEXADECIMAL('H', 16, "[0-9A-Fa-f]+");

  private final char letter;
  private final int characters;
  private final Pattern pattern;

  QuestionFormat(char letter, int characters, String pattern) {
    this.letter = letter;
    this.characters = characters;
    this.pattern = Pattern.compile(pattern);
  }

  /** The format's letter in a suite. */
  char letter() {
    return letter;
  }

  static QuestionFormat ofLetter(String letter) {
    return switch (letter) {
      case "A" -> ALPHANUMERIC;
      case "N" -> NUMERIC;
      case "H" -> HEXADECIMAL;
      default -> throw new IllegalArgumentException("a question's format is A, N or H");
    };
  }

  /** How many questions of a length Assent can ask. */
  BigInteger questions(int length) {
    return BigInteger.valueOf(characters).pow(length);
  }

  boolean matches(String question) {
    return pattern.matcher(question).matches();
  }

  /**
   * The question as the hexadecimal digits that begin the data input's 128 bytes (RFC 6287 appendix
   * A and its main program in appendix B): a number without its leading zeros, and so possibly an
   * odd count of digits.
   */
  String hexadecimal(String question) {
    return switch (this) {
      case ALPHANUMERIC -> HexFormat.of().formatHex(question.getBytes(StandardCharsets.US_ASCII));
      case NUMERIC -> new BigInteger(question).toString(16);
      case HEXADECIMAL -> question;
    };
  }
}
