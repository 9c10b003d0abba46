package dev.assent.ingress.dialect.onespan;

import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.basic;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The services of both families by push and by scan, and the examples of the vendor's pages. */
class OneSpanServicesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOCUMENTED_TENANT = "mydomain.com";
  private static final String KEY =
      ChallengeKey.issue(new UserKey("demo", "jane.doe"), new byte[16]).text();
  private static final String SIGNATURE = "ab".repeat(64);
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
  @CsvSource({
    "authentication/push/getPreparedSecureChallenge,challengeKey,AUTHENTICATION",
    "authentication/scan/getPreparedSecureChallenge,challengeKey,AUTHENTICATION",
    "signature/push/getPreparedSignatureRequest,requestKey,SIGNING",
    "signature/scan/getPreparedSignatureRequest,requestKey,SIGNING"
  })
  void shouldHandOutTheMessageOfItsOwnKindOfOperation(
      String service, String member, OperationKind kind) {
    // Given
    ingress.replies(new ChallengeReply(ByteBuffer.wrap(new byte[] {0x2e, (byte) 0xaa})));

    // When
    HttpResponse<String> response = ask(service, retrieval(member));

    // Then
    assertThat(response.body()).contains("\"result\":{\"requestMessage\":\"2EAA\"}");
    RetrieveChallenge command = (RetrieveChallenge) ingress.command().getBody();
    assertThat(command.getChallengeKey()).isEqualTo(KEY);
    assertThat(command.getKind()).isEqualTo(kind);
    assertThat(command.getMaximumAge()).isEqualTo(60_000);
  }

  @ParameterizedTest
  @CsvSource({
    "authentication/push/authUser,challengeKey,AUTHENTICATION",
    "authentication/scan/authUser,challengeKey,AUTHENTICATION",
    "signature/push/authSignature,requestKey,SIGNING",
    "signature/scan/authSignature,requestKey,SIGNING"
  })
  void shouldTakeTheProofForItsOwnKindOfOperation(
      String service, String member, OperationKind kind) {
    // Given
    ingress.replies(new ProofReply(anOperation("op").setUserId("jane.doe").build(), "VDS1-1"));

    // When
    HttpResponse<String> response = ask(service, proof(member));

    // Then
    assertThat(response.body())
        .contains(
            "\"result\":{\"userID\":\"jane.doe\",\"domain\":\"demo\",\"orgUnit\":\"\","
                + "\"serialNo\":\"VDS1-1\"}");
    SubmitProof command = (SubmitProof) ingress.command().getBody();
    assertThat(command.getChallengeKey()).isEqualTo(KEY);
    assertThat(command.getKind()).isEqualTo(kind);
    assertThat(command.getMaximumAge()).isEqualTo(60_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authentication/push/getPreparedSecureChallenge",
        "authentication/scan/getPreparedSecureChallenge",
        "authentication/push/authUser",
        "authentication/scan/authUser",
        "authentication/push/cancelAuthUser",
        "authentication/scan/cancelAuthUser",
        "signature/push/getPreparedSignatureRequest",
        "signature/scan/getPreparedSignatureRequest",
        "signature/push/authSignature",
        "signature/scan/authSignature",
        "signature/push/cancelAuthSignatureRequest",
        "signature/scan/cancelAuthSignatureRequest"
      })
  void shouldTakePostsOfTheFrontEndOnly(String service) {
    // When
    HttpResponse<String> get =
        ingress.send(authorized(ingress.request("/rest/v2/" + service)).GET());
    HttpResponse<String> unknown = ingress.send(ingress.post("/rest/v2/" + service, "{}"));
    HttpResponse<String> empty = ask(service, "{}");

    // Then
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.body()).isEqualTo(failure("STAT_NOT_ALLOWED", 9405));
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(failure("STAT_UNAUTHORIZED", 9401));
    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(empty.body()).isEqualTo(failure("STAT_INVALID_REQUEST", 9400));
  }

  @ParameterizedTest
  @CsvSource({
    "authentication/push/getPreparedSignatureRequest,challengeKey",
    "signature/push/getPreparedSecureChallenge,requestKey",
    "signature/push/authUser,requestKey",
    "authentication/push/cancelAuthSignatureRequest,challengeKey"
  })
  void shouldNotServeTheOneFamilyUnderTheOther(String service, String member) {
    assertThat(ask(service, retrieval(member)).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldNotKnowTheMemberOfTheOtherFamily() {
    // When
    HttpResponse<String> signature =
        ask("signature/push/getPreparedSignatureRequest", retrieval("challengeKey"));
    HttpResponse<String> authentication = ask("authentication/push/authUser", proof("requestKey"));

    // Then
    assertThat(signature.statusCode()).isEqualTo(400);
    assertThat(authentication.statusCode()).isEqualTo(400);
  }

  @Test
  void shouldTakeTheAgeOfChallengesFromTheTenantsPolicy() {
    // Given
    Tenant tenant = tenant();
    tenant.getPolicy().setMaximumChallengeAge(1_500L);
    ingress.tenants().write(tenant);

    // When
    ask("signature/push/getPreparedSignatureRequest", retrieval("requestKey"));

    // Then
    RetrieveChallenge command = (RetrieveChallenge) ingress.command().getBody();
    assertThat(command.getMaximumAge()).isEqualTo(1_500);
  }

  @Test
  void shouldAnswerALockLikeAWrongProofWhereTheTenantWantsGenericStatusCodes() {
    // Given
    Tenant tenant = tenant();
    tenant.getPolicy().setGenericStatusCodes(true);
    ingress.tenants().write(tenant);
    ingress.refuses(Reason.USER_LOCKED, NOW.plusSeconds(60));

    // When
    HttpResponse<String> response = ask("signature/push/authSignature", proof("requestKey"));

    // Then
    assertThat(response.body()).isEqualTo(failure("STAT_INVCREDENTIALS", 1000));
    assertThat(response.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void shouldRefuseTheDocumentedRetrievalForItsTrailingComma() {
    // Given
    String documented =
        """
        {
          "serialNumber": "VDS1000000-1",
          "challengeKey": "1234567890",
        }
        """;

    // When
    HttpResponse<String> response =
        ask("authentication/push/getPreparedSecureChallenge", documented);
    HttpResponse<String> mended =
        ask(
            "authentication/push/getPreparedSecureChallenge",
            documented.replace("\"1234567890\",", "\"1234567890\""));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo(failure("STAT_INVALID_REQUEST", 9400));
    assertThat(mended.statusCode()).isEqualTo(200);
    assertThat(mended.body()).isEqualTo(failure("STAT_NOT_FOUND", 9404));
  }

  @Test
  void shouldGiveTheDocumentedAnswerToARetrieval() throws JsonProcessingException {
    // Given
    byte[] sealed = HexFormat.of().parseHex("2EAA8300F254C137B35237560CCBFE98");
    ingress.replies(new ChallengeReply(ByteBuffer.wrap(sealed)));
    JsonNode documented =
        JSON.readTree(
            """
            {
              "resultCodes":
                {
                  "returnCodeEnum": "RET_SUCCESS",
                  "statusCodeEnum": "STAT_SUCCESS",
                  "returnCode": 0,
                  "statusCode": 0
                },
              "result":
                {
                  "requestMessage": "2EAA8300F254C137B35237560CCBFE98..."
                }
            }
            """
                .replace("...", ""));

    // When
    HttpResponse<String> response =
        ask("authentication/push/getPreparedSecureChallenge", retrieval("challengeKey"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(response.body())).isEqualTo(documented);
  }

  @Test
  void shouldUnderstandTheDocumentedProof() {
    // Given
    giveTheKeysOfTheTenantToTheDocumentedOne();
    String documented =
        """
        {
          "userID": "jane.doe",
          "domain": "mydomain.com",
          "challengeKey": "0123456789",
          "signature": "1234567890123456"
        }
        """;

    // When
    HttpResponse<String> response =
        ingress.send(
            ingress
                .post("/rest/v2/authentication/push/authUser", documented)
                .header("Authorization", basic(DOCUMENTED_TENANT, FRONT_END)));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(failure("STAT_NOT_FOUND", 9404));
  }

  @Test
  void shouldGiveTheDocumentedAnswerToAProof() throws JsonProcessingException {
    // Given
    ingress.replies(
        new ProofReply(
            anOperation("op").setTenant(DOCUMENTED_TENANT).setUserId("jane.doe").build(),
            "VDS1000120-1"));
    JsonNode documented =
        JSON.readTree(
            """
            {
              "resultCodes":
                {
                  "returnCodeEnum": "RET_SUCCESS",
                  "statusCodeEnum": "STAT_SUCCESS",
                  "returnCode": 0,
                  "statusCode": 0
                },
              "result":
                {
                  "userID": "jane.doe",
                  "domain": "mydomain.com",
                  "orgUnit": "",
                  "serialNo": "VDS1000120-1"
                }
            }
            """);

    // When
    HttpResponse<String> response = ask("authentication/push/authUser", proof("challengeKey"));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(response.body())).isEqualTo(documented);
  }

  private static Tenant tenant() {
    return Tenant.newBuilder(ingress.tenants().latest("demo")).build();
  }

  private static void giveTheKeysOfTheTenantToTheDocumentedOne() {
    ingress.tenants().write(Tenant.newBuilder(tenant()).setTenant(DOCUMENTED_TENANT).build());
    ingress.tenants().write(Tenant.newBuilder(tenant()).setApiKeys(List.of()).build());
  }

  private static String retrieval(String member) {
    return "{\"serialNumber\":\"VDS1000000-1\",\"%s\":\"%s\"}".formatted(member, KEY);
  }

  private static String proof(String member) {
    return "{\"userID\":\"jane.doe\",\"domain\":\"demo\",\"%s\":\"%s\",\"signature\":\"%s\"}"
        .formatted(member, KEY, SIGNATURE);
  }

  private static String failure(String status, int number) {
    return "{\"resultCodes\":{\"returnCodeEnum\":\"RET_FAILURE\",\"statusCodeEnum\":\""
        + status
        + "\",\"returnCode\":1,\"statusCode\":"
        + number
        + "},\"result\":{}}";
  }

  private static HttpResponse<String> ask(String service, String body) {
    return ingress.send(authorized(ingress.post("/rest/v2/" + service, body)));
  }

  private static HttpRequest.Builder authorized(HttpRequest.Builder request) {
    return request.header("Authorization", basic("demo", FRONT_END));
  }
}
