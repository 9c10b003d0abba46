package dev.assent.connectors.mssp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** How requests and answers look on the line. */
interface MobileServiceWire {
  /** What selects the language of the phone's own words (FiCom). */
  String USER_LANGUAGE_SERVICE = "http://mss.ficom.fi/TS102204/v1.0.0#userLang";

  /** Where requests of this kind go, after the provider's URL. */
  String path(MobileServiceRequest request);

  /** The headers of a request. */
  Map<String, String> headers();

  /** The body of a request. */
  byte[] write(MobileServiceRequest request);

  /**
   * Reads an answer, of any HTTP status.
   *
   * @return nothing where it is no answer to this request, nor a fault
   */
  Optional<MobileServiceReply> read(MobileServiceRequest request, byte[] body);

  /** A time in the form of XML Schema. */
  static String text(Instant instant) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX")
        .format(instant.atOffset(ZoneOffset.UTC));
  }
}
