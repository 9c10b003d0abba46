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
 * Has every schema that it is asked about: as much of the Confluent protocol as registration, its
 * check and serdes need.
 */
final class TrialRegistry implements AutoCloseable {
  private final HttpServer server;
  private final Map<Asked, Integer> identifiers = new ConcurrentHashMap<>();
  private final Map<String, byte[]> schemas = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  private record Asked(String subject, String body) {}

  /** Listens on a loopback port. */
  TrialRegistry(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/subjects/", this::register);
    server.createContext("/schemas/ids/", this::find);
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void register(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      // /subjects/{subject}, or /subjects/{subject}/versions
      String subject = exchange.getRequestURI().getPath().split("/")[2];
      int identifier =
          identifiers.computeIfAbsent(
              new Asked(subject, new String(body, StandardCharsets.UTF_8)),
              _ -> last.incrementAndGet());
      // what registers a schema has the member that is read of it again
      schemas.put(Integer.toString(identifier), body);
      answer(
          exchange,
          200,
          "{\"subject\":\"%s\",\"version\":1,\"id\":%d}"
              .formatted(subject, identifier)
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private void find(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] schema = schemas.get(path.substring(path.lastIndexOf('/') + 1));
      if (schema == null) {
        answer(exchange, 404, "{\"error_code\":40403}".getBytes(StandardCharsets.UTF_8));
      } else {
        answer(exchange, 200, schema);
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
