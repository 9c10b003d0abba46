package dev.assent.ingress.application;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.GENEROUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.dialect.Snapshots;
import dev.assent.ingress.gateway.Outcome;
import dev.assent.ingress.settings.LimitSettings;
import dev.assent.schemas.avro.ClaimReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each limit over HTTP, in the form of each dialect. */
@Tag("AS-3")
class LimitsTest {
  private static final String KEY_SET = "/customers/%s/.well-known/jwks.json";
  private static final LimitSettings SMALL =
      new LimitSettings(2_048, 2_048, 16, 512, Duration.ofSeconds(1), 4_096, 4_096, 0, 0, 0);

  @ParameterizedTest
  @EnumSource(Speaker.class)
  void shouldRefuseABodyThatIsTooLarge(Speaker speaker) {
    try (IngressUnderTest ingress = new IngressUnderTest(SMALL)) {
      // When
      HttpResponse<String> response =
          ingress.send(request(ingress, speaker, "\"" + "x".repeat(2_048) + "\""));

      // Then
      requireRefusal(response, speaker, 413, "BODY_TOO_LARGE");
    }
  }

  /** No path is known that a dialect could own: the form is the native one. */
  @ParameterizedTest
  @EnumSource(Speaker.class)
  void shouldRefuseAPathThatIsTooLong(Speaker speaker) throws IOException {
    try (IngressUnderTest ingress = new IngressUnderTest(SMALL)) {
      // When
      String answer = raw(ingress, "POST " + speaker.path() + "?" + "x".repeat(600), "");

      // Then
      assertThat(answer).matches("(?s)HTTP/1[.][01] 414.*");
      Speaker.NATIVE.requireForm(414, "URI_TOO_LONG", body(answer));
    }
  }

  @ParameterizedTest
  @EnumSource(Speaker.class)
  void shouldRefuseHeaderFieldsThatAreTooLarge(Speaker speaker) throws IOException {
    try (IngressUnderTest ingress = new IngressUnderTest(SMALL)) {
      // When
      String answer = raw(ingress, "POST " + speaker.path(), "X-Long: " + "x".repeat(2_048));

      // Then
      assertThat(answer).startsWith("HTTP/1.1 431");
      speaker.requireForm(431, "HEADERS_TOO_LARGE", body(answer));
    }
  }

  @ParameterizedTest
  @EnumSource(Speaker.class)
  void shouldRefuseAFloodOfHeaderFields(Speaker speaker) {
    try (IngressUnderTest ingress = new IngressUnderTest(SMALL)) {
      // Given
      HttpRequest.Builder request = request(ingress, speaker, "{}");
      for (int field = 0; field < 16; field++) {
        request.header("X-Field-" + field, "x");
      }

      // When, then
      requireRefusal(ingress.send(request), speaker, 431, "HEADERS_TOO_LARGE");
    }
  }

  @Test
  void shouldCloseAConnectionWhoseHeadComesByteByByte() throws IOException {
    try (IngressUnderTest ingress = new IngressUnderTest(SMALL);
        Socket socket = connect(ingress)) {
      // Given
      long began = System.nanoTime();
      socket.setSoTimeout(100);
      socket
          .getOutputStream()
          .write(
              "GET /v2/operations/a HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));

      // When
      boolean open = true;
      while (open && Duration.ofNanos(System.nanoTime() - began).toSeconds() < 8) {
        open = isOpenAfterAnotherByte(socket);
      }

      // Then
      assertThat(open).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    }
  }

  @ParameterizedTest
  @EnumSource(Speaker.class)
  void shouldRefuseMoreThanTheRateOfATenant(Speaker speaker) {
    try (IngressUnderTest ingress = new IngressUnderTest(rates(1, 0, 0))) {
      // Given
      ingress.send(request(ingress, speaker, "{}"));

      // When
      HttpResponse<String> response = ingress.send(request(ingress, speaker, "{}"));

      // Then
      requireTooMany(response, speaker);
    }
  }

  @Test
  void shouldKeepTheRatesOfTenantsApart() {
    try (IngressUnderTest ingress = new IngressUnderTest(rates(1, 0, 0))) {
      // Given
      ingress.send(request(ingress, Speaker.NATIVE, "{}"));

      // When
      HttpResponse<String> response = ingress.send(request(ingress, Speaker.ADMINISTRATION, "{}"));

      // Then
      assertThat(response.statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Speaker.class, names = "ADMINISTRATION", mode = EnumSource.Mode.EXCLUDE)
  void shouldRefuseMoreThanTheRateOfAUser(Speaker speaker) {
    try (IngressUnderTest ingress = new IngressUnderTest(rates(0, 1, 0))) {
      // Given
      ingress.answers(_ -> new Outcome.Overloaded());
      String body =
          switch (speaker) {
            case KEYLESS -> "{\"operationId\":\"op\"}";
            case NATIVE -> "{\"kind\":\"SIGNING\",\"channel\":\"DEVICE\"}";
            case ONESPAN, ADMINISTRATION ->
                "{\"userID\":\"A1B2\",\"challengeKey\":\"%s\",\"signature\":\"%s\"}"
                    .formatted("A".repeat(27), "ab".repeat(64));
          };
      HttpResponse<String> first = ingress.send(request(ingress, speaker, body));

      // When
      HttpResponse<String> second = ingress.send(request(ingress, speaker, body));

      // Then
      assertThat(first.statusCode()).as(first.body()).isEqualTo(503);
      requireTooMany(second, speaker);
      assertThat(ingress.commands()).hasSize(1);
    }
  }

  @Test
  void shouldCountReadsAboutAUserToo() {
    try (IngressUnderTest ingress = new IngressUnderTest(rates(0, 2, 0))) {
      // Given
      ingress.shows();
      ingress.showsDevices();
      read(ingress, "/api/v1/users/A1B2/operations");
      read(ingress, "/api/v1/users/A1B2/devices");

      // When
      HttpResponse<String> third = read(ingress, "/v2/users/A1B2/operations/pending");
      HttpResponse<String> other = read(ingress, "/v2/users/A1B3/operations/pending");

      // Then
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(other.statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(Speaker.class)
  @Tag("AS-6")
  void shouldNotTellWhoeverFailedTooOftenThatAKeyIsRight(Speaker speaker) {
    try (IngressUnderTest ingress = new IngressUnderTest(rates(0, 0, 2))) {
      // Given
      for (int attempt = 0; attempt < 2; attempt++) {
        HttpResponse<String> refused =
            ingress.send(ingress.post(speaker.path(), "{}").header(speaker.header(), "wrong"));
        requireRefusal(refused, speaker, 401, "UNAUTHENTICATED");
      }

      // When
      HttpResponse<String> right = ingress.send(request(ingress, speaker, "{}"));
      HttpResponse<String> wrong =
          ingress.send(ingress.post(speaker.path(), "{}").header(speaker.header(), "wrong"));

      // Then
      requireTooMany(right, speaker);
      requireTooMany(wrong, speaker);
      assertThat(right.headers().firstValue("Retry-After")).contains("30");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Speaker.class, names = "ADMINISTRATION", mode = EnumSource.Mode.EXCLUDE)
  void shouldRefuseMoreAtATimeThanAreServed(Speaker speaker) {
    LimitSettings one =
        new LimitSettings(2_048, 2_048, 16, 512, Duration.ofSeconds(1), 1, 4_096, 0, 0, 0);
    requireOneAtATime(one, speaker);
  }

  @ParameterizedTest
  @EnumSource(value = Speaker.class, names = "ADMINISTRATION", mode = EnumSource.Mode.EXCLUDE)
  void shouldRefuseMoreAtATimeThanAreServedOfATenant(Speaker speaker) {
    LimitSettings one =
        new LimitSettings(2_048, 2_048, 16, 512, Duration.ofSeconds(1), 4_096, 1, 0, 0, 0);
    requireOneAtATime(one, speaker);
  }

  /** Whose keys they ask for is for them to say, and would give them a limit for each name. */
  @Test
  void shouldCountWhoeverAsksForWhatIsPublicAsOneTenant() {
    try (IngressUnderTest ingress = new IngressUnderTest(rates(1, 0, 0))) {
      // Given
      ingress.send(ingress.request(KEY_SET.formatted("first")).GET());

      // When
      HttpResponse<String> second =
          ingress.send(ingress.request(KEY_SET.formatted("second")).GET());
      HttpResponse<String> tenant = ingress.send(request(ingress, Speaker.KEYLESS, "{}"));

      // Then
      requireTooMany(second, Speaker.KEYLESS);
      assertThat(tenant.statusCode()).isEqualTo(400);
      assertThat(ingress.questions()).containsExactly("first keys");
    }
  }

  @Test
  void shouldGiveAPlaceToWhoeverSaysThatItWaitsUntilItIsKnown() {
    LimitSettings one =
        new LimitSettings(2_048, 2_048, 16, 512, Duration.ofSeconds(1), 1, 4_096, 0, 0, 0);
    try (IngressUnderTest ingress = new IngressUnderTest(one)) {
      // Given
      CountDownLatch arrived = new CountDownLatch(1);
      CountDownLatch answer = new CountDownLatch(1);
      ingress.answers(
          _ -> {
            arrived.countDown();
            await(answer);
            return new Outcome.Overloaded();
          });
      CompletableFuture<HttpResponse<String>> first =
          CompletableFuture.supplyAsync(
              () ->
                  ingress.send(
                      request(ingress, Speaker.KEYLESS, "{\"operationId\":\"under-way\"}")));
      await(arrived);

      // When
      HttpResponse<String> unknown =
          ingress.send(
              ingress.request("/api/v1/operations/a?wait=1s").header("X-Api-Key", "wrong").GET());
      answer.countDown();

      // Then
      requireTooMany(unknown, Speaker.NATIVE);
      assertThat(first.join().statusCode()).isEqualTo(503);
    }
  }

  @Test
  void shouldTakeNoPlaceForAWait() {
    LimitSettings one =
        new LimitSettings(2_048, 2_048, 16, 512, Duration.ofSeconds(1), 1, 1, 0, 0, 0);
    try (IngressUnderTest ingress = new IngressUnderTest(one)) {
      // Given
      ingress.replies(new ClaimReply(Snapshots.USER));
      ingress.shows(Snapshots.anOperation("op").build());
      CompletableFuture<HttpResponse<String>> wait =
          CompletableFuture.supplyAsync(() -> read(ingress, "/api/v1/operations/op?wait=2s"));
      Awaitility.await().until(() -> ingress.waits() == 1);

      // When
      HttpResponse<String> meanwhile = read(ingress, "/api/v1/operations/op");

      // Then
      assertThat(meanwhile.statusCode()).isEqualTo(200);
      assertThat(wait.join().statusCode()).isEqualTo(200);
      assertThat(read(ingress, "/api/v1/operations/op").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldNotKeepAPlaceForABodyThatDrips() throws IOException {
    try (IngressUnderTest ingress = new IngressUnderTest(SMALL);
        Socket socket = connect(ingress)) {
      // Given
      socket.setSoTimeout(5_000);
      String head =
          "POST %s HTTP/1.1\r\nHost: x\r\nX-Api-Key: %s\r\nContent-Type: application/json\r\n"
              .formatted(Speaker.NATIVE.path(), BACK_END);

      // When
      socket
          .getOutputStream()
          .write((head + "Content-Length: 100\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 400".length());

      // Then
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
    }
  }

  @ParameterizedTest
  @EnumSource(Speaker.class)
  @Tag("AS-18")
  void shouldLetNobodyKeepAnAnswer(Speaker speaker) {
    try (IngressUnderTest ingress = new IngressUnderTest()) {
      // When
      HttpResponse<String> response = ingress.send(request(ingress, speaker, "{}"));

      // Then
      assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
    }
  }

  private static void requireOneAtATime(LimitSettings limits, Speaker speaker) {
    try (IngressUnderTest ingress = new IngressUnderTest(limits)) {
      // Given
      CountDownLatch arrived = new CountDownLatch(1);
      CountDownLatch answer = new CountDownLatch(1);
      ingress.answers(
          _ -> {
            arrived.countDown();
            await(answer);
            return new Outcome.Overloaded();
          });
      CompletableFuture<HttpResponse<String>> first =
          CompletableFuture.supplyAsync(
              () ->
                  ingress.send(
                      request(ingress, Speaker.KEYLESS, "{\"operationId\":\"under-way\"}")));
      await(arrived);

      // When
      HttpResponse<String> second = ingress.send(request(ingress, speaker, "{}"));
      answer.countDown();

      // Then
      requireTooMany(second, speaker);
      assertThat(first.join().statusCode()).isEqualTo(503);
      assertThat(ingress.send(request(ingress, speaker, "{}")).statusCode()).isEqualTo(400);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static LimitSettings rates(int tenant, int user, int failures) {
    return new LimitSettings(
        GENEROUS.bodyBytes(),
        GENEROUS.headerBytes(),
        GENEROUS.headerCount(),
        GENEROUS.requestLineBytes(),
        GENEROUS.headTimeout(),
        GENEROUS.requests(),
        GENEROUS.requestsPerTenant(),
        tenant,
        user,
        failures);
  }

  private static HttpRequest.Builder request(
      IngressUnderTest ingress, Speaker speaker, String body) {
    return ingress.post(speaker.path(), body).header(speaker.header(), speaker.credentials());
  }

  private static HttpResponse<String> read(IngressUnderTest ingress, String path) {
    String key = path.endsWith("devices") ? IngressUnderTest.ADMINISTRATION : BACK_END;
    return ingress.send(ingress.request(path).header("X-Api-Key", key).GET());
  }

  private static void requireTooMany(HttpResponse<String> response, Speaker speaker) {
    requireRefusal(response, speaker, 429, "TOO_MANY");
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
  }

  private static void requireRefusal(
      HttpResponse<String> response, Speaker speaker, int status, String failure) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    speaker.requireForm(status, failure, response.body());
  }

  private static String raw(IngressUnderTest ingress, String line, String field)
      throws IOException {
    try (Socket socket = connect(ingress)) {
      socket.setSoTimeout(5_000);
      String head = line + " HTTP/1.1\r\nHost: x\r\n" + field + "\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static Socket connect(IngressUnderTest ingress) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), ingress.port());
  }

  private static boolean isOpenAfterAnotherByte(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      InputStream input = socket.getInputStream();
      return input.read() >= 0;
    } catch (SocketTimeoutException _) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
