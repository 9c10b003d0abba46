package dev.assent.verification.bench.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** A relying party that takes webhooks, and can be away. */
final class Receiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DONE = 204;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Long> takenAt = new ConcurrentHashMap<>();
  private final Map<String, Long> latest = new ConcurrentHashMap<>();
  private final Map<Long, LongAdder> bySecond = new ConcurrentHashMap<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger outOfOrder = new AtomicInteger();
  private final AtomicLong lastAt = new AtomicLong();
  private final int port;
  private HttpServer server;

  Receiver() throws IOException {
    server = listen(0);
    port = server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port + "/results";
  }

  /** When each event was taken first; {@code nanoTime}. */
  Map<String, Long> takenAt() {
    return takenAt;
  }

  /** Events that came once more. */
  int repeated() {
    return repeated.get();
  }

  /** Events that came before an earlier one of their operation. */
  int outOfOrder() {
    return outOfOrder.get();
  }

  /** When an event was taken last; {@code nanoTime}. */
  long lastAt() {
    return lastAt.get();
  }

  /** The most that came in one second from this time on. */
  long busiest(long from) {
    return bySecond.entrySet().stream()
        .filter(entry -> entry.getKey() >= from / 1_000_000_000L)
        .mapToLong(entry -> entry.getValue().sum())
        .max()
        .orElse(0);
  }

  /** From now on nobody takes connections. */
  synchronized void leave() {
    server.stop(0);
  }

  /** It is there again. */
  synchronized void comeBack() throws IOException {
    server = listen(port);
  }

  private HttpServer listen(int wanted) throws IOException {
    HttpServer listening =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
    listening.setExecutor(threads);
    listening.createContext("/results", this::take);
    listening.start();
    return listening;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode data = JSON.readTree(exchange.getRequestBody()).path("data");
      note(
          data.path("eventId").asText(),
          data.path("operationId").asText(),
          data.path("sequence").asLong());
      exchange.sendResponseHeaders(DONE, -1);
    }
  }

  private void note(String event, String operation, long sequence) {
    long now = System.nanoTime();
    bySecond.computeIfAbsent(now / 1_000_000_000L, _ -> new LongAdder()).increment();
    if (takenAt.putIfAbsent(event, now) != null) {
      repeated.incrementAndGet();
      return;
    }
    lastAt.accumulateAndGet(now, Math::max);
    if (latest.getOrDefault(operation, 0L) != sequence - 1) {
      outOfOrder.incrementAndGet();
    }
    latest.merge(operation, sequence, Math::max);
  }

  @Override
  public synchronized void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
