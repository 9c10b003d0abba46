package dev.assent.ingress.dialect.plumery;

import dev.assent.schemas.model.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * What a user reads of a request that came to nothing. It says what the user can make of it, and
 * never which part of a proof was wrong.
 */
final class UserText {
  private static final String TEXTS = "dev.assent.ingress.dialect.plumery.texts";

  /** Never the language of the machine: an answer is the same wherever it is given. */
  private static final Control NO_FALLBACK =
      Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

  private UserText() {}

  /**
   * The text for the user.
   *
   * @param language BCP 47 tag of the user's language; English where there is none or no text in it
   */
  static String of(Reason reason, Optional<String> language) {
    Locale locale = language.map(Locale::forLanguageTag).orElse(Locale.ROOT);
    return ResourceBundle.getBundle(TEXTS, locale, UserText.class.getClassLoader(), NO_FALLBACK)
        .getString(name(reason));
  }

  private static String name(Reason reason) {
    return switch (reason) {
      case DEADLINE_PASSED, EXPIRED_AT_PROVIDER -> "expired";
      case DECLINED_BY_USER, DATA_INCORRECT, DISOWNED_BY_USER -> "declined";
      case SUPERSEDED, CANCELLED_BY_RELYING_PARTY -> "withdrawn";
      case MALFORMED_RECORD,
          NOT_DELIVERED,
          TOO_SOON,
          INVALID_REQUEST,
          TENANT_UNKNOWN,
          IDEMPOTENCY_CONFLICT,
          OPERATION_EXISTS,
          ABANDONED,
          OPERATION_UNKNOWN,
          CHALLENGE_UNKNOWN,
          CHALLENGE_NOT_HELD,
          OPERATION_CLOSED,
          USER_LOCKED,
          NO_ELIGIBLE_CREDENTIAL,
          COOLING_DOWN,
          TOO_MANY_PENDING,
          QUOTA_EXCEEDED,
          DEVICE_EXISTS,
          TOO_MANY_DEVICES,
          DEVICE_UNKNOWN,
          POLICY_VIOLATED,
          CREDENTIAL_EXISTS,
          CREDENTIAL_UNKNOWN,
          VERSION_CONFLICT,
          PROOF_INVALID,
          TOO_MANY_FAILED_PROOFS,
          NOT_ENROLLED_AT_PROVIDER,
          BLOCKED_AT_PROVIDER,
          BUSY_AT_PROVIDER,
          UNREACHABLE_AT_PROVIDER,
          PROVIDER_REFUSED,
          PROOF_VERIFIED ->
          "failed";
    };
  }
}
