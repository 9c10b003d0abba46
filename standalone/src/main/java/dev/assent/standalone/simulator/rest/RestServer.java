package dev.assent.standalone.simulator.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server of this machine only, on virtual threads. */
public final class RestServer implements AutoCloseable {
  private static final int LARGEST_BODY = 64 * 1024;

  private final HttpServer server;
  private final ExecutorService executor;

  /** What a server answers. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a call.
     *
     * @return nothing: the connection is closed without an answer
     */
    Optional<Reply> handle(Call call) throws InterruptedException;
  }

  private RestServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts a server.
   *
   * @param port 0: any that is free
   */
  public static RestServer start(int port, Handler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(executor);
    server.createContext("/", exchange -> handle(exchange, handler));
    server.start();
    return new RestServer(server, executor);
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private static void handle(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
      Optional<Reply> reply =
          handler.handle(new Call(exchange.getRequestMethod(), exchange.getRequestURI(), body));
      if (reply.isPresent()) {
        byte[] bytes = reply.get().body();
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        exchange.sendResponseHeaders(reply.get().status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
