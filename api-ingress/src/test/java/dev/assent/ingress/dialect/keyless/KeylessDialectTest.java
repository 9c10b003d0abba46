package dev.assent.ingress.dialect.keyless;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.DISABLED;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.dialect.Snapshots.USER;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.ingress.gateway.Outcome;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.Tenant;
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
import org.junit.jupiter.params.provider.CsvSource;
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

  @Test
  void shouldAnswerSuccessTrueToACreation() {
    // Given
    ingress.replies(Snapshots.reply(anOperation("op-1").build()));

    // When
    HttpResponse<String> response = send(post(CREATE, "{\"operationId\":\"op-1\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"success\":true}");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void shouldMakeACommandOfEveryFieldOfACreation() {
    // Given
    ingress.replies(Snapshots.reply(anOperation("op-1").build()));
    String body =
        "{\"operationId\":\"op-1\",\"externalUserId\":\"jane\",\"operationPayload\":\"Pay € 5\"}";

    // When
    send(post(CREATE, body));

    // Then
    Command command = ingress.command();
    assertThat(command.getTenant()).isEqualTo("demo");
    assertThat(command.getUserId()).isEqualTo(USER);
    assertThat(command.getIdempotencyKey()).isEqualTo("operation:op-1");
    assertThat(command.getReceivedAt()).isEqualTo(NOW);
    assertThat(command.getBody())
        .isEqualTo(
            CreateOperation.newBuilder()
                .setOperationId("op-1")
                .setExternalUserId("jane")
                .setKind(OperationKind.AUTHENTICATION)
                .setChannel(Channel.DEVICE)
                .setDisplayData(Map.of("operationPayload", "Pay € 5"))
                .build());
  }

  @Test
  void shouldTakeAnAbsentPayloadAsNothingToShow() {
    // When
    send(post(CREATE, "{\"operationId\":\"op-1\"}"));

    // Then
    CreateOperation body = (CreateOperation) ingress.command().getBody();
    assertThat(body.getDisplayData()).isEmpty();
    assertThat(body.getExternalUserId()).isNull();
  }

  @Test
  void shouldTakeTheCallersIdempotencyKey() {
    // When
    send(post(CREATE, "{\"operationId\":\"op-1\"}").header("Idempotency-Key", "try-1"));

    // Then
    assertThat(ingress.command().getIdempotencyKey()).isEqualTo("header:try-1");
  }

  @Test
  void shouldRefuseAnIdempotencyKeyThatIsTooLong() {
    // When
    HttpResponse<String> response =
        send(post(CREATE, "{\"operationId\":\"x\"}").header("Idempotency-Key", "k".repeat(256)));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void shouldSayWhenToTryAgainOnceTheQuotaOfOperationsIsReached() {
    // Given
    ingress.replies(Snapshots.reply(anOperation("op-1").build()));
    Tenant limited = Tenant.newBuilder(ingress.tenants().latest(IngressUnderTest.TENANT)).build();
    limited.getPolicy().setOperationsPerSecond(1);
    ingress.tenants().write(limited);

    // When
    HttpResponse<String> first = send(post(CREATE, "{\"operationId\":\"op-1\"}"));
    HttpResponse<String> second = send(post(CREATE, "{\"operationId\":\"op-2\"}"));

    // Then
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.body()).contains("QUOTA_EXCEEDED");
    assertThat(second.headers().firstValue("Retry-After")).contains("1");
    assertThat(ingress.commands()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST,400",
    "TENANT_UNKNOWN,401",
    "NO_ELIGIBLE_CREDENTIAL,404",
    "IDEMPOTENCY_CONFLICT,409",
    "OPERATION_EXISTS,409",
    "TOO_MANY_PENDING,409",
    "USER_LOCKED,409",
    "COOLING_DOWN,409",
    "QUOTA_EXCEEDED,429",
    "PROOF_INVALID,500"
  })
  void shouldTranslateARefusalOfACreation(Reason reason, int status) {
    // Given
    ingress.refuses(reason);

    // When
    HttpResponse<String> response = send(post(CREATE, "{\"operationId\":\"op-1\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).matches("\\{\"code\":\"[A-Z_]+\",\"message\":\"[^\"]+\"}");
  }

  @Test
  void shouldSayWhenACoolDownEnds() {
    // Given
    ingress.refuses(Reason.COOLING_DOWN, NOW.plusSeconds(30));

    // When
    HttpResponse<String> response = send(post(CREATE, "{\"operationId\":\"op-1\"}"));

    // Then
    assertThat(response.headers().firstValue("Retry-After")).contains("30");
  }

  @Test
  void shouldNotSayWhenALockEndsThatTimeDoesNotLift() {
    // Given
    ingress.refuses(Reason.USER_LOCKED, Instant.parse("9999-12-31T23:59:59.999Z"));

    // When
    HttpResponse<String> response = send(post(CREATE, "{\"operationId\":\"op-1\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void shouldRefuseMoreThanADeviceShows() {
    // Given
    String payload = "x".repeat(32_768);

    // When
    HttpResponse<String> response =
        send(post(CREATE, "{\"operationId\":\"op\",\"operationPayload\":\"" + payload + "\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("displayData must be at most 32768 characters");
  }

  @Test
  void shouldShowNoUserOfAnOperationThatHasNone() {
    // Given
    ingress.replies(new ClaimReply(" nobodys"));
    ingress.shows(anOperation("nobodys").setUserId(" nobodys").build());

    // When
    HttpResponse<String> response = send(get("/v2/operations/nobodys"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).doesNotContain("userId");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "\"op\"",
        "{}",
        "{\"operationId\":7}",
        "{\"operationId\":null}",
        "{\"operationId\":true}",
        "{\"operationId\":[\"op\"]}",
        "{\"operationId\":\"\"}",
        "{\"operationId\":\"a b\"}",
        "{\"operationId\":\"ü\"}",
        "{\"operationId\":\"op\",\"operationId\":\"op\"}",
        "{\"operationId\":\"op\",\"authType\":\"pin\"}",
        "{\"operationId\":\"op\",\"externalUserId\":null}",
        "{\"operationId\":\"op\",\"operationPayload\":{}}",
        "{\"operationId\":\"op\",\"operationPayload\":\"\\ud800\"}",
        "{\"operationId\":\"op\"}{}",
        "{\"operationId\":\"op\",}",
        "{'operationId':'op'}",
        "{\"operationId\":\"op\",\"operationPayload\":[[[[[[[[[[]]]]]]]]]]}"
      })
  void shouldRefuseABodyThatIsNotAsDocumented(String body) {
    // When
    HttpResponse<String> response = send(post(CREATE, body));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"code\":\"BAD_REQUEST\",\"message\":\"");
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  @Tag("JW-6")
  void shouldRefuseABodyThatIsNotUtf8() {
    // Given
    byte[] body = "{\"operationId\":\"op\",\"externalUserId\":\"?\"}".getBytes(US_ASCII);
    body[body.length - 3] = (byte) 0xFC;

    // When
    HttpResponse<String> response =
        send(
            ingress
                .request(CREATE)
                .header("X-Api-Key", BACK_END)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef", "G0", "A", "..", "0%20A", "%", "A%2FB", "ÄÖ"})
  void shouldRefuseAUserIdThatIsNotUpperCaseHexadecimal(String userId) {
    // Given
    String encoded = userId.equals("%") ? "%25" : userId.replace("ÄÖ", "%C3%84%C3%96");

    // When
    HttpResponse<String> response =
        send(post("/v2/users/" + encoded + "/operations", "{\"operationId\":\"op\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ingress.commands()).isEmpty();
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
  void shouldListPendingOperationsWithoutAbsentMembers() {
    // Given
    ingress.shows(
        anOperation("op-1").build(),
        anOperation("op-2")
            .setExternalUserId("jane")
            .setDisplayData(Map.of("operationPayload", "Pay 5"))
            .build());

    // When
    HttpResponse<String> response = send(get("/v2/users/" + USER + "/operations/pending"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "[{\"operationId\":\"op-1\"},{\"operationId\":\"op-2\",\"operationPayload\":\"Pay 5\","
                + "\"externalUserId\":\"jane\"}]");
  }

  @Test
  void shouldAskForOpenOperationsThatIncludeTheCallersOwnWrite() {
    // Given
    String user = "ABCDEF";
    ingress.shows();
    ingress.answers(_ -> IngressUnderTest.reply(Snapshots.reply(anOperation("op").build()), 41));
    send(post("/v2/users/" + user + "/operations", "{\"operationId\":\"op\"}"));

    // When
    send(get("/v2/users/" + user + "/operations/pending"));

    // Then
    assertThat(ingress.questions()).containsExactly("demo/ABCDEF open=true atLeast=41");
  }

  @Test
  void shouldSayUnavailableWithoutAView() {
    // When
    HttpResponse<String> response = send(get("/v2/users/" + USER + "/operations/pending"));

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
  }

  @Test
  void shouldShowAnApprovedOperationAsDocumented() {
    // Given
    ingress.replies(new ClaimReply(USER));
    ingress.shows(
        anOperation("approved-1")
            .setState(OperationState.APPROVED)
            .setExternalUserId("jane")
            .setDisplayData(Map.of("operationPayload", "Pay 5"))
            .build());

    // When
    HttpResponse<String> response = send(get("/v2/operations/approved-1"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .matches(
            "\\{\"id\":\\d+,\"timestamp\":\"2020-01-02T03:04:05.68\",\"nodeId\":\"api-ingress\","
                + "\"userId\":\"0123456789ABCDEF\",\"externalUserId\":\"jane\","
                + "\"operationId\":\"approved-1\",\"operationPayload\":\"Pay 5\","
                + "\"result\":true,\"state\":\"approved\"}");
  }

  @ParameterizedTest
  @CsvSource({"CHALLENGED", "RETRIEVED", "CANCELLED", "EXPIRED", "FAILED", "DECLINED"})
  void shouldShowEverythingElseAsPendingAndNotApproved(OperationState state) {
    // Given
    String operationId = "state-" + state;
    ingress.replies(new ClaimReply(USER));
    ingress.shows(anOperation(operationId).setState(state).build());

    // When
    HttpResponse<String> response = send(get("/v2/operations/" + operationId));

    // Then
    assertThat(response.body()).contains("\"result\":false,\"state\":\"pending\"");
    assertThat(response.body()).doesNotContain("externalUserId", "operationPayload", "apiKey");
  }

  @Test
  void shouldCutAFractionOfZeroFromTheTimestamp() {
    // Given
    ingress.replies(new ClaimReply(USER));
    ingress.shows(anOperation("whole").setCreatedAt(Instant.parse("2020-01-02T03:04:05Z")).build());

    // When
    HttpResponse<String> response = send(get("/v2/operations/whole"));

    // Then
    assertThat(response.body()).contains("\"timestamp\":\"2020-01-02T03:04:05\"");
  }

  @Test
  void shouldResolveAnOperationIdOnce() {
    // Given
    ingress.replies(new ClaimReply(USER));
    ingress.shows(anOperation("once").build());

    // When
    send(get("/v2/operations/once"));
    send(get("/v2/operations/once"));

    // Then
    assertThat(ingress.command().getBody()).isEqualTo(new ResolveClaim("once"));
  }

  @Test
  void shouldKnowTheUserOfAnOperationThatItCreated() {
    // Given
    ingress.replies(Snapshots.reply(anOperation("own").build()));
    ingress.shows(anOperation("own").build());
    send(post(CREATE, "{\"operationId\":\"own\"}"));

    // When
    HttpResponse<String> response = send(get("/v2/operations/own"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(ingress.command().getBody()).isInstanceOf(CreateOperation.class);
  }

  @Test
  void shouldResolveAgainWhenTheRememberedUserHasNoSuchOperation() {
    // Given
    ingress.replies(new ClaimReply("FFFF"));
    ingress.shows(anOperation("moved").setUserId("FFFF").build());
    send(get("/v2/operations/moved"));
    ingress.replies(new ClaimReply(USER));
    ingress.shows(anOperation("moved").build());

    // When
    HttpResponse<String> response = send(get("/v2/operations/moved"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"userId\":\"" + USER + "\"");
  }

  @Test
  void shouldNotFindAnOperationThatNobodyClaimed() {
    // Given
    ingress.replies(new Refusal(Reason.OPERATION_UNKNOWN.name(), null));

    // When
    HttpResponse<String> response = send(get("/v2/operations/unknown"));

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).startsWith("{\"code\":\"OPERATION_UNKNOWN\"");
  }

  @ParameterizedTest
  @CsvSource({"a%2Fb,a/b", "a+b,a+b", "%25,%", "%C2,", "a%20b,", "..%2F,../"})
  void shouldTakeTheOperationIdFromThePathAsItWasEncoded(String path, String operationId) {
    // When
    HttpResponse<String> response = send(get("/v2/operations/" + path));

    // Then
    if (operationId == null) {
      assertThat(response.statusCode()).isEqualTo(400);
    } else {
      assertThat(ingress.command().getBody()).isEqualTo(new ResolveClaim(operationId));
    }
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
