package dev.assent.standalone.cluster;

import dev.assent.standalone.simulator.mobileid.MobileIdSimulator;
import dev.assent.standalone.simulator.smartid.SmartIdSimulator;
import java.net.URI;
import java.util.Map;

/** The simulated providers of a local Assent, each with the connector that reaches it. */
public enum SimulatedProvider {
  /** A mobile signature service over SOAP, whose phones show a text. */
  MOBILE_SERVICE("mobile-service", "etsi-soap", "mssp", Ports.Use.MOBILE_SERVICE, ""),
  /** The same service over JSON, with an app that shows a transaction approval. */
  MOBILE_SERVICE_REST("mobile-service-rest", "etsi-rest", "mssp", Ports.Use.MOBILE_SERVICE, ""),
  /** Mobile-ID of SK ID Solutions. */
  MOBILE_ID("mobile-id", "mobile-id", "mssp", Ports.Use.MOBILE_ID, "/mid-api"),
  /** Smart-ID of SK ID Solutions. */
  SMART_ID("smart-id", "smart-id", "mssp", Ports.Use.SMART_ID, "/smart-id-rp/v3"),
  /** A bank's adapter of its identity provider. */
  BANK_IDP("bank-idp", "idp", "idp", Ports.Use.BANK_IDP, "");

  private final String connector;
  private final String kind;
  private final String channel;
  private final Ports.Use port;
  private final String path;

  SimulatedProvider(String connector, String kind, String channel, Ports.Use port, String path) {
    this.connector = connector;
    this.kind = kind;
    this.channel = channel;
    this.port = port;
    this.path = path;
  }

  /** The name of its connector. */
  public String connector() {
    return connector;
  }

  /** What a user's mobile signature has as {@code msspIdentifier} to be asked there. */
  public String msspIdentifier() {
    return "http://" + connector + ".example/";
  }

  /** Whether it is a provider of mobile signatures. */
  boolean signsOnPhones() {
    return channel.equals("mssp");
  }

  String kind() {
    return kind;
  }

  String channel() {
    return channel;
  }

  URI url(Ports ports) {
    return URI.create(Addresses.http(ports, port) + path);
  }

  /** The settings of its connector that others of another kind do not have, by short names. */
  Map<String, String> particulars() {
    return switch (this) {
      case MOBILE_SERVICE -> mobileService("http://mid.swisscom.ch/Any-LoA4", "text");
      case MOBILE_SERVICE_REST ->
          mobileService("http://mid.swisscom.ch/Device-LoA4", "transaction-approval");
      case MOBILE_ID ->
          Map.of("relying.party.name", MobileIdSimulator.RELYING_PARTY_NAME, "poll.after", "PT1S");
      case SMART_ID ->
          Map.of(
              "relying.party.name", SmartIdSimulator.RELYING_PARTY_NAME,
              "scheme", "smart-id-demo",
              "poll.after", "PT1S");
      case BANK_IDP -> Map.of("poll.after", "PT1S");
    };
  }

  private static Map<String, String> mobileService(String profile, String content) {
    return Map.of(
        "ap.id", "http://assent.example/",
        "signature.profile", profile,
        "content", content,
        "poll.first", "PT2S",
        "poll.interval", "PT1S");
  }
}
