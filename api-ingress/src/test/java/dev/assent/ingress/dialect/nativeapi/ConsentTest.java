package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.REPLY_TIMEOUT;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.ClaimOperation;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
  private static final String KEY =
      ChallengeKey.issue(new UserKey("demo", "jane"), new byte[16]).text();
  private static final String CHALLENGE = "/api/v1/challenges/" + KEY;
  private static final String CLAIM = "/api/v1/operations/op-1/claim";
  private static final String SIGNATURE = "aB".repeat(64);
  private static final String RETRIEVAL = "{\"serialNumber\":\"VDS1-1\"}";
  private static final String PROOF = "{\"userId\":\"jane\",\"proof\":\"" + SIGNATURE + "\"}";
  private static final String REFUSAL =
      "{\"userId\":\"jane\",\"reason\":\"NOT_ME\",\"signature\":\"" + SIGNATURE + "\"}";
  private static final String CLAIMING = "{\"userId\":\"jane\",\"serialNumber\":\"VDS1-1\"}";

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
  void shouldHandOutTheSealedMessage() {
    // Given
    ingress.replies(new ChallengeReply(ByteBuffer.wrap(new byte[] {1, (byte) 0xAB})));

    // When
    HttpResponse<String> response = send(post(CHALLENGE + "/retrieve", RETRIEVAL));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"requestMessage\":\"01AB\"}");
    assertThat(ingress.command().getBody())
        .isEqualTo(
            new RetrieveChallenge(
                KEY, "VDS1-1", NOW.plus(REPLY_TIMEOUT.multipliedBy(8).dividedBy(10)), null, null));
  }

  @Test
  void shouldPresentASignature() {
    // Given
    ingress.replies(
        new ProofReply(
            anOperation("op-1").setUserId("jane").setState(OperationState.APPROVED).build(),
            "VDS1-1"));

    // When
    HttpResponse<String> response = send(post(CHALLENGE + "/proof", PROOF));

    // Then
    byte[] signature = HexFormat.of().parseHex(SIGNATURE);
    assertThat(ingress.command().getUserId()).isEqualTo("jane");
    assertThat(ingress.command().getBody())
        .isEqualTo(new SubmitProof(KEY, ByteBuffer.wrap(signature), null, null));
    assertThat(response.body())
        .isEqualTo(
            "{\"userId\":\"jane\",\"operationId\":\"op-1\",\"state\":\"APPROVED\","
                + "\"serialNumber\":\"VDS1-1\"}");
  }

  @Test
  void shouldPresentAnOcraResponse() {
    // When
    send(post(CHALLENGE + "/proof", PROOF.replace(SIGNATURE, "01234567")));

    // Then
    assertThat(ingress.command().getBody())
        .isEqualTo(
            new SubmitProof(KEY, ByteBuffer.wrap("01234567".getBytes(US_ASCII)), null, null));
  }

  @Test
  void shouldPresentARefusal() {
    // Given
    ingress.replies(
        new OperationReply(
            anOperation("op-1")
                .setUserId("jane")
                .setState(OperationState.DECLINED)
                .setReason("DISOWNED_BY_USER")
                .build(),
            null));

    // When
    HttpResponse<String> response = send(post(CHALLENGE + "/decline", REFUSAL));

    // Then
    byte[] signature = HexFormat.of().parseHex(SIGNATURE);
    assertThat(ingress.command().getIdempotencyKey())
        .matches("decline:" + KEY + ":NOT_ME:[0-9a-f]{64}");
    assertThat(ingress.command().getBody())
        .isEqualTo(new DeclineOperation(KEY, "NOT_ME", ByteBuffer.wrap(signature), null, null));
    assertThat(response.body())
        .isEqualTo(
            "{\"userId\":\"jane\",\"operationId\":\"op-1\",\"state\":\"DECLINED\","
                + "\"reason\":\"DISOWNED_BY_USER\"}");
  }

  @Test
  void shouldClaimAnOperationAndTellTheDeviceNoMoreThanItNeeds() {
    // Given
    ingress.replies(new OperationReply(anOperation("op-1").setUserId("jane").build(), "47"));

    // When
    HttpResponse<String> response = send(post(CLAIM, CLAIMING));

    // Then
    Command command = ingress.command();
    assertThat(command.getUserId()).isEqualTo("jane");
    assertThat(command.getIdempotencyKey()).isEqualTo("claim:op-1:VDS1-1");
    assertThat(command.getBody()).isEqualTo(new ClaimOperation("op-1", "VDS1-1"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"userId\":\"jane\",\"operationId\":\"op-1\","
                + "\"challengeKey\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\","
                + "\"expiresAt\":\"2020-01-02T03:05:05.680Z\"}");
  }

  @Test
  void shouldKnowWhoClaimedAnOperationThatItHadReadAsNobodys() {
    // Given
    String path = "/api/v1/operations/claimed";
    ingress.replies(new ClaimReply(" claimed"));
    ingress.shows(anOperation("claimed").setUserId(" claimed").build());
    send(ingress.request(path).header("X-Api-Key", BACK_END).GET());
    ingress.replies(
        new OperationReply(
            anOperation("claimed").setUserId("carl").setUserSequence(5).build(), null));
    send(post(path + "/claim", CLAIMING.replace("jane", "carl")));
    ingress.shows(anOperation("claimed").setUserId("carl").build());

    // When
    HttpResponse<String> response = send(ingress.request(path).header("X-Api-Key", BACK_END).GET());

    // Then
    assertThat(response.body()).contains("\"userId\":\"carl\"");
    assertThat(ingress.questions()).last().isEqualTo("demo/carl/claimed atLeast=5");
    assertThat(ingress.commands()).filteredOn(c -> c.getBody() instanceof ResolveClaim).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CHALLENGE_UNKNOWN,404",
    "DEADLINE_PASSED,409",
    "OPERATION_CLOSED,409",
    "USER_LOCKED,409",
    "PROOF_INVALID,409",
    "TOO_MANY_FAILED_PROOFS,409",
    "ABANDONED,503"
  })
  void shouldTranslateARefusal(Reason reason, int status) {
    // Given
    ingress.refuses(reason);

    // When
    HttpResponse<String> proof = send(post(CHALLENGE + "/proof", PROOF));
    HttpResponse<String> refusal = send(post(CHALLENGE + "/decline", REFUSAL));
    HttpResponse<String> retrieval = send(post(CHALLENGE + "/retrieve", RETRIEVAL));

    // Then
    assertThat(proof.statusCode()).isEqualTo(status);
    assertThat(refusal.statusCode()).isEqualTo(status);
    assertThat(retrieval.statusCode()).isEqualTo(status);
  }

  @Test
  void shouldNotFindAKeyThatCannotBeOneWithoutAskingAnybody() {
    // When
    HttpResponse<String> response = send(post("/api/v1/challenges/x/retrieve", RETRIEVAL));

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("\"reason\":\"CHALLENGE_UNKNOWN\"");
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retrieve|{}",
        "retrieve|{\"serialNumber\":\"VDS1\"}",
        "retrieve|{\"serialNumber\":\"VDS1-1\",\"challengeKey\":\"x\"}",
        "proof|{\"userId\":\"jane\"}",
        "proof|{\"userId\":\"jane\",\"proof\":\"abcd\"}",
        "proof|{\"userId\":\" op-1\",\"proof\":\"01234567\"}",
        "decline|{\"userId\":\"jane\",\"reason\":\"NO\",\"signature\":\"01234567\"}",
        "decline|{\"userId\":\"jane\",\"signature\":\"01234567\"}"
      })
  void shouldRefuseABodyThatIsNotAsDocumented(String service, String body) {
    // When
    HttpResponse<String> response = send(post(CHALLENGE + "/" + service, body));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {CLAIM, "/api/v1/challenges/x/proof", "/api/v1/challenges/x/decline"})
  void shouldLetOnlyTheFrontEndSpeakForADevice(String path) {
    // When
    HttpResponse<String> response =
        send(ingress.post(path, CLAIMING).header("X-Api-Key", BACK_END));

    // Then
    assertThat(response.statusCode()).isEqualTo(403);
  }

  private static HttpRequest.Builder post(String path, String body) {
    return ingress.post(path, body).header("X-Api-Key", FRONT_END);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request);
  }
}
