package dev.assent.standalone.simulator.mssp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;

/**
 * What tests see and do: {@code GET transactions/ID}, {@code POST transactions/ID/sign} and {@code
 * /cancel}, {@code GET prompts}, {@code GET users/MSISDN/certificate}, {@code GET root.pem}, {@code
 * GET revocations.crl} (RFC 2585), {@code POST ocsp} (RFC 6960).
 */
final class SimulatorDesk implements HttpHandler {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";
  private static final int FIRST = 2;
  private static final int LONGEST_OCSP_REQUEST = 16 * 1024;

  private final SignatureDesk desk;
  private final SimulatedPhone phone;
  private final TestAuthority authority;

  SimulatorDesk(SignatureDesk desk, SimulatedPhone phone, TestAuthority authority) {
    this.desk = desk;
    this.phone = phone;
    this.authority = authority;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> path = List.of(exchange.getRequestURI().getPath().split("/"));
      if (exchange.getRequestMethod().equals("POST")) {
        act(exchange, path);
      } else {
        show(exchange, path);
      }
    }
  }

  private void act(HttpExchange exchange, List<String> path) throws IOException {
    if (path.getLast().equals("ocsp")) {
      byte[] request = exchange.getRequestBody().readNBytes(LONGEST_OCSP_REQUEST);
      MobileServiceSimulator.send(
          exchange, 200, "application/ocsp-response", authority.ocspResponse(request));
      return;
    }
    boolean done =
        switch (path.getLast()) {
          case "sign" -> desk.answer(path.get(FIRST + 1), SimulatedTransaction.Answered.SIGNED);
          case "cancel" ->
              desk.answer(path.get(FIRST + 1), SimulatedTransaction.Answered.CANCELLED);
          default -> false;
        };
    MobileServiceSimulator.send(
        exchange, done ? 200 : 404, TEXT, done ? "done" : "nothing to answer");
  }

  private void show(HttpExchange exchange, List<String> path) throws IOException {
    switch (path.size() > FIRST ? path.get(FIRST) : "") {
      case "root.pem" -> MobileServiceSimulator.send(exchange, 200, TEXT, authority.rootPem());
      case "revocations.crl" ->
          MobileServiceSimulator.send(
              exchange, 200, "application/pkix-crl", authority.revocationList());
      case "users" -> MobileServiceSimulator.send(exchange, 200, TEXT, pem(path.get(FIRST + 1)));
      case "prompts" -> MobileServiceSimulator.send(exchange, 200, JSON, prompts());
      case "transactions" ->
          MobileServiceSimulator.send(exchange, 200, JSON, transactions(path.get(FIRST + 1)));
      default -> MobileServiceSimulator.send(exchange, 404, TEXT, "no such page");
    }
  }

  private String prompts() {
    ObjectNode prompts = JsonNodeFactory.instance.objectNode();
    desk.prompts().forEach(prompts::put);
    return prompts.toString();
  }

  private String transactions(String transactionId) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("prompts", desk.prompts().getOrDefault(transactionId, 0));
    ArrayNode all = shown.putArray("transactions");
    for (SignatureDesk.Standing one : desk.standing(List.of(transactionId))) {
      ObjectNode entry = all.addObject();
      entry.put("id", one.serviceId()).put("state", one.state()).put("shown", one.shown());
      one.receipt().ifPresent(text -> entry.put("receipt", text));
    }
    return shown.toString();
  }

  private String pem(String msisdn) {
    try {
      byte[] certificate = phone.key(msisdn.replace("+", "")).certificate().getEncoded();
      return "-----BEGIN CERTIFICATE-----\n"
          + base64(certificate)
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException failure) {
      throw new IllegalStateException("The certificate was made here", failure);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
  }
}
