package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.model.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long polls and streams of events ({@code docs/reference/waiting.md}). */
class WaitingTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Executor CLIENTS = Executors.newVirtualThreadPerTaskExecutor();

  private IngressUnderTest ingress;
  private String operationId;

  @BeforeEach
  void start() {
    ingress = new IngressUnderTest();
    operationId = "op-" + NUMBER.incrementAndGet();
    ingress.replies(new ClaimReply(Snapshots.USER));
    ingress.shows(open(2));
  }

  @AfterEach
  void stop() {
    ingress.close();
  }

  @Test
  void shouldAnswerALongPollWhenTheOutcomeIsCommitted() throws Exception {
    // Given
    CompletableFuture<HttpResponse<String>> answer = poll("30s");
    awaitWaits(1);

    // When
    ingress.commits(retrieved(3));
    boolean answeredEarly = answer.isDone();
    ingress.commits(approved(4));

    // Then
    assertThat(answeredEarly).isFalse();
    assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(answer.get().body()).contains("\"state\":\"APPROVED\"", "\"sequence\":4");
    awaitWaits(0);
  }

  @Test
  void shouldAnswerALongPollAtOnceWhereThereIsAnOutcome() {
    // Given
    ingress.shows(approved(4));

    // When
    HttpResponse<String> answer = poll("60").join();

    // Then
    assertThat(answer.body()).contains("\"state\":\"APPROVED\"");
    assertThat(ingress.waits()).isZero();
  }

  @Test
  void shouldAnswerALongPollWithTheStateWhenTheTimeIsOver() {
    // Given
    CompletableFuture<HttpResponse<String>> answer = poll("1s");
    awaitWaits(1);

    // When
    ingress.commits(retrieved(3));

    // Then
    assertThat(answer.join().statusCode()).isEqualTo(200);
    assertThat(answer.join().body()).contains("\"state\":\"RETRIEVED\"", "\"sequence\":3");
    awaitWaits(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "61s", "-1", "1.5s", "PT30S", "30S", "030s", "1&wait=2"})
  void shouldRefuseAWaitThatIsNone(String wait) {
    // When
    HttpResponse<String> answer = poll(wait).join();

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"reason\":\"BAD_REQUEST\"");
    assertThat(ingress.waits()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?wait=30s", "/events"})
  void shouldNotWaitForAnOperationThatIsUnknown(String path) {
    // Given
    ingress.refuses(Reason.OPERATION_UNKNOWN);

    // When
    HttpResponse<String> answer = ingress.send(get(path));

    // Then
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"reason\":\"OPERATION_UNKNOWN\"");
    assertThat(ingress.waits()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?wait=30s", "/events"})
  void shouldSayWhenTheOperationCannotBeRead(String path) {
    // Given
    ingress.reset();

    // When
    HttpResponse<String> answer = ingress.send(get(path));

    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(ingress.waits()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?wait=30s", "/events"})
  void shouldNotLetAnybodyWaitWithoutTheRole(String path) {
    // When
    HttpResponse<String> answer =
        ingress.send(ingress.request(path(path)).header("X-Api-Key", FRONT_END));

    // Then
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(ingress.waits()).isZero();
  }

  @Test
  void shouldNotBeWokenByAnotherTenantsOperationOfThatId() {
    // Given
    CompletableFuture<HttpResponse<String>> answer = poll("1s");
    awaitWaits(1);
    OperationSnapshot foreign = approved(9);
    foreign.setTenant("other");

    // When
    ingress.commits(foreign);

    // Then
    assertThat(answer.join().body()).contains("\"state\":\"CHALLENGED\"");
  }

  @Test
  void shouldSeeAnOutcomeThatIsCommittedWhileTheViewIsRead() {
    // Given: the view has been read, and its answer is on its way
    ingress.beforeTheViewAnswers(() -> ingress.commits(approved(3)));

    // When
    HttpResponse<String> answer = poll("60s").orTimeout(5, TimeUnit.SECONDS).join();

    // Then
    assertThat(answer.body()).contains("\"state\":\"APPROVED\"");
  }

  @Test
  void shouldSeeAnOutcomeThatTheViewDoesNotShowYet() {
    // Given: the log was read before the wait begins, the view lags behind
    ingress.commits(approved(3));

    // When
    HttpResponse<String> answer = poll("60s").orTimeout(5, TimeUnit.SECONDS).join();

    // Then
    assertThat(answer.body()).contains("\"state\":\"APPROVED\"");
  }

  @Test
  void shouldFreeThePlaceOfAClientThatIsGone() throws IOException {
    // Given
    try (Socket _ = raw("?wait=60s")) {
      awaitWaits(1);
    }

    // Then
    awaitWaits(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?wait=30s", "/events"})
  @Tag("AS-20")
  void shouldFreeThePlaceOfAWaitThatFailsAtOnce(String path) {
    // Given: whose operation it is is known, so that the view is asked at once
    ingress.send(get(""));
    ingress.beforeTheViewAnswers(
        () -> {
          throw new IllegalStateException("broken");
        });

    // When
    HttpResponse<String> answer = ingress.send(get(path));

    // Then
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(ingress.waits()).isZero();
  }

  @Test
  @Tag("AS-3")
  void shouldLetOnlySoManyWait() throws IOException {
    // Given
    List<Socket> clients = new ArrayList<>();
    for (int number = 0; number < IngressUnderTest.WAITS; number++) {
      clients.add(raw("?wait=60s"));
    }
    awaitWaits(IngressUnderTest.WAITS);

    // When
    HttpResponse<String> poll = poll("60s").join();
    HttpResponse<String> events = ingress.send(get("/events"));
    HttpResponse<String> read = ingress.send(get(""));

    // Then
    assertThat(poll.statusCode()).isEqualTo(503);
    assertThat(poll.headers().firstValue("Retry-After")).contains("1");
    assertThat(events.statusCode()).isEqualTo(503);
    assertThat(read.statusCode()).isEqualTo(200);
    for (Socket client : clients) {
      client.close();
    }
  }

  @Test
  void shouldAnswerLongPollsWithTheStateWhenItStops() {
    // Given
    CompletableFuture<HttpResponse<String>> open = poll("60s");
    awaitWaits(1);

    // When
    ingress.drain();
    CompletableFuture<HttpResponse<String>> late = poll("60s");

    // Then
    assertThat(open.orTimeout(5, TimeUnit.SECONDS).join().body()).contains("CHALLENGED");
    assertThat(late.orTimeout(5, TimeUnit.SECONDS).join().body()).contains("CHALLENGED");
  }

  @Test
  void shouldSendTheOperationAndEachChangeUntilTheOutcome() {
    // Given
    CompletableFuture<HttpResponse<String>> answer = events("");
    awaitWaits(1);

    // When
    ingress.commits(retrieved(3));
    ingress.commits(retrieved(3));
    ingress.commits(approved(4));

    // Then
    HttpResponse<String> response = answer.orTimeout(5, TimeUnit.SECONDS).join();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(withoutComments(response))
        .isEqualTo(event(open(2)) + event(retrieved(3)) + event(approved(4)));
    awaitWaits(0);
  }

  @Test
  void shouldResumeAfterTheLastEventThatTheClientSaw() {
    // Given
    CompletableFuture<HttpResponse<String>> answer = events("2");
    awaitWaits(1);

    // When
    ingress.commits(approved(3));

    // Then
    assertThat(withoutComments(answer.orTimeout(5, TimeUnit.SECONDS).join()))
        .isEqualTo(event(approved(3)));
  }

  @Test
  void shouldTellAClientThatSawTheOutcomeNotToComeAgain() {
    // Given
    ingress.shows(approved(4));

    // When
    HttpResponse<String> again = events("4").join();
    HttpResponse<String> behind = events("3").join();

    // Then
    assertThat(again.statusCode()).isEqualTo(204);
    assertThat(again.body()).isEmpty();
    assertThat(withoutComments(behind)).isEqualTo(event(approved(4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "9999999999999999999"})
  void shouldSendTheOperationToAClientThatResumesFromElsewhere(String lastEventId) {
    // Given
    ingress.shows(approved(4));

    // When
    HttpResponse<String> answer = events(lastEventId).join();

    // Then
    assertThat(withoutComments(answer)).isEqualTo(event(approved(4)));
  }

  @Test
  void shouldSayThatAQuietStreamIsAlive() throws IOException {
    // Given
    try (Socket client = raw("/events")) {
      StringBuilder received = new StringBuilder();
      client.setSoTimeout(5_000);

      // When
      while (count(received, ":\n\n") < 3) {
        received.append((char) client.getInputStream().read());
      }

      // Then
      assertThat(received.indexOf("id: 2\n")).isPositive();
      assertThat(count(received, ":\n\n")).isEqualTo(3);
    }
  }

  @Test
  void shouldFreeThePlaceOfAStreamThatNobodyReads() throws IOException {
    // Given
    try (Socket _ = raw("/events")) {
      awaitWaits(1);
    }

    // Then
    awaitWaits(0);
  }

  @Test
  void shouldEndStreamsWhenItStops() {
    // Given
    CompletableFuture<HttpResponse<String>> answer = events("");
    awaitWaits(1);

    // When
    ingress.drain();

    // Then
    assertThat(withoutComments(answer.orTimeout(5, TimeUnit.SECONDS).join()))
        .isEqualTo(event(open(2)));
  }

  @Test
  void shouldRefuseAClientThatTakesNoEvents() {
    // When
    HttpResponse<String> answer = ingress.send(get("/events").header("Accept", "application/json"));

    // Then
    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("text/event-stream");
  }

  private CompletableFuture<HttpResponse<String>> poll(String wait) {
    return CompletableFuture.supplyAsync(() -> ingress.send(get("?wait=" + wait)), CLIENTS);
  }

  private CompletableFuture<HttpResponse<String>> events(String lastEventId) {
    var request = get("/events").header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return CompletableFuture.supplyAsync(() -> ingress.send(request), CLIENTS);
  }

  private HttpRequest.Builder get(String path) {
    return ingress.request(path(path)).header("X-Api-Key", BACK_END);
  }

  private String path(String rest) {
    return "/api/v1/operations/" + operationId + rest;
  }

  private Socket raw(String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), ingress.port());
    String request =
        "GET %s HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\n\r\n".formatted(path(path), BACK_END);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void awaitWaits(int open) {
    await().atMost(Duration.ofSeconds(30)).until(ingress::waits, waits -> waits == open);
  }

  private OperationSnapshot open(long sequence) {
    return anOperation(operationId).setSequence(sequence).build();
  }

  private OperationSnapshot retrieved(long sequence) {
    return anOperation(operationId)
        .setState(OperationState.RETRIEVED)
        .setSequence(sequence)
        .build();
  }

  private OperationSnapshot approved(long sequence) {
    return anOperation(operationId).setState(OperationState.APPROVED).setSequence(sequence).build();
  }

  private static String event(OperationSnapshot operation) {
    String json = Json.text(it -> NativeJson.write(it, operation));
    return "id: " + operation.getSequence() + "\ndata: " + json + "\n\n";
  }

  private static String withoutComments(HttpResponse<String> response) {
    return response.body().replaceAll("(?m)^:.*\n\n", "");
  }

  private static int count(CharSequence text, String part) {
    return text.toString().split(part, -1).length - 1;
  }
}
