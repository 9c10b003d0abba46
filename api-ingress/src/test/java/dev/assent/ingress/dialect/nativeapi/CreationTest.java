package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTest {
  private static final String OF_USER = "/api/v1/users/jane/operations";
  private static final String OF_NOBODY = "/api/v1/operations";
  private static final String LEAST = "{\"operationId\":\"op-1\",\"kind\":\"SIGNING\"}";

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
  void shouldAskForEverythingThatAnOperationCanHave() {
    // When
    send(
        post(
            OF_USER,
            """
            {"operationId":"op-1","kind":"SIGNING","channel":"MSSP","displayData":{"amount":"5"},
             "template":{"id":"payment","version":3},"language":"de-CH","scope":"login",
             "proofKinds":["MOBILE_SIGNATURE"],"maximumFailedProofs":2,"timeToLive":60000,
             "externalUserId":"jd","externalReference":"order 7","matchingValue":"42",
             "connector":"mid"}
            """));

    // Then
    assertThat(ingress.command().getUserId()).isEqualTo("jane");
    assertThat(ingress.command().getIdempotencyKey()).isEqualTo("operation:op-1");
    assertThat(ingress.command().getBody())
        .isEqualTo(
            CreateOperation.newBuilder()
                .setOperationId("op-1")
                .setKind(OperationKind.SIGNING)
                .setChannel(Channel.MSSP)
                .setDisplayData(Map.of("amount", "5"))
                .setTemplateId("payment")
                .setTemplateVersion(3)
                .setLanguage("de-CH")
                .setScope("login")
                .setProofKinds(List.of("MOBILE_SIGNATURE"))
                .setMaximumFailedProofs(2)
                .setTimeToLive(60_000L)
                .setExternalUserId("jd")
                .setExternalReference("order 7")
                .setMatchingValue("42")
                .setMatchingPossible(true)
                .setConnector("mid")
                .build());
  }

  @Test
  @Tag("SCA-16")
  void shouldLeaveToThePolicyWhatIsNotSaid() {
    // When
    send(post(OF_USER, LEAST));

    // Then
    assertThat(ingress.command().getBody())
        .isEqualTo(
            CreateOperation.newBuilder()
                .setOperationId("op-1")
                .setKind(OperationKind.SIGNING)
                .setChannel(Channel.DEVICE)
                .setDisplayData(Map.of())
                .setMatchingPossible(true)
                .build());
  }

  @Test
  @Tag("NI-2")
  void shouldTellTheMatchingValueToTheCreatorAndToNobodyElse() {
    // Given
    ingress.replies(new OperationReply(anOperation("a/b").setUserId("jane").build(), "47"));
    ingress.shows(anOperation("a/b").setUserId("jane").setMatchingDigits(2).build());

    // When
    HttpResponse<String> created = send(post(OF_USER, LEAST.replace("op-1", "a/b")));
    HttpResponse<String> read = send(get("/api/v1/operations/a%2Fb"));

    // Then
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).contains("/api/v1/operations/a%2Fb");
    assertThat(created.body())
        .contains("\"operationId\":\"a/b\"")
        .contains("\"matchingValue\":\"47\"");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).contains("\"matchingDigits\":2").doesNotContain("47", "matchingValue");
  }

  @Test
  void shouldMakeAnIdThatNobodyGuesses() {
    // When
    send(post(OF_USER, "{\"kind\":\"AUTHENTICATION\"}"));
    send(post(OF_USER, "{\"kind\":\"AUTHENTICATION\"}"));

    // Then
    List<String> ids =
        ingress.commands().stream()
            .map(command -> ((CreateOperation) command.getBody()).getOperationId())
            .toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void shouldNotTakeAnIdempotencyKeyForAnOperationWithoutAnIdOfTheCallers() {
    // When
    HttpResponse<String> response =
        send(post(OF_USER, "{\"kind\":\"SIGNING\"}").header("Idempotency-Key", "try-1"));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("operationId is required together with Idempotency-Key");
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"kind\":\"PAYMENT\"}",
        "{\"kind\":\"SIGNING\",\"extra\":1}",
        "{\"kind\":\"SIGNING\",\"operationId\":\"a b\"}",
        "{\"kind\":\"SIGNING\",\"channel\":\"device\"}",
        "{\"kind\":\"SIGNING\",\"displayData\":{\"a\":1}}",
        "{\"kind\":\"SIGNING\",\"displayData\":[\"a\"]}",
        "{\"kind\":\"SIGNING\",\"displayData\":{\"a\":\"1\",\"a\":\"2\"}}",
        "{\"kind\":\"SIGNING\",\"displayData\":{\"\\ud800\":\"1\"}}",
        "{\"kind\":\"SIGNING\",\"template\":{\"id\":\"payment\"}}",
        "{\"kind\":\"SIGNING\",\"template\":{\"id\":\"pay ment\",\"version\":1}}",
        "{\"kind\":\"SIGNING\",\"template\":{\"id\":\"payment\",\"version\":0}}",
        "{\"kind\":\"SIGNING\",\"template\":{\"id\":\"payment\",\"version\":1,\"x\":1}}",
        "{\"kind\":\"SIGNING\",\"language\":\"DE-ch\"}",
        "{\"kind\":\"SIGNING\",\"scope\":\"a b\"}",
        "{\"kind\":\"SIGNING\",\"scope\":\"\"}",
        "{\"kind\":\"SIGNING\",\"proofKinds\":[]}",
        "{\"kind\":\"SIGNING\",\"proofKinds\":[\"OCRA\",\"OCRA\"]}",
        "{\"kind\":\"SIGNING\",\"proofKinds\":[\"PASSWORD\"]}",
        "{\"kind\":\"SIGNING\",\"proofKinds\":\"OCRA\"}",
        "{\"kind\":\"SIGNING\",\"maximumFailedProofs\":0}",
        "{\"kind\":\"SIGNING\",\"maximumFailedProofs\":6}",
        "{\"kind\":\"SIGNING\",\"maximumFailedProofs\":4294967297}",
        "{\"kind\":\"SIGNING\",\"maximumFailedProofs\":1.0}",
        "{\"kind\":\"SIGNING\",\"timeToLive\":999}",
        "{\"kind\":\"SIGNING\",\"timeToLive\":600001}",
        "{\"kind\":\"SIGNING\",\"timeToLive\":\"PT1M\"}",
        "{\"kind\":\"SIGNING\",\"matchingValue\":\"1\"}",
        "{\"kind\":\"SIGNING\",\"matchingValue\":\"123456789\"}",
        "{\"kind\":\"SIGNING\",\"matchingValue\":42}",
        "{\"kind\":\"SIGNING\",\"connector\":\"a/b\"}",
        "{\"kind\":\"SIGNING\",\"matchingPossible\":false}",
        "{\"kind\":\"SIGNING\",\"claimedBy\":\"VDS1-1\"}"
      })
  @Tag("AS-2")
  void shouldRefuseACreationThatIsNotAsDocumented(String body) {
    // When
    HttpResponse<String> response = send(post(OF_USER, body));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"reason\":\"BAD_REQUEST\"");
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"externalUserId", "externalReference"})
  void shouldRefuseANameThatIsTooLong(String member) {
    // When
    HttpResponse<String> response =
        send(
            post(
                OF_USER,
                "{\"kind\":\"SIGNING\",\"%s\":\"%s\"}".formatted(member, "x".repeat(257))));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(member + " must be at most 256 characters");
  }

  @Test
  void shouldSayInTheProblemWhenToTryAgain() {
    // Given
    ingress.refuses(Reason.COOLING_DOWN, NOW.plusMillis(29_500));

    // When
    HttpResponse<String> response = send(post(OF_USER, LEAST));

    // Then
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("30");
    assertThat(response.body())
        .endsWith("\"reason\":\"COOLING_DOWN\",\"retryAt\":\"2026-01-02T03:04:35.178Z\"}");
  }

  @Test
  void shouldCreateAnOperationWithoutAUserAndReadItById() {
    // Given
    ingress.answers(
        _ ->
            IngressUnderTest.reply(
                new OperationReply(anOperation("free").setUserId(" free").build(), null), 2));
    ingress.shows(anOperation("free").setUserId(" free").build());

    // When
    HttpResponse<String> created = send(post(OF_NOBODY, LEAST.replace("op-1", "free")));
    HttpResponse<String> read = send(get("/api/v1/operations/free"));

    // Then
    assertThat(ingress.command().getUserId()).isNull();
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body()).doesNotContain("userId");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).doesNotContain("userId");
    assertThat(ingress.questions()).containsExactly("demo/%20free/free atLeast=2");
  }

  @Test
  void shouldFindTheNewUserOfAnOperationThatWasHandedOver() {
    // Given
    ingress.answers(
        command ->
            IngressUnderTest.reply(
                command.getBody() instanceof ResolveClaim
                    ? new ClaimReply(Snapshots.USER)
                    : Snapshots.reply(anOperation("taken").setUserId(" taken").build()),
                0));
    send(post(OF_NOBODY, LEAST.replace("op-1", "taken")));
    ingress.shows(anOperation("taken").build());

    // When
    HttpResponse<String> response = send(get("/api/v1/operations/taken"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"userId\":\"" + Snapshots.USER + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {OF_USER, OF_NOBODY})
  void shouldLetOnlyTheBackEndCreate(String path) {
    // When
    HttpResponse<String> response = send(ingress.post(path, LEAST).header("X-Api-Key", FRONT_END));

    // Then
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldNotTakeAUserWhoStandsForNobody() {
    // When
    HttpResponse<String> response = send(post("/api/v1/users/%20op-1/operations", LEAST));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void shouldCountOperationsWithoutAUserTowardsTheQuota() {
    // Given
    Tenant limited = Tenant.newBuilder(ingress.tenants().latest(IngressUnderTest.TENANT)).build();
    limited.getPolicy().setOperationsPerSecond(1);
    ingress.tenants().write(limited);
    send(post(OF_NOBODY, LEAST));

    // When
    HttpResponse<String> response = send(post(OF_NOBODY, LEAST));

    // Then
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(ingress.commands()).map(Command::getTenant).hasSize(1);
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
