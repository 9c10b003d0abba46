package dev.assent.ingress.dialect.plumery;

import static dev.assent.ingress.dialect.plumery.PlumeryCalls.CORRELATION_ID;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.LOGIN;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.STATUS;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.aLogin;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.aSignature;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
  private static final String BODY =
      "{\"correlationId\":\"%s\",\"initAuthDetails\":{\"channel\":\"web\",\"attempt\":1.0}}"
          .formatted(CORRELATION_ID);

  private static final String NOBODY = " " + CORRELATION_ID;

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
    PlumeryCalls.setUpLogin(ingress);
  }

  @Test
  void shouldSendTheBrowserToThePageOfTheTenant() {
    // Given
    created();

    // When
    HttpResponse<String> response = initiate(BODY);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"redirectUrl\":\"https://bank.example/login?operation=" + CORRELATION_ID + "\"}");
  }

  @Test
  void shouldCreateAnOperationForWhoeverClaimsIt() {
    // Given
    created();

    // When
    initiate(BODY);

    // Then
    Command command = ingress.command();
    assertThat(command.getUserId()).isNull();
    assertThat(command.getBody())
        .isEqualTo(
            CreateOperation.newBuilder()
                .setOperationId(CORRELATION_ID)
                .setKind(OperationKind.AUTHENTICATION)
                .setChannel(Channel.DEVICE)
                .setDisplayData(
                    Map.of("plumery.init-auth-details.v1", "{\"attempt\":1,\"channel\":\"web\"}"))
                .build());
  }

  @Test
  void shouldTakeALoginWithoutDetails() {
    // Given
    created();

    // When
    HttpResponse<String> response = initiate("{\"correlationId\":\"a/b c\"}");

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("correlation-sha256-");
  }

  @Test
  void shouldEncodeTheIdForTheUrl() {
    // Given
    created();

    // When
    HttpResponse<String> response = initiate("{\"correlationId\":\"a/b&c=#d\"}");

    // Then
    assertThat(response.body()).contains("?operation=a%2Fb%26c%3D%23d\"");
  }

  @Test
  void shouldCreateNothingForATenantWithoutALoginPage() {
    // Given
    ingress.reset();

    // When
    HttpResponse<String> response = initiate(BODY);

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo("{\"error\":\"The tenant has no loginRedirectUrl\",\"code\":\"NOT_SET_UP\"}");
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"correlationId\":\"\"}",
        "{\"correlationId\":\"c\",\"initAuthDetails\":\"x\"}",
        "{\"correlationId\":\"c\",\"initAuthDetails\":{\"x\":1e999}}",
        "{\"correlationId\":\"c\",\"more\":1}"
      })
  void shouldRefuseABodyThatIsNotAsDocumented(String body) {
    // When
    HttpResponse<String> response = initiate(body);

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).matches("\\{\"error\":\"[^\"]+\",\"code\":\"BAD_REQUEST\"}");
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldBePendingWhileNobodyHasClaimedIt() {
    // Given
    ingress.replies(new ClaimReply(NOBODY));
    ingress.shows(aLogin(OperationState.PENDING).setUserId(NOBODY).build());

    // When
    HttpResponse<String> response = status(CORRELATION_ID);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"PENDING\"}");
  }

  @Test
  void shouldBePendingWhileItIsHandedOverToItsUser() {
    // Given
    ingress.replies(new ClaimReply(NOBODY));
    ingress.shows();

    // When
    HttpResponse<String> response = status(CORRELATION_ID);

    // Then
    assertThat(response.body()).isEqualTo("{\"status\":\"PENDING\"}");
  }

  @Test
  void shouldNotTellWhoClaimedItBeforeItIsApproved() {
    // Given
    ingress.replies(new ClaimReply(PlumeryCalls.USERNAME));
    ingress.shows(aLogin(OperationState.RETRIEVED).build());

    // When
    HttpResponse<String> response = status(CORRELATION_ID);

    // Then
    assertThat(response.body()).isEqualTo("{\"status\":\"PENDING\"}");
  }

  @Test
  void shouldTellWhoLoggedIn() {
    // Given
    ingress.replies(new ClaimReply(PlumeryCalls.USERNAME));
    ingress.shows(ended(aLogin(OperationState.APPROVED), Reason.PROOF_VERIFIED));

    // When
    HttpResponse<String> response = status(CORRELATION_ID);

    // Then
    assertThat(response.body()).isEqualTo("{\"status\":\"SUCCESS\",\"userId\":\"john.snow\"}");
  }

  @ParameterizedTest
  @EnumSource(names = {"DECLINED", "CANCELLED", "EXPIRED", "FAILED"})
  void shouldTellWhyNobodyLoggedIn(OperationState state) {
    // Given
    ingress.replies(new ClaimReply(PlumeryCalls.USERNAME));
    ingress.shows(ended(aLogin(state), Reason.DEADLINE_PASSED));

    // When
    HttpResponse<String> response = status(CORRELATION_ID);

    // Then
    assertThat(response.body())
        .isEqualTo(
            "{\"status\":\"FAILED\",\"error\":\"You did not confirm in time. Please try again.\","
                + "\"code\":\"DEADLINE_PASSED\"}");
  }

  @Test
  void shouldKnowNoLoginThatWasNotInitiated() {
    // Given
    ingress.replies(new ClaimReply(PlumeryCalls.USERNAME));
    ingress.shows(aSignature(OperationState.CHALLENGED).build());

    // When
    HttpResponse<String> signature = status(CORRELATION_ID);
    ingress.refuses(Reason.OPERATION_UNKNOWN);
    HttpResponse<String> unknown = status("another");

    // Then
    assertThat(signature.statusCode()).isEqualTo(400);
    assertThat(signature.body()).contains("\"code\":\"OPERATION_UNKNOWN\"");
    assertThat(unknown.body()).isEqualTo(signature.body());
  }

  @Test
  void shouldDecodeTheCorrelationId() {
    // When
    status("a%20b");

    // Then
    ResolveClaim asked = (ResolveClaim) ingress.command().getBody();
    assertThat(asked.getOperationId()).isEqualTo(CorrelationIds.operationId("a b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?correlationId=",
        "?correlationId=a&correlationId=b",
        "?correlationId=a&more=1",
        "?id=a"
      })
  void shouldRefuseAQueryThatIsNotAsDocumented(String query) {
    // When
    HttpResponse<String> response = ingress.send(PlumeryCalls.get(ingress, STATUS + query));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"code\":\"BAD_REQUEST\"");
    assertThat(ingress.commands()).isEmpty();
  }

  private static void created() {
    ingress.replies(Snapshots.reply(aLogin(OperationState.PENDING).setUserId(NOBODY).build()));
  }

  private static HttpResponse<String> initiate(String body) {
    return ingress.send(PlumeryCalls.post(ingress, LOGIN, body));
  }

  private static HttpResponse<String> status(String correlationId) {
    return ingress.send(PlumeryCalls.get(ingress, STATUS + "?correlationId=" + correlationId));
  }
}
