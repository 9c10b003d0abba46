package dev.assent.ingress.dialect.keyless;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.dialect.Snapshots.USER;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeylessReadingTest {
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
  void shouldListNothingOfAUserOfWhomNothingIsKnown() {
    // Given
    ingress.shows();

    // When
    HttpResponse<String> response = send(get("/v2/users/" + USER + "/operations/pending"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("[]");
  }

  @Test
  void shouldNumberAnOperationAlikeForEverAndAsExactlyAsJsonCan() {
    // Given
    ingress.replies(new ClaimReply(USER));
    Set<Long> numbers = new HashSet<>();
    for (int number = 0; number < 20; number++) {
      String path = "/v2/operations/numbered-" + number;
      OperationSnapshot.Builder operation = anOperation("numbered-" + number);

      // When
      ingress.shows(operation.build());
      long open = number(send(get(path)));
      ingress.shows(operation.setState(OperationState.APPROVED).setSequence(9).build());
      long approved = number(send(get(path)));

      // Then
      assertThat(approved).isEqualTo(open).isBetween(0L, (1L << 53) - 1);
      numbers.add(open);
    }
    assertThat(numbers).hasSize(20);
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
  void shouldMarkWhatMayBeBehind() {
    // Given
    ingress.replies(new ClaimReply(USER));
    ingress.shows(anOperation("op").build());
    HttpResponse<String> fresh = send(get("/v2/operations/op"));

    // When
    ingress.showsWhatMayBeBehind();
    HttpResponse<String> stale = send(get("/v2/operations/op"));
    HttpResponse<String> missing = send(get("/v2/operations/other"));

    // Then
    assertThat(fresh.headers().firstValue("Assent-Stale")).isEmpty();
    assertThat(stale.statusCode()).isEqualTo(200);
    assertThat(stale.body()).isEqualTo(fresh.body());
    assertThat(stale.headers().firstValue("Assent-Stale")).hasValue("true");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.headers().firstValue("Assent-Stale")).hasValue("true");
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

  @ParameterizedTest
  @CsvSource({
    "DEVICE_PIN,pin",
    "DEVICE_BIOMETRIC,biom",
    "DEVICE_BIOMETRIC;DEVICE_PIN,",
    "OCRA,",
    "'',"
  })
  void shouldNameTheAuthenticationTypeWhereTheVendorHasAWordForIt(String kinds, String type) {
    // Given
    String operationId = "type-" + kinds.length();
    List<String> accepted = kinds.isEmpty() ? List.of() : List.of(kinds.split(";"));
    ingress.replies(new ClaimReply(USER));
    ingress.shows(anOperation(operationId).setProofKinds(accepted).build());

    // When
    String one = send(get("/v2/operations/" + operationId)).body();
    String pending = send(get("/v2/users/" + USER + "/operations/pending")).body();

    // Then
    String member = type == null ? "" : ",\"authType\":\"" + type + "\"";
    assertThat(one).contains("\"result\":false" + member + ",\"state\":\"pending\"");
    assertThat(pending).isEqualTo("[{\"operationId\":\"" + operationId + "\"" + member + "}]");
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

  private static long number(HttpResponse<String> operation) {
    return Long.parseLong(operation.body().replaceFirst("\\{\"id\":(\\d+),.*", "$1"));
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
