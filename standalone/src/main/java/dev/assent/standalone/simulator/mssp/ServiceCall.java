package dev.assent.standalone.simulator.mssp;

import java.util.Map;
import java.util.Optional;

/**
 * One call of the service, of either wire form.
 *
 * @param values by their names in TS 102 204: {@code AP_ID}, {@code MSISDN}, {@code Data} and so on
 */
record ServiceCall(Method method, Map<String, String> values) {
  ServiceCall {
    values = Map.copyOf(values);
  }

  /** What is called. */
  enum Method {
    SIGNATURE("MSS_Signature", "MSS_Signature", "MSS_SignaturePort", "sign"),
    STATUS("MSS_Status", "MSS_StatusQuery", "MSS_StatusQueryPort", "status"),
    RECEIPT("MSS_Receipt", "MSS_Receipt", "MSS_ReceiptPort", "receipt"),
    PROFILE("MSS_Profile", "MSS_ProfileQuery", "MSS_ProfilePort", "profile");

    private final String message;
    private final String operation;
    private final String port;
    private final String resource;

    Method(String message, String operation, String port, String resource) {
      this.message = message;
      this.operation = operation;
      this.port = port;
      this.resource = resource;
    }

    /** What the names of its request and response begin with. */
    String message() {
      return message;
    }

    /** The name of the SOAP operation. */
    String operation() {
      return operation;
    }

    /** The last part of its SOAP address. */
    String port() {
      return port;
    }

    /** The last part of its REST address. */
    String resource() {
      return resource;
    }
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
  }

  /** The value, or nothing as text. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** The calling number without a plus sign. */
  String number() {
    return text("MSISDN").replace("+", "");
  }
}
