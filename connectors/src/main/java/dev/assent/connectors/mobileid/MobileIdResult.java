package dev.assent.connectors.mobileid;

import java.util.Arrays;
import java.util.Optional;

/** How a session ended, as Mobile-ID names it ({@code result} of a session that is complete). */
enum MobileIdResult {
  OK(Meaning.SIGNED),
  USER_CANCELLED(Meaning.DECLINED),
  TIMEOUT(Meaning.REFUSED),
  EXPIRED_TRANSACTION(Meaning.REFUSED),
  NOT_MID_CLIENT(Meaning.REFUSED),
  SIGNATURE_HASH_MISMATCH(Meaning.REFUSED),
  PHONE_ABSENT(Meaning.REFUSED),
  DELIVERY_ERROR(Meaning.REFUSED),
  SIM_ERROR(Meaning.REFUSED);

  /** What it is to us. */
  enum Meaning {
    /** The user consented, if the signature verifies. */
    SIGNED,
    /** The user refused. */
    DECLINED,
    /** Nothing comes of it any more. */
    REFUSED
  }

  private final Meaning meaning;

  MobileIdResult(Meaning meaning) {
    this.meaning = meaning;
  }

  /** What a word means; one that is not known is no consent. */
  static Meaning meaning(String word) {
    return named(word).map(result -> result.meaning).orElse(Meaning.REFUSED);
  }

  private static Optional<MobileIdResult> named(String word) {
    return Arrays.stream(values()).filter(result -> result.name().equals(word)).findFirst();
  }
}
