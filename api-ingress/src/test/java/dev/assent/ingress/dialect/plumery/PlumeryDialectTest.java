package dev.assent.ingress.dialect.plumery;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.DISABLED;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.INIT;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.SIGNATURE;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.ingress.gateway.Outcome;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all operations have in common: the request's id, the caller, and the form of errors. */
class PlumeryDialectTest {
  private static final String ID = "X-Request-ID";
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

  @Test
  void shouldEchoTheRequestsIdOnEveryAnswer() {
    // Given
    String large = SIGNATURE.replace("john.snow", "x".repeat(70_000));
    HttpRequest.Builder refused = PlumeryCalls.post(ingress, INIT, SIGNATURE);
    List<HttpRequest.Builder> requests =
        List.of(
            PlumeryCalls.post(ingress, INIT, "{"),
            PlumeryCalls.post(ingress, INIT, large),
            ingress.post(INIT, SIGNATURE),
            PlumeryCalls.get(ingress, INIT),
            PlumeryCalls.get(ingress, INIT + "/nothing"),
            PlumeryCalls.get(ingress, STATUS),
            PlumeryCalls.post(ingress, INIT, SIGNATURE).header("Accept", "text/plain"),
            refused);

    // When
    List<HttpResponse<String>> answers =
        requests.stream().map(request -> ingress.send(request.header(ID, "trace-1"))).toList();

    // Then
    assertThat(answers)
        .extracting(HttpResponse::statusCode)
        .containsExactly(400, 400, 401, 405, 404, 400, 400, 500);
    assertThat(answers)
        .allSatisfy(
            answer -> assertThat(answer.headers().allValues(ID)).containsExactly("trace-1"));
  }

  @Test
  void shouldEchoTheRequestsIdOnASuccess() {
    // Given
    ingress.replies(Snapshots.reply(Snapshots.anOperation("c").build()));

    // When
    HttpResponse<String> answer =
        ingress.send(PlumeryCalls.post(ingress, INIT, SIGNATURE).header(ID, "!~"));

    // Then
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().allValues(ID)).containsExactly("!~");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "x-too-long"})
  void shouldMakeAnIdWhereThereIsNoneThatCanBeTakenOver(String id) {
    // Given
    HttpRequest.Builder request = PlumeryCalls.get(ingress, STATUS);

    // When
    HttpResponse<String> answer =
        ingress.send(request.header(ID, id.equals("x-too-long") ? "x".repeat(129) : id));

    // Then
    assertThat(answer.headers().allValues(ID))
        .singleElement()
        .satisfies(made -> assertThat(UUID.fromString(made)).hasToString(made));
  }

  @Test
  void shouldMakeAnIdForEachRequestWithoutOne() {
    // When
    HttpResponse<String> first = ingress.send(PlumeryCalls.get(ingress, STATUS));
    HttpResponse<String> second = ingress.send(PlumeryCalls.get(ingress, STATUS));
    HttpResponse<String> twice =
        ingress.send(PlumeryCalls.get(ingress, STATUS).header(ID, "a").header(ID, "b"));

    // Then
    assertThat(first.headers().firstValue(ID))
        .isPresent()
        .isNotEqualTo(second.headers().firstValue(ID));
    assertThat(twice.headers().firstValue(ID).orElseThrow()).hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong.key", DISABLED})
  void shouldGiveTheSameRefusalToEveryWrongKey(String key) {
    // When
    HttpResponse<String> response =
        ingress.send(ingress.post(INIT, SIGNATURE).header("X-Api-Key", key));

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":\"The credentials are missing or not valid here\","
                + "\"code\":\"UNAUTHENTICATED\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {FRONT_END, ADMINISTRATION})
  void shouldRefuseAKeyWithoutTheRole(String key) {
    // When
    HttpResponse<String> response =
        ingress.send(ingress.post(INIT, SIGNATURE).header("X-Api-Key", key));

    // Then
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body())
        .isEqualTo("{\"error\":\"The credentials do not allow this\",\"code\":\"FORBIDDEN\"}");
  }

  @Test
  void shouldRefuseABodyOfAnotherMediaTypeAsMalformed() {
    // When
    HttpResponse<String> response =
        ingress.send(
            ingress
                .request(INIT)
                .header("Content-Type", "text/plain")
                .header("X-Api-Key", BACK_END)
                .POST(HttpRequest.BodyPublishers.ofString(SIGNATURE)));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"code\":\"UNSUPPORTED_MEDIA_TYPE\"");
  }

  @Test
  void shouldSayWhenToTryAgainWithoutAReply() {
    // When
    HttpResponse<String> response = ingress.send(PlumeryCalls.post(ingress, INIT, SIGNATURE));

    // Then
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.body()).matches("\\{\"error\":\"[^\"]+\",\"code\":\"UNAVAILABLE\"}");
  }

  @Test
  void shouldSayWhenToTryAgainWhenOverloaded() {
    // Given
    ingress.answers(_ -> new Outcome.Overloaded());

    // When
    HttpResponse<String> response = ingress.send(PlumeryCalls.post(ingress, INIT, SIGNATURE));

    // Then
    assertThat(response.statusCode()).isEqualTo(500);
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
    HttpResponse<String> response = ingress.send(PlumeryCalls.post(ingress, INIT, SIGNATURE));

    // Then
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body())
        .matches(
            "\\{\"error\":\"The request failed here; reference [0-9a-f]{16}\","
                + "\"code\":\"INTERNAL\"}");
  }
}
