package dev.assent.connectors.mobileid;

import dev.assent.schemas.model.ProviderRefusal;
import java.util.Arrays;
import java.util.Optional;

/** How a session ended, as Mobile-ID names it ({@code result} of a session that is complete). */
enum MobileIdResult {
  OK(Meaning.SIGNED),
  USER_CANCELLED(Meaning.DECLINED),
  TIMEOUT(ProviderRefusal.EXPIRED),
  EXPIRED_TRANSACTION(ProviderRefusal.EXPIRED),
  NOT_MID_CLIENT(ProviderRefusal.NOT_ENROLLED),
  SIGNATURE_HASH_MISMATCH(ProviderRefusal.BLOCKED),
  PHONE_ABSENT(ProviderRefusal.UNREACHABLE),
  DELIVERY_ERROR(ProviderRefusal.UNREACHABLE),
  SIM_ERROR(ProviderRefusal.BLOCKED);

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

  MobileIdResult(Meaning meaning) {
    this.meaning = meaning;
    this.refusal = ProviderRefusal.OTHER;
  }

  MobileIdResult(ProviderRefusal refusal) {
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

  private static Optional<MobileIdResult> named(String word) {
    return Arrays.stream(values()).filter(result -> result.name().equals(word)).findFirst();
  }
}
