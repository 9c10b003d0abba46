package dev.assent.connectors.mssp;

import dev.assent.schemas.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A request to a mobile signature service, of any wire form (ETSI TS 102 204 section 8). */
sealed interface MobileServiceRequest {
  /** Who asks, in which transaction. */
  Header header();

  /**
   * What every request carries ({@code AP_Info}, {@code MSSP_Info}). The service takes each triplet
   * of provider, transaction and instant once.
   *
   * @param applicationProvider {@code AP_ID}, a URI
   * @param password {@code AP_PWD}
   * @param transactionId {@code AP_TransID}, an NCName
   * @param instant when it is sent
   * @param service {@code MSSP_ID}, a URI
   */
  record Header(
      String applicationProvider,
      Secret password,
      String transactionId,
      Instant instant,
      Optional<String> service) {}

  /**
   * Asks the user to sign ({@code MSS_SignatureReq}), answered at once and polled for later.
   *
   * @param timeout how long the user may take; whole seconds
   * @param profile the signature profile, a URI
   * @param language of the phone's own words ({@code UserLang}): EN, say
   */
  record Signature(
      Header header,
      Secret msisdn,
      Duration timeout,
      String profile,
      Content content,
      String language)
      implements MobileServiceRequest {}

  /** What is to be signed. */
  record Content(String mimeType, String data) {}

  /** Asks how a transaction stands ({@code MSS_StatusReq}). */
  record StatusQuery(Header header, String serviceTransactionId) implements MobileServiceRequest {}

  /** Shows the user a last message about a transaction ({@code MSS_ReceiptReq}). */
  record Receipt(Header header, Secret msisdn, String serviceTransactionId, String message)
      implements MobileServiceRequest {}

  /** Asks which signature profiles the user has ({@code MSS_ProfileReq}). */
  record ProfileQuery(Header header, Secret msisdn) implements MobileServiceRequest {}
}
