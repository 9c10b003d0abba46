package dev.assent.ingress.application;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.ingress.dialect.Snapshots;
import dev.assent.ingress.gateway.Outcome;
import dev.assent.ingress.settings.DrainSettings;
import dev.assent.schemas.avro.ClaimReply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see of an ingress that stops. */
class DrainTest {
  private static final Duration NOTICE = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(8);
  private static final String CREATION = "{\"operationId\":\"under-way\"}";

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private IngressUnderTest ingress;

  @BeforeEach
  void start() {
    ingress = new IngressUnderTest(new DrainSettings(NOTICE, GRACE));
    ingress.answers(
        _ -> {
          arrived.countDown();
          waitFor(answer);
          return new Outcome.Overloaded();
        });
  }

  @AfterEach
  void stop() {
    answer.countDown();
    ingress.close();
  }

  @Test
  void shouldAnswerWhatIsUnderWayAndTakeNothingNew() throws Exception {
    try (Socket underWay = connect();
        Socket idle = connect()) {
      // Given
      assertThat(exchange(idle, get("/v2/operations/%20"))).startsWith("HTTP/1.1 400");
      write(underWay, post());
      waitFor(arrived);

      // When
      CompletableFuture<Void> stopping =
          CompletableFuture.runAsync(ingress::close, Thread::startVirtualThread);

      // Then
      await().until(() -> refusesConnections());
      assertThat(stopping).isNotDone();
      idle.setSoTimeout(5_000);
      assertThat(idle.getInputStream().read()).as("the idle connection is closed").isNegative();
      answer.countDown();
      assertThat(read(underWay)).startsWith("HTTP/1.1 503").contains("connection: close");
      underWay.shutdownOutput();
      stopping.join();
    }
  }

  @Test
  void shouldAnswerWhoeverWaitsBeforeItStops() throws Exception {
    // Given
    ingress.replies(new ClaimReply(Snapshots.USER));
    ingress.shows(Snapshots.anOperation("waited-for").build());
    try (Socket waiting = connect()) {
      write(waiting, get("/api/v1/operations/waited-for?wait=60s"));
      await().until(ingress::waits, waits -> waits == 1);

      // When
      ingress.close();

      // Then
      assertThat(read(waiting)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void shouldBeNotReadyFirstAndAskForNewConnections() throws Exception {
    try (Socket connection = connect()) {
      // Given
      assertThat(exchange(connection, get("/health/readiness"))).startsWith("HTTP/1.1 200");
      assertThat(exchange(connection, get("/v2/operations/%20")))
          .doesNotContain("connection: close");

      // When
      CompletableFuture<Void> stopping =
          CompletableFuture.runAsync(ingress::close, Thread::startVirtualThread);

      // Then
      await()
          .until(
              () -> ingress.send(ingress.request("/health/readiness").GET()).statusCode() == 503);
      assertThat(stopping).isNotDone();
      assertThat(exchange(connection, get("/v2/operations/%20")))
          .startsWith("HTTP/1.1 400")
          .contains("connection: close");
      stopping.join();
    }
  }

  private boolean refusesConnections() throws IOException {
    try (Socket _ = connect()) {
      return false;
    } catch (ConnectException _) {
      return true;
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), ingress.port());
  }

  private static String get(String path) {
    return "GET %s HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\n\r\n".formatted(path, BACK_END);
  }

  private static String post() {
    return """
      POST /v2/users/A1B2/operations HTTP/1.1\r
      Host: x\r
      X-Api-Key: %s\r
      Content-Type: application/json\r
      Content-Length: %d\r
      \r
      %s"""
        .formatted(BACK_END, CREATION.length(), CREATION);
  }

  private static String exchange(Socket socket, String request) throws IOException {
    write(socket, request);
    return read(socket);
  }

  private static void write(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** An answer's head in lower case but for its first line; its body is read and forgotten. */
  private static String read(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    StringBuilder head = new StringBuilder(reader.readLine()).append('\n');
    int length = 0;
    for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
      String field = line.toLowerCase(Locale.ROOT);
      head.append(field).append('\n');
      if (field.startsWith("content-length:")) {
        length = Integer.parseInt(field.substring(15).strip());
      }
    }
    reader.skip(length);
    return head.toString();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
