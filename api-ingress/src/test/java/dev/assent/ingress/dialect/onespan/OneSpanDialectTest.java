package dev.assent.ingress.dialect.onespan;

import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.REPLY_TIMEOUT;
import static dev.assent.ingress.application.IngressUnderTest.basic;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.ProofReply;
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

class OneSpanDialectTest {
  private static final String RETRIEVE = "/rest/v2/authentication/push/getPreparedSecureChallenge";
  private static final String AUTHENTICATE = "/rest/v2/authentication/push/authUser";
  private static final String KEY =
      ChallengeKey.issue(new UserKey("demo", "jane.doe"), new byte[16]).text();
  private static final String SIGNATURE = "aB".repeat(64);
  private static final String RETRIEVAL =
      "{\"serialNumber\":\"VDS1000000-1\",\"challengeKey\":\"" + KEY + "\"}";
  private static final String PROOF =
      "{\"userID\":\"jane.doe\",\"domain\":\"demo\",\"challengeKey\":\"%s\",\"signature\":\"%s\"}"
          .formatted(KEY, SIGNATURE);
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
  void shouldGiveTheSealedMessageAsUpperCaseHexadecimal() {
    // Given
    byte[] sealed = HexFormat.of().parseHex("2eaa8300f254c137b35237560ccbfe98");
    ingress.replies(new ChallengeReply(ByteBuffer.wrap(sealed)));

    // When
    HttpResponse<String> response = send(post(RETRIEVE, RETRIEVAL));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"resultCodes\":{\"returnCodeEnum\":\"RET_SUCCESS\","
                + "\"statusCodeEnum\":\"STAT_SUCCESS\",\"returnCode\":0,\"statusCode\":0},"
                + "\"result\":{\"requestMessage\":\"2EAA8300F254C137B35237560CCBFE98\"}}");
  }

  @Test
  void shouldAbandonARetrievalThatCouldNotBeRepeated() {
    // When
    send(post(RETRIEVE, RETRIEVAL));

    // Then
    Command command = ingress.command();
    assertThat(command.getIdempotencyKey()).isNull();
    assertThat(command.getUserId()).isNull();
    assertThat(command.getBody())
        .isEqualTo(
            new RetrieveChallenge(
                KEY,
                "VDS1000000-1",
                NOW.plus(REPLY_TIMEOUT.multipliedBy(8).dividedBy(10)),
                OperationKind.AUTHENTICATION,
                60_000L));
  }

  @Test
  void shouldNotAbandonARetrievalThatTheCallerCanRepeat() {
    // When
    send(post(RETRIEVE, RETRIEVAL).header("Idempotency-Key", "try-1"));

    // Then
    Command command = ingress.command();
    assertThat(command.getIdempotencyKey()).isEqualTo("header:try-1");
    assertThat(((RetrieveChallenge) command.getBody()).getAbandonedAt()).isNull();
  }

  @Test
  void shouldConfirmAProofWithTheResolvedUserAndDevice() {
    // Given
    ingress.replies(
        new ProofReply(anOperation("op").setUserId("jane.doe").build(), "VDS1000120-1"));

    // When
    HttpResponse<String> response = send(post(AUTHENTICATE, PROOF));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"resultCodes\":{\"returnCodeEnum\":\"RET_SUCCESS\","
                + "\"statusCodeEnum\":\"STAT_SUCCESS\",\"returnCode\":0,\"statusCode\":0},"
                + "\"result\":{\"userID\":\"jane.doe\",\"domain\":\"demo\",\"orgUnit\":\"\","
                + "\"serialNo\":\"VDS1000120-1\"}}");
  }

  @Test
  void shouldNameAProofByItsChallengeAndSignature() {
    // When
    send(post(AUTHENTICATE, PROOF));
    send(post(AUTHENTICATE, PROOF.replace(SIGNATURE, "AB".repeat(64))));
    send(post(AUTHENTICATE, PROOF.replace(SIGNATURE, "ac".repeat(64))));

    // Then
    Command first = ingress.commands().get(0);
    byte[] signature = HexFormat.of().parseHex(SIGNATURE);
    assertThat(first.getBody())
        .isEqualTo(
            new SubmitProof(
                KEY, ByteBuffer.wrap(signature), OperationKind.AUTHENTICATION, 60_000L));
    assertThat(first.getUserId()).isEqualTo("jane.doe");
    assertThat(first.getIdempotencyKey()).matches("proof:" + KEY + ":[0-9a-f]{64}");
    assertThat(ingress.commands().get(1).getIdempotencyKey()).isEqualTo(first.getIdempotencyKey());
    assertThat(ingress.commands().get(2).getIdempotencyKey())
        .isNotEqualTo(first.getIdempotencyKey());
  }

  @ParameterizedTest
  @CsvSource({
    "CHALLENGE_UNKNOWN,200,STAT_NOT_FOUND,9404",
    "ABANDONED,200,STAT_NOT_FOUND,9404",
    "NO_ELIGIBLE_CREDENTIAL,200,STAT_NOT_FOUND,9404",
    "DEADLINE_PASSED,200,STAT_EXP_CHALLENGE,1004",
    "IDEMPOTENCY_CONFLICT,200,STAT_CONFLICT,9409",
    "INVALID_REQUEST,400,STAT_INVALID_REQUEST,9400",
    "OPERATION_EXISTS,500,STAT_INTERNAL,9500"
  })
  void shouldTranslateARefusalOfARetrieval(
      Reason reason, int httpStatus, String status, int number) {
    // Given
    ingress.refuses(reason);

    // When
    HttpResponse<String> response = send(post(RETRIEVE, RETRIEVAL));

    // Then
    assertThat(response.statusCode()).isEqualTo(httpStatus);
    assertThat(response.body()).isEqualTo(failure(status, number));
  }

  @ParameterizedTest
  @CsvSource({
    "PROOF_INVALID,STAT_INVCREDENTIALS,1000",
    "TOO_MANY_FAILED_PROOFS,STAT_INVCREDENTIALS,1000",
    "USER_LOCKED,STAT_LOCKED,1007",
    "OPERATION_CLOSED,STAT_NOT_FOUND,9404",
    "CHALLENGE_UNKNOWN,STAT_NOT_FOUND,9404",
    "DEADLINE_PASSED,STAT_EXP_CHALLENGE,1004"
  })
  void shouldTranslateARefusalOfAProof(Reason reason, String status, int number) {
    // Given
    ingress.refuses(reason);

    // When
    HttpResponse<String> response = send(post(AUTHENTICATE, PROOF));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(failure(status, number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789", "", "AAAAAAAAAAAAAAAAAAAAAAAAAAB", "ä"})
  void shouldNotFindAKeyThatCannotBeOneWithoutAskingAnybody(String key) {
    // When
    HttpResponse<String> retrieval = send(post(RETRIEVE, RETRIEVAL.replace(KEY, key)));
    HttpResponse<String> proof = send(post(AUTHENTICATE, PROOF.replace(KEY, key)));

    // Then
    assertThat(retrieval.statusCode()).isEqualTo(200);
    assertThat(retrieval.body()).isEqualTo(failure("STAT_NOT_FOUND", 9404));
    assertThat(proof.body()).isEqualTo(failure("STAT_NOT_FOUND", 9404));
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldNotFindAChallengeInAnotherDomain() {
    // When
    HttpResponse<String> response =
        send(post(AUTHENTICATE, PROOF.replace("\"demo\"", "\"mydomain.com\"")));

    // Then
    assertThat(response.body()).isEqualTo(failure("STAT_NOT_FOUND", 9404));
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldTakeAnAbsentDomainAsTheCallersOwn() {
    // When
    send(post(AUTHENTICATE, PROOF.replace("\"domain\":\"demo\",", "")));

    // Then
    assertThat(ingress.command().getTenant()).isEqualTo("demo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "123456789012345g", "1234 5678", "\uff11\uff12\uff13\uff14\uff15\uff16"})
  void shouldRefuseASignatureThatNoDeviceMakes(String signature) {
    // When
    HttpResponse<String> response = send(post(AUTHENTICATE, PROOF.replace(SIGNATURE, signature)));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo(failure("STAT_INVALID_REQUEST", 9400));
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldRefuseASignatureThatIsLongerThanAnyIs() {
    // When
    HttpResponse<String> response =
        send(post(AUTHENTICATE, PROOF.replace(SIGNATURE, "a".repeat(1_025))));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 11, 16, 126, 127, 129, 130, 510, 513, 1_023})
  void shouldHaveASignatureOfAnotherLengthVerifiedLikeAnyOther(int digits) {
    // Given
    String signature = "1".repeat(digits);
    ingress.refuses(Reason.PROOF_INVALID);

    // When
    HttpResponse<String> response = send(post(AUTHENTICATE, PROOF.replace(SIGNATURE, signature)));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(failure("STAT_INVCREDENTIALS", 1000));
    SubmitProof submitted = (SubmitProof) ingress.command().getBody();
    assertThat(submitted.getSignature()).isEqualTo(ByteBuffer.wrap(signature.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024})
  void shouldHandOnASignatureOfAnRsaKey(int digits) {
    // When
    send(post(AUTHENTICATE, PROOF.replace(SIGNATURE, "a".repeat(digits))));

    // Then
    SubmitProof submitted = (SubmitProof) ingress.command().getBody();
    assertThat(submitted.getSignature().remaining()).isEqualTo(digits / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01234567", "012345678", "0123456789"})
  void shouldHandOnTheDigitsOfAnOcraResponse(String response) {
    // When
    send(post(AUTHENTICATE, PROOF.replace(SIGNATURE, response)));

    // Then
    SubmitProof submitted = (SubmitProof) ingress.command().getBody();
    assertThat(submitted.getSignature()).isEqualTo(ByteBuffer.wrap(response.getBytes(UTF_8)));
  }

  @Test
  void shouldSayWhenTheLockEnds() {
    // Given
    ingress.refuses(Reason.USER_LOCKED, NOW.plusMillis(1_001));

    // When
    HttpResponse<String> response = send(post(AUTHENTICATE, PROOF));

    // Then
    assertThat(response.headers().firstValue("Retry-After")).contains("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jane doe", " op-1", "j\u00e4ne"})
  void shouldAnswerForAUserWhoCannotBeAsForOneWhoseKeyItIsNot(String userId) {
    // When
    HttpResponse<String> response = send(post(AUTHENTICATE, PROOF.replace("jane.doe", userId)));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(failure("STAT_NOT_FOUND", 9404));
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"VDS1000000", "-1", "VDS1000000-", "VDS 1-1", "VDS1-12345", "VDSü-1"})
  void shouldRefuseASerialNumberOfAnotherForm(String serialNumber) {
    // When
    HttpResponse<String> response =
        send(post(RETRIEVE, RETRIEVAL.replace("VDS1000000-1", serialNumber)));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"serialNumber\":\"VDS1000000-1\",\"challengeKey\":1234567890}",
        "{\"serialNumber\":\"VDS1000000-1\",\"challengeKey\":\"1234567890\",}",
        "{\"serialNumber\":\"VDS1000000-1\",\"challengeKey\":\"1\",\"extra\":\"x\"}",
        "{\"serialNumber\":\"VDS1000000-1\",\"challengekey\":\"1\"}"
      })
  void shouldRefuseABodyThatIsNotAsDocumented(String body) {
    // When
    HttpResponse<String> response = send(post(RETRIEVE, body));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo(failure("STAT_INVALID_REQUEST", 9400));
  }

  private static String failure(String status, int number) {
    return "{\"resultCodes\":{\"returnCodeEnum\":\"RET_FAILURE\",\"statusCodeEnum\":\""
        + status
        + "\",\"returnCode\":1,\"statusCode\":"
        + number
        + "},\"result\":{}}";
  }

  private static HttpRequest.Builder post(String path, String body) {
    return ingress.post(path, body).header("Authorization", basic("demo", FRONT_END));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request);
  }
}
