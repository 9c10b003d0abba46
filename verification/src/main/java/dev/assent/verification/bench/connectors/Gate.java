package dev.assent.verification.bench.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stands between a worker and the identity provider that it calls, knows each call, and does to
 * them what networks do. It never sends a call on twice.
 */
final class Gate implements AutoCloseable {
  static {
    // before the first server of this JVM: an answer is not to wait for an acknowledgement, and a
    // connection that was idle is not to be closed in the moment in which it is used again
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "900");
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FULL_AFTER_MILLIS = 200;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final URI provider;
  private final Guard guard;
  private final int port;
  private final long began = System.nanoTime();
  private final NavigableMap<Long, LongAdder> calls = new ConcurrentSkipListMap<>();
  private final Map<String, Long> signedAt = new ConcurrentHashMap<>();
  private final List<Socket> fillers = new ArrayList<>();
  private volatile CountDownLatch silence = new CountDownLatch(0);
  private HttpServer server;
  private ServerSocket unattended;

  /**
   * A call of a worker.
   *
   * @param start whether it starts the transaction; else it asks for its status
   * @param user the user whom it is about
   */
  record Call(boolean start, String transactionId, String user) {}

  /** What is done with a call on its way; each may block. */
  interface Guard {
    /** Lets everything pass. */
    Guard NONE = new Guard() {};

    /**
     * The call is here, and the provider knows nothing of it.
     *
     * @return whether it is sent on
     */
    default boolean arrived(Call call) throws InterruptedException {
      return true;
    }

    /** The provider has answered, and the worker knows nothing of it. */
    default void answered(Call call) throws InterruptedException {}

    /** The answer is on its way to the worker. */
    default void returned(Call call) throws InterruptedException {}
  }

  /** A gate that is open. */
  Gate(URI provider, Guard guard) throws IOException {
    this.provider = provider;
    this.guard = guard;
    this.server = listen(0);
    this.port = server.getAddress().getPort();
  }

  /** What a worker has as the provider's address. */
  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Calls that arrived in each second since the gate is there; seconds without are left out. */
  NavigableMap<Long, LongAdder> calls() {
    return calls;
  }

  /** Seconds since the gate is there. */
  long second() {
    return (System.nanoTime() - began) / 1_000_000_000L;
  }

  /** When the answer that holds a signature was sent on, by transaction; {@code nanoTime}. */
  Map<String, Long> signedAt() {
    return signedAt;
  }

  /** From now on connections are taken, and nothing is answered. */
  void fallSilent() {
    silence = new CountDownLatch(1);
  }

  /** From now on no packet is answered: the system's queue of connections is full. */
  synchronized void vanish() throws IOException {
    server.stop(0);
    unattended = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    while (fill()) {
      // one more stands in the queue
    }
  }

  private boolean fill() throws IOException {
    Socket filler = new Socket();
    fillers.add(filler);
    try {
      filler.connect(unattended.getLocalSocketAddress(), FULL_AFTER_MILLIS);
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  /** Everything is as it should be again; what waited in silence is dropped. */
  synchronized void open() throws IOException {
    silence.countDown();
    if (unattended != null) {
      unattended.close();
      unattended = null;
      for (Socket filler : fillers) {
        filler.close();
      }
      fillers.clear();
      server = listen(port);
    }
  }

  private HttpServer listen(int wanted) throws IOException {
    HttpServer listening =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
    listening.setExecutor(threads);
    listening.createContext("/", this::handle);
    listening.start();
    return listening;
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      calls.computeIfAbsent(second(), _ -> new LongAdder()).increment();
      if (silence.getCount() > 0) {
        silence.await();
        return;
      }
      String path = exchange.getRequestURI().getPath();
      Call call = call(path, JSON.readTree(body));
      if (!guard.arrived(call)) {
        return;
      }
      HttpResponse<byte[]> answer = forward(path, body);
      guard.answered(call);
      long answeredAt = System.nanoTime();
      answer(exchange, answer);
      if (!call.start() && JSON.readTree(answer.body()).hasNonNull("signature")) {
        signedAt.putIfAbsent(call.transactionId(), answeredAt);
      }
      guard.returned(call);
    } catch (IOException _) {
      // whoever called is not there any more
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Call call(String path, JsonNode body) {
    boolean start = path.endsWith(":init-signature");
    JsonNode named = start ? body.path("signatureContextData").path("dataToSign") : body;
    return new Call(start, body.path("correlationId").asText(), named.path("username").asText());
  }

  private HttpResponse<byte[]> forward(String path, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(provider + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    try {
      open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      server.stop(0);
      threads.shutdownNow();
      client.shutdownNow();
    }
  }
}
