package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeDialectTest {
  private static final String DEVICES = "/api/v1/users/jane%40example.com/devices";

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
  void shouldWordAProblemAsRfc9457Does() {
    // Given
    ingress.refuses(Reason.DEVICE_UNKNOWN);

    // When
    HttpResponse<String> response =
        send(ingress.request(DEVICES + "/VDS1-1").header("X-Api-Key", ADMINISTRATION).DELETE());

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body())
        .isEqualTo(
            "{\"type\":\"urn:assent:problem:device-unknown\",\"title\":\"There is no such credential\","
                + "\"status\":404,\"detail\":\"There is no such credential\",\"instance\":\""
                + DEVICES
                + "/VDS1-1\",\"reason\":\"DEVICE_UNKNOWN\"}");
  }

  @Test
  void shouldShowAnOperationWithAllItsFields() {
    // Given
    ingress.replies(new ClaimReply(Snapshots.USER));
    ingress.shows(
        anOperation("all")
            .setState(OperationState.EXPIRED)
            .setExternalUserId("jane")
            .setDisplayData(Map.of("operationPayload", "Pay 5"))
            .setRetrievedBy("VDS1-1")
            .setReason("DEADLINE_PASSED")
            .setDecidedAt(Instant.parse("2020-01-02T03:05:06Z"))
            .build());

    // When
    HttpResponse<String> response = send(get("/api/v1/operations/all", BACK_END));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"tenant\":\"demo\",\"userId\":\"0123456789ABCDEF\",\"operationId\":\"all\","
                + "\"externalUserId\":\"jane\",\"kind\":\"AUTHENTICATION\",\"channel\":\"DEVICE\","
                + "\"state\":\"EXPIRED\",\"displayData\":{\"operationPayload\":\"Pay 5\"},"
                + "\"proofKinds\":[],\"matchingDigits\":0,"
                + "\"createdAt\":\"2020-01-02T03:04:05.680Z\","
                + "\"expiresAt\":\"2020-01-02T03:05:05.680Z\",\"origin\":\"api-ingress\","
                + "\"challengeKey\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"retrievedBy\":\"VDS1-1\","
                + "\"failedProofs\":0,\"reason\":\"DEADLINE_PASSED\","
                + "\"decidedAt\":\"2020-01-02T03:05:06.000Z\",\"sequence\":2,\"userSequence\":7}");
  }

  @Test
  void shouldListOperationsOfAUserWhoseNameMustBeEncoded() {
    // Given
    ingress.shows();

    // When
    HttpResponse<String> response =
        send(get("/api/v1/users/a+b%2Fc(d)/operations?open=true", BACK_END));

    // Then
    assertThat(response.body()).isEqualTo("{\"operations\":[]}");
    assertThat(ingress.questions()).containsExactly("demo/a%2Bb%2Fc%28d%29 open=true atLeast=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?open=yes", "?open=true&open=true", "?limit=5", "?open=true&x=1"})
  @Tag("AS-5")
  void shouldRefuseParametersThatAreNotDocumented(String query) {
    // When
    HttpResponse<String> response = send(get("/api/v1/users/jane/operations" + query, BACK_END));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void shouldCancelAnOperationOfWhomeverItBelongsTo() {
    // Given
    ingress.answers(
        command ->
            IngressUnderTest.reply(
                command.getBody() instanceof ResolveClaim
                    ? new ClaimReply("jane")
                    : Snapshots.reply(
                        anOperation("to-cancel").setState(OperationState.CANCELLED).build()),
                3));

    // When
    HttpResponse<String> response =
        send(
            ingress
                .request("/api/v1/operations/to-cancel/cancel")
                .header("X-Api-Key", BACK_END)
                .POST(HttpRequest.BodyPublishers.noBody()));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"state\":\"CANCELLED\"");
    Command cancel = ingress.commands().getLast();
    assertThat(cancel.getUserId()).isEqualTo("jane");
    assertThat(cancel.getIdempotencyKey()).isEqualTo("cancel:to-cancel");
    assertThat(cancel.getBody()).isEqualTo(new CancelOperation("to-cancel"));
  }

  @Test
  void shouldRefuseToCancelAClosedOperation() {
    // Given
    ingress.answers(
        command ->
            IngressUnderTest.reply(
                command.getBody() instanceof ResolveClaim
                    ? new ClaimReply("jane")
                    : new Refusal(Reason.OPERATION_CLOSED.name(), null),
                0));

    // When
    HttpResponse<String> response =
        send(
            ingress
                .request("/api/v1/operations/closed-1/cancel")
                .header("X-Api-Key", BACK_END)
                .POST(HttpRequest.BodyPublishers.noBody()));

    // Then
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("\"reason\":\"OPERATION_CLOSED\"");
  }

  @Test
  void shouldKeepRolesApart() {
    // When
    HttpResponse<String> administration = send(get("/api/v1/operations/x", ADMINISTRATION));
    HttpResponse<String> backEnd = send(get(DEVICES, BACK_END));

    // Then
    assertThat(administration.statusCode()).isEqualTo(403);
    assertThat(backEnd.statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1/nothing", "/api/v2", "/rest/v1/x", "/beans", "/env"})
  void shouldAnswerPathsThatNobodyOwnsWithAProblem(String path) {
    // When
    HttpResponse<String> response = send(get(path, BACK_END));

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body()).contains("\"reason\":\"NOT_FOUND\"");
  }

  private static HttpRequest.Builder get(String path, String key) {
    return ingress.request(path).header("X-Api-Key", key).GET();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request);
  }
}
