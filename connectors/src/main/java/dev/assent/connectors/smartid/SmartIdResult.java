package dev.assent.connectors.smartid;

import java.util.Arrays;
import java.util.Optional;

/** How a session ended, as Smart-ID names it ({@code result.endResult}). */
enum SmartIdResult {
  OK(Meaning.SIGNED),
  USER_REFUSED(Meaning.DECLINED),
  USER_REFUSED_INTERACTION(Meaning.DECLINED),
  USER_REFUSED_CERT_CHOICE(Meaning.DECLINED),
  USER_REFUSED_DISPLAYTEXTANDPIN(Meaning.DECLINED),
  USER_REFUSED_VC_CHOICE(Meaning.DECLINED),
  USER_REFUSED_CONFIRMATIONMESSAGE(Meaning.DECLINED),
  USER_REFUSED_CONFIRMATIONMESSAGE_WITH_VC_CHOICE(Meaning.DECLINED),
  WRONG_VC(Meaning.DECLINED),
  TIMEOUT(Meaning.REFUSED),
  DOCUMENT_UNUSABLE(Meaning.REFUSED),
  ACCOUNT_UNUSABLE(Meaning.REFUSED),
  REQUIRED_INTERACTION_NOT_SUPPORTED_BY_APP(Meaning.REFUSED),
  PROTOCOL_FAILURE(Meaning.REFUSED),
  EXPECTED_LINKED_SESSION(Meaning.REFUSED),
  SERVER_ERROR(Meaning.REFUSED);

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

  SmartIdResult(Meaning meaning) {
    this.meaning = meaning;
  }

  /** What a word means; one that is not known is no consent. */
  static Meaning meaning(String word) {
    return named(word).map(result -> result.meaning).orElse(Meaning.REFUSED);
  }

  private static Optional<SmartIdResult> named(String word) {
    return Arrays.stream(values()).filter(result -> result.name().equals(word)).findFirst();
  }
}
