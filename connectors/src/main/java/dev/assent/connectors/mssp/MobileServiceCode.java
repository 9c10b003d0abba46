package dev.assent.connectors.mssp;

import dev.assent.schemas.model.ProviderRefusal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The status codes and the sub-codes of faults, and what each means for us: the one table. Source:
 * ETSI TS 102 204 section 10 by vendor-apis.md sections 6.2, 7 and 12; 505 is FiCom's, 450
 * Swisscom's, the 7xx are of TS 102 207 (roaming). A code that is not here means a refusal.
 */
public enum MobileServiceCode {
  /** The request was taken over. */
  REQUEST_OK(100, Meaning.ACCEPTED),
  /** A parameter is wrong; of a status query: there is no such transaction (FiCom). */
  WRONG_PARAM(101, Meaning.NOT_FOUND),
  /** A parameter is missing. */
  MISSING_PARAM(102, ProviderRefusal.CONFIG_ERROR),
  /** What is to be signed is too long. */
  WRONG_DATA_LENGTH(103, ProviderRefusal.CONFIG_ERROR),
  /** We may not do this. */
  UNAUTHORIZED_ACCESS(104, ProviderRefusal.CONFIG_ERROR),
  /** Nobody with this number has a mobile signature. */
  UNKNOWN_CLIENT(105, ProviderRefusal.NOT_ENROLLED),
  /** A handshake was expected. */
  HANDSHAKE_REQUIRED(106, ProviderRefusal.CONFIG_ERROR),
  /** What is to be signed cannot be shown, or has not the agreed prefix. */
  INAPPROPRIATE_DATA(107, ProviderRefusal.CONFIG_ERROR),
  /** Versions do not fit. */
  INCOMPATIBLE_INTERFACE(108, ProviderRefusal.CONFIG_ERROR),
  /** The user's method does not do this signature profile. */
  UNSUPPORTED_PROFILE(109, ProviderRefusal.CONFIG_ERROR),
  /** The user did not answer in time. */
  EXPIRED_TRANSACTION(208, ProviderRefusal.EXPIRED),
  /** The phone cannot be reached. */
  OTA_ERROR(209, ProviderRefusal.UNREACHABLE),
  /** The phone asks the user. */
  USER_SIGN(400, Meaning.PENDING),
  /** The user refused. */
  USER_CANCEL(401, Meaning.DECLINED),
  /** Too many wrong PINs. */
  PIN_NR_BLOCKED(402, ProviderRefusal.BLOCKED),
  /** The card is blocked. */
  CARD_BLOCKED(403, ProviderRefusal.BLOCKED),
  /** No key for this. */
  NO_KEY_FOUND(404, ProviderRefusal.NOT_ENROLLED),
  /** No URL, by others no revocation list, found. */
  NO_URL_FOUND(405, ProviderRefusal.OTHER),
  /** An error on the phone; Swisscom: another signature is under way. */
  PB_SIGNATURE_PROCESS(406, ProviderRefusal.BUSY),
  /** Answers a registration, which we never ask for. */
  REGISTRATION_NOK(407, ProviderRefusal.OTHER),
  /** Answers a registration, which we never ask for. */
  REGISTRATION_OK(408, ProviderRefusal.OTHER),
  /** The user has no certificate. */
  NO_CERT_FOUND(422, ProviderRefusal.NOT_ENROLLED),
  /** The revocation list could not be used. */
  CRL_PB(423, ProviderRefusal.OTHER),
  /** The revocation list has ended. */
  CRL_EXPIRED(424, ProviderRefusal.OTHER),
  /** The certificate is not usable. */
  ERROR_CERTIFICATE(425, ProviderRefusal.INVALID_PROOF),
  /** The phone is where the policy does not allow it. */
  GEOFENCING_POLICY_VIOLATION(450, ProviderRefusal.OTHER),
  /** Signed, and not validated by the provider. */
  SIGNATURE(500, Meaning.SIGNED),
  /** The signer's certificate is revoked; a status with HTTP 200. */
  REVOKED_CERTIFICATE(501, ProviderRefusal.INVALID_PROOF),
  /** Signed, and validated by the provider; we validate all the same. */
  VALID_SIGNATURE(502, Meaning.SIGNED),
  /** The signature is wrong; a status with HTTP 200. */
  INVALID_SIGNATURE(503, ProviderRefusal.INVALID_PROOF),
  /** The user has not answered yet. */
  OUTSTANDING_TRANSACTION(504, Meaning.PENDING),
  /** The signature breaks a constraint, a test certificate's say. */
  CONSTRAINT_MISMATCH(505, ProviderRefusal.INVALID_PROOF),
  /** Answers a registration or notification, which we never ask for. */
  RET_OK_PUSH(600, ProviderRefusal.OTHER),
  /** Answers a registration or notification, which we never ask for. */
  RET_NOK_PUSH(601, ProviderRefusal.OTHER),
  /** Answers a registration or notification, which we never ask for. */
  RET_OK_NO_PUSH(602, ProviderRefusal.OTHER),
  /** Answers a registration or notification, which we never ask for. */
  RET_NOK_NO_PUSH(603, ProviderRefusal.OTHER),
  /** Roaming between providers failed. */
  ROAMING_701(701, Meaning.TRANSIENT),
  /** Roaming between providers failed. */
  ROAMING_702(702, Meaning.TRANSIENT),
  /** Roaming between providers failed. */
  ROAMING_703(703, Meaning.TRANSIENT),
  /** Roaming between providers failed. */
  ROAMING_710(710, Meaning.TRANSIENT),
  /** Roaming between providers took longer than our time-out. */
  ROAMING_720(720, Meaning.TRANSIENT),
  /** Roaming between providers failed. */
  ROAMING_750(750, Meaning.TRANSIENT),
  /** Roaming between providers failed. */
  ROAMING_760(760, Meaning.TRANSIENT),
  /** Roaming between providers failed. */
  ROAMING_770(770, Meaning.TRANSIENT),
  /** Roaming between providers failed. */
  ROAMING_780(780, Meaning.TRANSIENT),
  /** The provider failed. */
  INTERNAL_ERROR(900, Meaning.TRANSIENT);

  /** What a code means, whatever was asked. */
  public enum Meaning {
    /** The transaction has begun. */
    ACCEPTED,
    /** The user has not answered yet. */
    PENDING,
    /** There is a signature, which somebody else verifies. */
    SIGNED,
    /** The user refused. */
    DECLINED,
    /** For a status query, there is no such transaction; else a refusal. */
    NOT_FOUND,
    /**
     * Asking for the status again may succeed. A signature request is not repeated even so: nobody
     * says that the phone did not ring.
     */
    TRANSIENT,
    /** The transaction will not succeed. */
    REFUSED
  }

  private static final Map<Integer, MobileServiceCode> BY_NUMBER =
      Arrays.stream(values())
          .collect(Collectors.toMap(MobileServiceCode::number, Function.identity()));

  private final int number;
  private final Meaning meaning;
  private final ProviderRefusal refusal;

  MobileServiceCode(int number, Meaning meaning) {
    this(
        number,
        meaning,
        switch (meaning) {
          case NOT_FOUND -> ProviderRefusal.CONFIG_ERROR;
          case TRANSIENT -> ProviderRefusal.TRANSIENT;
          case ACCEPTED, PENDING, SIGNED, DECLINED, REFUSED -> ProviderRefusal.OTHER;
        });
  }

  MobileServiceCode(int number, ProviderRefusal refusal) {
    this(number, Meaning.REFUSED, refusal);
  }

  MobileServiceCode(int number, Meaning meaning, ProviderRefusal refusal) {
    this.number = number;
    this.meaning = meaning;
    this.refusal = refusal;
  }

  /** The code. */
  public int number() {
    return number;
  }

  /** What it means. */
  public Meaning meaning() {
    return meaning;
  }

  /** What it means where it is a refusal: of a signature request, or as a fault. */
  public ProviderRefusal refusal() {
    return refusal;
  }

  /** The code of a text: digits, as in a status, or with {@code _} before them, as in a fault. */
  static Optional<MobileServiceCode> of(String text) {
    String digits = text.startsWith("_") ? text.substring(1) : text;
    return digits.length() == 3 && digits.chars().allMatch(one -> one >= '0' && one <= '9')
        ? Optional.ofNullable(BY_NUMBER.get(Integer.parseInt(digits)))
        : Optional.empty();
  }
}
