package dev.assent.standalone.simulator.mssp;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a calling number does. Faults and {@link #ELLIPTIC_CURVE} and {@link #RSA} are Swisscom's
 * numbers (vendor-apis.md section 11); the others are ours.
 */
enum Behaviour {
  /** Signs with an elliptic curve key: {@code 41700092501}, and any number that is no other. */
  ELLIPTIC_CURVE("41700092501"),
  /** Signs with an RSA key. */
  RSA("41700092502"),
  /** The fault, or the status, of the last three digits: {@code 41000092NNN}. */
  CODE(""),
  /** The answer to the signature request takes its time, and the phone signs. */
  SLOW("41700093001"),
  /** No answer to the signature request, and the phone is not asked. */
  TIME_OUT("41700093002"),
  /** The phone is asked, and the connection ends before the answer. */
  ANSWER_LOST("41700093003"),
  /** The signature is in the first answer, and in each that follows. */
  DUPLICATE("41700093004"),
  /** Another user's key signs. */
  WRONG_SIGNER("41700093005"),
  /** Another text is signed. */
  WRONG_CONTENT("41700093006"),
  /** The signer's certificate has expired. */
  EXPIRED_CERTIFICATE("41700093007"),
  /** The signer's certificate is revoked. */
  REVOKED_CERTIFICATE("41700093008"),
  /** Status queries are answered with bytes that are no answer. */
  GARBAGE("41700093009"),
  /** The signature is no CMS. */
  GARBAGE_SIGNATURE("41700093010"),
  /** The CMS has a wrong signature value. */
  BROKEN_SIGNATURE("41700093011"),
  /** Signed, it says, without a signature. */
  NO_SIGNATURE("41700093012"),
  /** A status that nobody knows, with a good signature. */
  UNKNOWN_CODE("41700093013"),
  /** The answers are about another transaction. */
  WRONG_TRANSACTION("41700093014"),
  /** Nobody takes the phone: only the simulator's own HTTP makes it sign. */
  BY_HAND("41700093020");

  private static final String CODES = "41000092";
  private static final int DIGITS = 11;
  private static final Map<String, Behaviour> BY_NUMBER =
      Arrays.stream(values())
          .filter(behaviour -> !behaviour.number.isEmpty())
          .collect(Collectors.toMap(Behaviour::number, Function.identity()));

  private final String number;

  Behaviour(String number) {
    this.number = number;
  }

  /** The calling number that does this. */
  String number() {
    return number;
  }

  static Behaviour of(String number) {
    return isCode(number) ? CODE : BY_NUMBER.getOrDefault(number, ELLIPTIC_CURVE);
  }

  /** The code of such a number. */
  static String code(String number) {
    return number.substring(CODES.length());
  }

  private static boolean isCode(String number) {
    return number.startsWith(CODES) && number.length() == DIGITS;
  }
}
