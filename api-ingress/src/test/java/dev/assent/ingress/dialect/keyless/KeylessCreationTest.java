package dev.assent.ingress.dialect.keyless;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.dialect.Snapshots.USER;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
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

class KeylessCreationTest {
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

  private static HttpRequest.Builder post(String path, String body) {
    return ingress.post(path, body).header("X-Api-Key", BACK_END);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request);
  }
}
