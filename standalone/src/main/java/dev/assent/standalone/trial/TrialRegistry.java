package dev.assent.standalone.trial;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has every schema that it is asked about, under an id of its subject: as much of the Confluent
 * protocol as registration and its check need.
 */
final class TrialRegistry implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Integer> identifiers = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  /** Listens on a loopback port. */
  TrialRegistry(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/subjects/", this::answer);
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      // /subjects/{subject}, or /subjects/{subject}/versions
      String subject = exchange.getRequestURI().getPath().split("/")[2];
      int identifier = identifiers.computeIfAbsent(subject, _ -> last.incrementAndGet());
      byte[] body =
          "{\"subject\":\"%s\",\"version\":1,\"id\":%d}"
              .formatted(subject, identifier)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
