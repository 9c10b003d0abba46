package dev.assent.ingress.dialect.keyless;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.DISABLED;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.dialect.Snapshots.USER;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.ingress.gateway.Outcome;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeylessDialectTest {
  private static final String CREATE = "/v2/users/" + USER + "/operations";
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong.key", FRONT_END, ADMINISTRATION, DISABLED})
  void shouldGiveTheSameRefusalToEveryWrongKey(String key) {
    // When
    HttpResponse<String> response =
        ingress.send(ingress.post(CREATE, "{\"operationId\":\"op\"}").header("X-Api-Key", key));

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body())
        .isEqualTo(
            "{\"code\":\"UNAUTHENTICATED\",\"message\":\"The credentials are missing or not valid"
                + " here\"}");
  }

  @Test
  void shouldRefuseARequestWithoutAKey() {
    // When
    HttpResponse<String> response = ingress.send(ingress.request("/v2/operations/x").GET());

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/xml", "application/json; charset=utf-16", "json"})
  void shouldRefuseABodyOfAnotherMediaType(String contentType) {
    // When
    HttpResponse<String> response =
        send(
            ingress
                .request(CREATE)
                .header("Content-Type", contentType)
                .header("X-Api-Key", BACK_END)
                .POST(HttpRequest.BodyPublishers.ofString("{\"operationId\":\"op\"}")));

    // Then
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.body()).startsWith("{\"code\":\"UNSUPPORTED_MEDIA_TYPE\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json;q=0", "application/xml, text/*"})
  void shouldRefuseToAnswerInAnotherMediaType(String accept) {
    // When
    HttpResponse<String> response =
        send(post(CREATE, "{\"operationId\":\"op\"}").header("Accept", accept));

    // Then
    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(response.body()).startsWith("{\"code\":\"NOT_ACCEPTABLE\"");
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "*/*", "text/html, application/*;q=0.5"})
  void shouldAnswerWhoeverAcceptsJson(String accept) {
    // Given
    ingress.replies(Snapshots.reply(anOperation("op").build()));

    // When
    HttpResponse<String> response =
        send(post(CREATE, "{\"operationId\":\"op\"}").header("Accept", accept));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void shouldRefuseABodyAboveTheLimitAndServeTheNextRequest() {
    // Given
    String large = "{\"operationId\":\"op\",\"operationPayload\":\"" + "x".repeat(70_000) + "\"}";
    ingress.replies(Snapshots.reply(anOperation("op").build()));

    // When
    HttpResponse<String> refused = send(post(CREATE, large));
    HttpResponse<String> next = send(post(CREATE, "{\"operationId\":\"op\"}"));

    // Then
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).startsWith("{\"code\":\"BODY_TOO_LARGE\"");
    assertThat(next.statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSayUnavailableAndWhenToRetryWithoutAReply() {
    // When
    HttpResponse<String> response = send(post(CREATE, "{\"operationId\":\"op\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.body()).startsWith("{\"code\":\"UNAVAILABLE\"");
  }

  @Test
  void shouldSayUnavailableWhenOverloaded() {
    // Given
    ingress.answers(_ -> new Outcome.Overloaded());

    // When
    HttpResponse<String> response = send(post(CREATE, "{\"operationId\":\"op\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  @Tag("AS-20")
  void shouldTellAReferenceAndNothingElseWhenItFails() {
    // Given
    ingress.answers(
        _ -> {
          throw new IllegalStateException("secret detail");
        });

    // When
    HttpResponse<String> response = send(post(CREATE, "{\"operationId\":\"op\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body())
        .matches(
            "\\{\"code\":\"INTERNAL\",\"message\":\"The request failed here; reference"
                + " [0-9a-f]{16}\"}");
  }

  @Test
  void shouldAnswerUnknownPathsInTheDialectsForm() {
    // When
    HttpResponse<String> response = send(get("/v2/nothing"));

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).startsWith("{\"code\":\"NOT_FOUND\"");
  }

  @Test
  void shouldAnswerWrongMethodsInTheDialectsForm() {
    // When
    HttpResponse<String> response =
        send(ingress.request(CREATE).header("X-Api-Key", BACK_END).DELETE());

    // Then
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
    assertThat(response.body()).startsWith("{\"code\":\"METHOD_NOT_ALLOWED\"");
  }

  private static HttpRequest.Builder post(String path, String body) {
    return ingress.post(path, body).header("X-Api-Key", BACK_END);
  }

  private static HttpRequest.Builder get(String path) {
    return ingress.request(path).header("X-Api-Key", BACK_END).GET();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request);
  }
}
