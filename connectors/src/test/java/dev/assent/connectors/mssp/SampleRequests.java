package dev.assent.connectors.mssp;

import dev.assent.connectors.mssp.MobileServiceRequest.Content;
import dev.assent.connectors.mssp.MobileServiceRequest.Header;
import dev.assent.connectors.mssp.MobileServiceRequest.ProfileQuery;
import dev.assent.connectors.mssp.MobileServiceRequest.Receipt;
import dev.assent.connectors.mssp.MobileServiceRequest.Signature;
import dev.assent.connectors.mssp.MobileServiceRequest.StatusQuery;
import dev.assent.schemas.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests with the values of the contract's sample (vendor-apis.md section 7). */
final class SampleRequests {
  private static final Secret NUMBER = new Secret("41790000000");
  private static final Header HEADER =
      new Header(
          "..",
          new Secret("not-needed"),
          "..",
          Instant.parse("2026-01-01T11:00:00Z"),
          Optional.of("http://mid.swisscom.ch/"));

  private SampleRequests() {}

  static Signature signature() {
    return signature("Bank ACME: ...");
  }

  static Signature signature(String text) {
    return new Signature(
        HEADER,
        NUMBER,
        Duration.ofSeconds(80),
        "http://mid.swisscom.ch/Any-LoA4",
        new Content("text/plain", text),
        "EN");
  }

  static StatusQuery status() {
    return new StatusQuery(HEADER, "h44okl");
  }

  static Receipt receipt() {
    return new Receipt(HEADER, NUMBER, "h44okl", "Thank you");
  }

  static ProfileQuery profile() {
    return new ProfileQuery(HEADER, NUMBER);
  }

  static List<MobileServiceRequest> all() {
    return List.of(signature(), status(), receipt(), profile());
  }
}
