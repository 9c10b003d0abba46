package dev.assent.standalone.simulator.rest;

import java.util.Arrays;

/**
 * How a simulated provider misbehaves: chosen by {@code 0000} and its number within the user's
 * phone number, document number or name, as in {@code +37200009004}. The numbers are ours.
 */
public enum Misbehaviour {
  /** Not at all. */
  NONE(0),
  /** The user has an RSA key. */
  RSA_KEY(9001),
  /** Every answer comes late. */
  SLOW(9002),
  /** The user never answers. */
  NEVER_ANSWERED(9003),
  /** The transaction is begun, and its answer lost. */
  ANSWER_LOST(9004),
  /** Another's key signs, with that one's certificate. */
  WRONG_SIGNER(9005),
  /** Something else is signed. */
  WRONG_CONTENT(9006),
  /** The status is no JSON. */
  GARBAGE(9007),
  /** The certificate has ended. */
  EXPIRED_CERTIFICATE(9008),
  /** The certificate is revoked. */
  REVOKED_CERTIFICATE(9009),
  /** The transaction ends with a word that nobody knows. */
  UNKNOWN_CODE(9010),
  /** Every call is answered with 500. */
  SERVER_FAILURE(9011),
  /** The transaction ends well, and without a signature. */
  NO_PROOF(9012),
  /** The transaction is begun, and not known afterwards. */
  FORGOTTEN(9013);

  private final int number;

  Misbehaviour(int number) {
    this.number = number;
  }

  /** What is chosen by the user's name at the provider. */
  public static Misbehaviour of(String user) {
    return Arrays.stream(values())
        .filter(one -> one != NONE && user.contains("0000" + one.number))
        .findFirst()
        .orElse(NONE);
  }

  /** What stands in a user's name to choose it: 8 digits. */
  public String digits() {
    return "%08d".formatted(number);
  }
}
