package dev.assent.verification.bench.ingress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Clients that wait for operations to be cancelled, each on a connection of its own. */
final class WaitingClients implements AutoCloseable {
  private static final int BUFFER = 2_048;
  private static final String UNAVAILABLE = "HTTP/1.1 503";
  private static final String OUTCOME = "\"state\":\"CANCELLED\"";

  private final InetSocketAddress ingress;
  private final String header;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Long> wokenAt = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<String> failure = new AtomicReference<>("");

  /** How one waits. */
  enum Way {
    LONG_POLL("?wait=60s"),
    EVENTS("/events");

    private final String path;

    Way(String path) {
      this.path = path;
    }
  }

  WaitingClients(URI ingress, String header) {
    this.ingress = new InetSocketAddress(ingress.getHost(), ingress.getPort());
    this.header = header;
  }

  /** Waits for the operation on a thread of its own. */
  void open(String operationId, Way way) {
    threads.execute(() -> await(operationId, way));
  }

  /** Clients that heard of the outcome. */
  int woken() {
    return wokenAt.size();
  }

  int failures() {
    return failures.get();
  }

  String lastFailure() {
    return failure.get();
  }

  /** When the client heard of it, by {@link System#nanoTime()}. */
  Map<String, Long> wokenAt() {
    return wokenAt;
  }

  private void await(String operationId, Way way) {
    try {
      while (!heard(operationId, way)) {
        // a long poll that ended without an outcome begins again, and so does one that a busy
        // machine could not begin in time
      }
      wokenAt.put(operationId, System.nanoTime());
    } catch (IOException | RuntimeException e) {
      failures.incrementAndGet();
      failure.set(e.toString());
    }
  }

  private boolean heard(String operationId, Way way) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(ingress);
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n"
              .formatted(Requests.path(operationId) + way.path, header);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket.getInputStream());
    }
  }

  /** Reads to the outcome or the end; what came before is not needed any more. */
  private static boolean read(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    StringBuilder text = new StringBuilder();
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      text.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
      if (text.indexOf(UNAVAILABLE) == 0) {
        return false;
      }
      if (text.indexOf("HTTP/1.1 ") == 0 && text.indexOf("HTTP/1.1 200") < 0) {
        throw new IOException("unexpected answer " + text);
      }
      if (text.indexOf(OUTCOME) >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
