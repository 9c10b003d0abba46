package dev.assent.connectors.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Somebody who takes webhooks, over real HTTP. */
public final class TestReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  /** A message that came. */
  public record Message(String path, HttpHeaders headers, String body) {}

  /**
   * @param answer what is answered, once the message is kept
   */
  public TestReceiver(HttpHandler answer) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new IllegalStateException("no port is free", e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            keep(exchange);
            answer.handle(exchange);
          }
        });
    server.start();
  }

  /** One that answers everything so. */
  static TestReceiver answering(int status) {
    return new TestReceiver(exchange -> exchange.sendResponseHeaders(status, -1));
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/results";
  }

  public BlockingQueue<Message> messages() {
    return messages;
  }

  private void keep(HttpExchange exchange) throws IOException {
    messages.add(
        new Message(
            exchange.getRequestURI().toString(),
            HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
  }

  /** Status and headers, without a body. */
  static void answer(HttpExchange exchange, int status, String name, String value)
      throws IOException {
    exchange.getResponseHeaders().put(name, List.of(value));
    exchange.sendResponseHeaders(status, -1);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
