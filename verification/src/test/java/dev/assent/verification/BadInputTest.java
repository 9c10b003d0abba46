package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad request gets its dialect's error, and the next request works. */
@ExtendWith(SharedSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final int LARGEST_BODY = BadRequest.LARGEST_BODY;

  private final RunningAssent assent;
  private final Api api;
  private final Map<String, String> backEnd;
  private final Map<String, String> frontEnd;
  private Holder holder;

  BadInputTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
    this.backEnd = Map.of("X-Api-Key", assent.local().demoTenant().backEndKey());
    this.frontEnd =
        Map.of(
            "Authorization", Api.basic(assent.tenant(), assent.local().demoTenant().frontEndKey()));
  }

  @BeforeAll
  void registerADevice() {
    holder = assent.holder();
  }

  @AfterEach
  void assertThatTheNextRequestWorks() {
    String operationId = RunningAssent.freshOperationId();
    assertThat(api.create(holder.userId(), operationId, "Log in").status()).isEqualTo(200);
    assertThat(api.cancel(operationId).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource({
    "dev.assent.verification.BadRequest#inEveryDialect",
    "dev.assent.verification.BadRequest#inOneDialect"
  })
  @Tag("JW-6")
  @Tag("JW-13")
  @Tag("AS-2")
  @Tag("AS-5")
  void shouldAnswerInTheFormOfTheDialect(BadRequest bad) {
    // When
    Answer answer = api.send(bad.method(), bad.path(), bad.bytes(), headers(bad));

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(bad.status());
    assertForm(bad.path(), answer);
  }

  @Test
  @Tag("JW-13")
  void shouldTakeABodyOfExactly64KibibytesAndRefuseOneByteMore() {
    // Given
    String start = "{\"operationId\":\"" + RunningAssent.freshOperationId() + "\"";
    String fitting = start + " ".repeat(LARGEST_BODY - start.length() - 1) + "}";
    String path = "/v2/users/" + holder.userId() + "/operations";

    // When
    Answer taken = api.asBackEnd("POST", path, fitting, Map.of());
    Answer refused = api.asBackEnd("POST", path, fitting + " ", Map.of());

    // Then
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    assertThat(refused.status()).as(refused.text()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "demo-back-end",
        "demo-back-end.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void shouldRefuseAnUnknownKeyInEveryDialect(String key) {
    // When
    Answer keyless = api.send("GET", "/v2/operations/a", new byte[0], Map.of("X-Api-Key", key));
    Answer own = api.send("GET", "/api/v1/operations/a", new byte[0], Map.of("X-Api-Key", key));
    Answer onespan =
        api.send(
            "POST",
            Api.RETRIEVE,
            "{}".getBytes(StandardCharsets.UTF_8),
            Map.of("Authorization", Api.basic(assent.tenant(), key)));

    // Then
    assertThat(keyless.status()).as(keyless.text()).isEqualTo(401);
    assertThat(own.status()).as(own.text()).isEqualTo(401);
    assertThat(onespan.status()).as(onespan.text()).isEqualTo(401);
    assertThat(onespan.statusCode()).isEqualTo("STAT_UNAUTHORIZED");
  }

  @Test
  void shouldRefuseAnUnknownTenant() {
    // Given
    String key = assent.local().demoTenant().frontEndKey();

    // When
    Answer answer =
        api.send(
            "POST",
            Api.RETRIEVE,
            "{}".getBytes(StandardCharsets.UTF_8),
            Map.of("Authorization", Api.basic("nobody", key)));

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
  }

  @Test
  @Tag("AS-11")
  void shouldRefuseAKeyThatLacksTheRole() {
    // Given
    String frontEndKey = assent.local().demoTenant().frontEndKey();
    String backEndKey = assent.local().demoTenant().backEndKey();

    // When
    Answer keyless =
        api.send("GET", "/v2/operations/a", new byte[0], Map.of("X-Api-Key", frontEndKey));
    Answer onespan =
        api.send(
            "POST",
            Api.RETRIEVE,
            "{}".getBytes(StandardCharsets.UTF_8),
            Map.of("Authorization", Api.basic(assent.tenant(), backEndKey)));

    // Then
    assertThat(keyless.status()).isEqualTo(401);
    assertThat(onespan.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!!!!!!!!!!!!!!!!!!!!!!!!!!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  @Tag("AS-6")
  void shouldNotFindAChallengeByAKeyThatNobodyIssued(String challengeKey) {
    // When
    Answer retrieval = api.retrieve(RunningAssent.SERIAL_NUMBER, challengeKey);
    Answer proof = api.authenticate(holder.userId(), challengeKey, "a".repeat(128));

    // Then
    assertThat(retrieval.statusCode()).as(retrieval.text()).isEqualTo("STAT_NOT_FOUND");
    assertThat(proof.statusCode()).as(proof.text()).isEqualTo("STAT_NOT_FOUND");
  }

  @Test
  @Tag("DL-5")
  void shouldNotGiveAChallengeToAnotherDevice() {
    // Given
    Challenged challenged = assent.challenged(holder);

    // When
    Answer answer = api.retrieve("VDS1000120-9", challenged.challengeKey());

    // Then
    assertThat(answer.statusCode()).isEqualTo("STAT_NOT_FOUND");
    Answer right = api.retrieve(RunningAssent.SERIAL_NUMBER, challenged.challengeKey());
    assertThat(right.succeeded()).as(right.text()).isTrue();
  }

  @Test
  @Tag("EI-3")
  @Tag("AS-6")
  void shouldNotAcceptAnotherUsersProof() throws Exception {
    // Given
    Holder other = assent.holder();
    Challenged challenged = assent.challenged(holder);
    String signature = assent.retrieveAndSign(challenged);

    // When
    Answer answer = api.authenticate(other.userId(), challenged.challengeKey(), signature);

    // Then
    assertThat(answer.statusCode()).as(answer.text()).isEqualTo("STAT_NOT_FOUND");
    Answer right = api.authenticate(holder.userId(), challenged.challengeKey(), signature);
    assertThat(right.succeeded()).as(right.text()).isTrue();
  }

  @Test
  @Tag("SCA-4")
  @Tag("DL-3")
  @Tag("EI-3")
  void shouldNotAcceptASignatureOverAnotherOperation() throws Exception {
    // Given
    Challenged signed = assent.challenged(holder);
    Challenged other = assent.challenged(holder);
    String signature = assent.retrieveAndSign(signed);
    assent.retrieveAndSign(other);

    // When
    Answer answer = api.authenticate(holder.userId(), other.challengeKey(), signature);

    // Then
    assertThat(answer.statusCode()).as(answer.text()).isEqualTo("STAT_INVCREDENTIALS");
    assertThat(assent.ledger().results(other.operationId())).isEmpty();
  }

  @Test
  void shouldNotHandOutOrAcceptAnythingAfterTheDeadline() throws Exception {
    // Given
    String unretrieved = RunningAssent.freshOperationId();
    String retrieved = RunningAssent.freshOperationId();
    Duration timeToLive = Duration.ofMillis(1_500);
    assent.publish(assent.request(holder.userId(), unretrieved, timeToLive));
    assent.publish(assent.request(holder.userId(), retrieved, timeToLive));
    String challengeKey = assent.ledger().awaitChallengeKey(unretrieved);
    Challenged challenged =
        new Challenged(holder, retrieved, assent.ledger().awaitChallengeKey(retrieved));
    String signature = assent.retrieveAndSign(challenged);
    assent.ledger().awaitResult(unretrieved);
    assent.ledger().awaitResult(retrieved);

    // When
    Answer retrieval = api.retrieve(RunningAssent.SERIAL_NUMBER, challengeKey);
    Answer proof = api.authenticate(holder.userId(), challenged.challengeKey(), signature);

    // Then
    assertThat(retrieval.statusCode()).as(retrieval.text()).isEqualTo("STAT_EXP_CHALLENGE");
    assertThat(proof.statusCode()).as(proof.text()).isEqualTo("STAT_EXP_CHALLENGE");
  }

  @Test
  void shouldNotCreateForAUserWithoutADevice() {
    // When
    Answer answer =
        api.create(RunningAssent.freshUserId(), RunningAssent.freshOperationId(), "Log in");

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(404);
  }

  @Test
  void shouldRefuseAnotherRequestUnderTheSameIdempotencyKey() {
    // Given
    Map<String, String> attempt = Api.attempt("attempt-" + RunningAssent.freshOperationId());
    api.create(holder.userId(), RunningAssent.freshOperationId(), "Log in", attempt);

    // When
    Answer answer =
        api.create(holder.userId(), RunningAssent.freshOperationId(), "Log in", attempt);

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
    assertThat(answer.json().path("code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
  }

  private Map<String, String> headers(BadRequest bad) {
    Map<String, String> headers =
        new HashMap<>(bad.path().startsWith("/rest/") ? frontEnd : backEnd);
    if (!bad.contentType().isEmpty()) {
      headers.put("Content-Type", bad.contentType());
    }
    return headers;
  }

  private static void assertForm(String path, Answer answer) {
    if (path.startsWith("/rest/")) {
      assertThat(answer.json().path("resultCodes").path("returnCodeEnum").asText())
          .isEqualTo("RET_FAILURE");
    } else if (path.startsWith("/v2/")) {
      assertThat(answer.json().path("code").asText()).isNotEmpty();
      assertThat(answer.json().path("message").asText()).isNotEmpty();
    } else {
      assertThat(answer.contentType()).startsWith("application/problem+json");
      assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    }
  }
}
