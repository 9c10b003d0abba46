package dev.assent.connectors.smartid;

import dev.assent.schemas.model.ProviderRefusal;
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
  TIMEOUT(ProviderRefusal.EXPIRED),
  DOCUMENT_UNUSABLE(ProviderRefusal.BLOCKED),
  ACCOUNT_UNUSABLE(ProviderRefusal.BLOCKED),
  REQUIRED_INTERACTION_NOT_SUPPORTED_BY_APP(ProviderRefusal.OTHER),
  PROTOCOL_FAILURE(ProviderRefusal.OTHER),
  EXPECTED_LINKED_SESSION(ProviderRefusal.OTHER),
  SERVER_ERROR(ProviderRefusal.TRANSIENT);

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
  private final ProviderRefusal refusal;

  SmartIdResult(Meaning meaning) {
    this.meaning = meaning;
    this.refusal = ProviderRefusal.OTHER;
  }

  SmartIdResult(ProviderRefusal refusal) {
    this.meaning = Meaning.REFUSED;
    this.refusal = refusal;
  }

  /** What a word means; one that is not known is no consent. */
  static Meaning meaning(String word) {
    return named(word).map(result -> result.meaning).orElse(Meaning.REFUSED);
  }

  /** What a word means that is a refusal (vendor-apis.md section 12). */
  static ProviderRefusal refusal(String word) {
    return named(word).map(result -> result.refusal).orElse(ProviderRefusal.OTHER);
  }

  private static Optional<SmartIdResult> named(String word) {
    return Arrays.stream(values()).filter(result -> result.name().equals(word)).findFirst();
  }
}
