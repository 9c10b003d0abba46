package dev.assent.ingress.dialect.onespan;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.basic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to nothing before it is decided, in the vendor's envelope. */
class OneSpanFailuresTest {
  private static final String RETRIEVE = "/rest/v2/authentication/push/getPreparedSecureChallenge";
  private static final String AUTHENTICATE = "/rest/v2/authentication/push/authUser";
  private static final String KEY =
      ChallengeKey.issue(new UserKey("demo", "jane.doe"), new byte[16]).text();
  private static final String RETRIEVAL =
      "{\"serialNumber\":\"VDS1000000-1\",\"challengeKey\":\"" + KEY + "\"}";
  private static final String PROOF =
      "{\"userID\":\"jane.doe\",\"domain\":\"demo\",\"challengeKey\":\"%s\",\"signature\":\"%s\"}"
          .formatted(KEY, "aB".repeat(64));
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
    "demo," + BACK_END,
    "demo,wrong.key",
    "other," + FRONT_END,
    "''," + FRONT_END,
    "closed,disabled.key"
  })
  void shouldRefuseWrongCredentialsAllAlike(String user, String password) {
    // When
    HttpResponse<String> response =
        send(ingress.post(RETRIEVE, RETRIEVAL).header("Authorization", basic(user, password)));

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Basic realm=\"assent\", charset=\"UTF-8\"");
    assertThat(response.body()).isEqualTo(failure("STAT_UNAUTHORIZED", 9401));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic", "Basic ", "Basic !!!", "Basic ZGVtbw==", "Bearer front.key", "x"})
  void shouldRefuseCredentialsOfAnotherForm(String authorization) {
    // When
    HttpResponse<String> response =
        send(ingress.post(RETRIEVE, RETRIEVAL).header("Authorization", authorization));

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void shouldTakePostsOnly() {
    // When
    HttpResponse<String> response =
        send(ingress.request(RETRIEVE).header("Authorization", basic("demo", FRONT_END)).GET());

    // Then
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
    assertThat(response.body()).isEqualTo(failure("STAT_NOT_ALLOWED", 9405));
  }

  @Test
  void shouldAnswerUnknownServicesInTheEnvelope() {
    // When
    HttpResponse<String> response = send(post("/rest/v2/authentication/push/signLogin", RETRIEVAL));

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo(failure("STAT_NOT_FOUND", 9404));
  }

  @Test
  void shouldRefuseAnotherMediaTypeInTheEnvelope() {
    // When
    HttpResponse<String> content =
        send(
            ingress
                .request(RETRIEVE)
                .header("Authorization", basic("demo", FRONT_END))
                .POST(HttpRequest.BodyPublishers.ofString(RETRIEVAL)));
    HttpResponse<String> accept = send(post(RETRIEVE, RETRIEVAL).header("Accept", "text/xml"));

    // Then
    assertThat(content.statusCode()).isEqualTo(415);
    assertThat(content.body()).isEqualTo(failure("STAT_UNSUPPORTED_TYPE", 9415));
    assertThat(accept.statusCode()).isEqualTo(406);
    assertThat(accept.body()).isEqualTo(failure("STAT_NOT_ACCEPTABLE", 9406));
  }

  @Test
  void shouldRefuseABodyAboveTheLimitInTheEnvelope() {
    // When
    HttpResponse<String> response =
        send(post(RETRIEVE, RETRIEVAL.replace(KEY, "x".repeat(65_537))));

    // Then
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEqualTo(failure("STAT_TOO_LARGE", 9413));
  }

  @Test
  void shouldRefuseAStreamedBodyAboveTheLimit() {
    // Given
    byte[] large = RETRIEVAL.replace(KEY, "x".repeat(200_000)).getBytes(UTF_8);

    // When
    HttpResponse<String> response =
        send(
            ingress
                .request(RETRIEVE)
                .header("Content-Type", "application/json")
                .header("Authorization", basic("demo", FRONT_END))
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large))));

    // Then
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void shouldSayUnavailableAndWhenToRetryWithoutAReply() {
    // When
    HttpResponse<String> response = send(post(AUTHENTICATE, PROOF));

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.body()).isEqualTo(failure("STAT_UNAVAILABLE", 9503));
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
