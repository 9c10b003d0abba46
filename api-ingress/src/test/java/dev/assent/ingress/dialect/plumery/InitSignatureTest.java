package dev.assent.ingress.dialect.plumery;

import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.CORRELATION_ID;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.INIT;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.model.Reason;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitSignatureTest {
  private static final String SIGNED = "plumery.data-to-sign.v1";
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
    ingress.replies(Snapshots.reply(anOperation(CORRELATION_ID).build()));
  }

  @Test
  void shouldAnswerTheDocumentedRequestWithNothing() {
    // When
    HttpResponse<String> response = init(SIGNATURE);

    // Then
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
  }

  @Test
  @Tag("DL-1")
  void shouldMakeACreationOfTheDataInTheirCanonicalForm() {
    // When
    init(SIGNATURE);

    // Then
    Command command = ingress.command();
    assertThat(command.getTenant()).isEqualTo("demo");
    assertThat(command.getUserId()).isEqualTo("john.snow");
    assertThat(command.getIdempotencyKey()).isEqualTo("operation:" + CORRELATION_ID);
    assertThat(command.getBody())
        .isEqualTo(
            CreateOperation.newBuilder()
                .setOperationId(CORRELATION_ID)
                .setKind(OperationKind.AUTHENTICATION)
                .setChannel(Channel.DEVICE)
                .setAnyChannel(true)
                .setDisplayData(
                    Map.of(
                        SIGNED,
                        "{\"action\":\"LOGIN\",\"nonce\":\"6e1d6fd5-6c70-4d55-a5a5-6a3f7a0d2f11\","
                            + "\"username\":\"john.snow\"}"))
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"action\":\"LOGIN\",', AUTHENTICATION",
    "'\"action\":\"PAYMENT\",', SIGNING",
    "'\"action\":\"login\",', SIGNING",
    "'', SIGNING"
  })
  void shouldTakeEverythingButALoginForASignature(String action, OperationKind expected) {
    // When
    HttpResponse<String> response =
        init(body("{" + action + "\"username\":\"u\"}", "\"additionalDetails\":{}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(creation().getKind()).isEqualTo(expected);
  }

  @Test
  void shouldHaveEveryMemberOfTheDataSigned() {
    // When
    init(
        body(
            "{\"username\":\"u\",\"amount\":{\"value\":12.50,\"currency\":\"€\"},\"b\":[true,null]}",
            "\"additionalDetails\":{}"));

    // Then
    assertThat(creation().getDisplayData())
        .containsExactly(
            Map.entry(
                SIGNED,
                "{\"amount\":{\"currency\":\"€\",\"value\":12.5},\"b\":[true,null],"
                    + "\"username\":\"u\"}"));
  }

  @Test
  void shouldTakeTheChannelAndTheLanguageFromTheAdditionalDetails() {
    // When
    init(
        body(
            "{\"username\":\"u\"}",
            "\"additionalDetails\":{\"channel\":\"IDP\",\"language\":\"de-CH\",\"msisdn\":[1]}"));

    // Then
    assertThat(creation().getChannel()).isEqualTo(Channel.IDP);
    assertThat(creation().getAnyChannel()).isFalse();
    assertThat(creation().getLanguage()).isEqualTo("de-CH");
  }

  @Test
  void shouldRefuseAChannelThatTheTenantDoesNotAllow() {
    // Given
    Tenant tenant = Tenant.newBuilder(ingress.tenants().latest(IngressUnderTest.TENANT)).build();
    tenant.getPolicy().setChannelOrder(List.of("DEVICE"));
    ingress.tenants().write(tenant);

    // When
    HttpResponse<String> response =
        init(body("{\"username\":\"u\"}", "\"additionalDetails\":{\"channel\":\"IDP\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":\"channel must be one of the tenant's channelOrder\","
                + "\"code\":\"BAD_REQUEST\"}");
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldGiveACorrelationIdThatIsNoOperationIdOneOfItsOwn() {
    // When
    HttpResponse<String> response =
        init(
            "{\"correlationId\":\"a b\",\"signatureContextData\":{\"dataToSign\":"
                + "{\"username\":\"u\"}}}");

    // Then
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(creation().getOperationId()).matches("correlation-sha256-[0-9a-f]{64}");
  }

  private static final Map<Reason, Integer> STATUSES =
      Map.of(
          Reason.INVALID_REQUEST, 400,
          Reason.TENANT_UNKNOWN, 401,
          Reason.IDEMPOTENCY_CONFLICT, 400,
          Reason.OPERATION_EXISTS, 400,
          Reason.OPERATION_UNKNOWN, 400,
          Reason.NO_ELIGIBLE_CREDENTIAL, 400,
          Reason.USER_LOCKED, 400,
          Reason.COOLING_DOWN, 400,
          Reason.TOO_MANY_PENDING, 400,
          Reason.QUOTA_EXCEEDED, 400);

  @ParameterizedTest
  @EnumSource
  void shouldTranslateEveryRefusal(Reason reason) {
    // Given
    ingress.refuses(reason);
    int status = STATUSES.getOrDefault(reason, 500);
    String code =
        switch (status) {
          case 401 -> "UNAUTHENTICATED";
          case 500 -> "INTERNAL";
          default -> reason.name();
        };

    // When
    HttpResponse<String> response = init(SIGNATURE);

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).matches("\\{\"error\":\"[^\"]+\",\"code\":\"" + code + "\"}");
  }

  @Test
  void shouldSayWhenACoolDownEnds() {
    // Given
    ingress.refuses(Reason.COOLING_DOWN, IngressUnderTest.NOW.plusSeconds(30));

    // When
    HttpResponse<String> response = init(SIGNATURE);

    // Then
    assertThat(response.headers().firstValue("Retry-After")).contains("30");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"correlationId\":\"c\"}",
        "{\"correlationId\":\"c\",\"signatureContextData\":null}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":[]}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":{}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":{\"username\":7}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":{\"username\":\"a b\"}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":"
            + "{\"dataToSign\":{\"username\":\"u\",\"username\":\"v\"}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":"
            + "{\"dataToSign\":{\"username\":\"u\",\"action\":1}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":"
            + "{\"dataToSign\":{\"username\":\"u\",\"nonce\":{}}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":"
            + "{\"dataToSign\":{\"username\":\"u\",\"x\":9007199254740992}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":"
            + "{\"dataToSign\":{\"username\":\"u\",\"x\":\"\\ud800\"}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":"
            + "{\"dataToSign\":{\"username\":\"u\"},\"more\":1}}",
        "{\"correlationId\":\"\",\"signatureContextData\":{\"dataToSign\":{\"username\":\"u\"}}}",
        "{\"correlationId\":7,\"signatureContextData\":{\"dataToSign\":{\"username\":\"u\"}}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":{\"username\":\"u\"}},"
            + "\"more\":1}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":{\"username\":\"u\"}},"
            + "\"additionalDetails\":\"x\"}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":{\"username\":\"u\"}},"
            + "\"additionalDetails\":{\"channel\":\"POST\"}}",
        "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":{\"username\":\"u\"}},"
            + "\"additionalDetails\":{\"language\":\"english!\"}}"
      })
  void shouldRefuseABodyThatIsNotAsDocumented(String body) {
    // When
    HttpResponse<String> response = init(body);

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).matches("\\{\"error\":\"[^\"]+\",\"code\":\"BAD_REQUEST\"}");
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldRefuseMoreThanADeviceShows() {
    // When
    HttpResponse<String> response =
        init(
            body(
                "{\"username\":\"u\",\"x\":\"" + "x".repeat(32_768) + "\"}",
                "\"additionalDetails\":{}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
  }

  private static String body(String dataToSign, String more) {
    return "{\"correlationId\":\"c\",\"signatureContextData\":{\"dataToSign\":%s},%s}"
        .formatted(dataToSign, more);
  }

  private static CreateOperation creation() {
    return (CreateOperation) ingress.command().getBody();
  }

  private static HttpResponse<String> init(String body) {
    return ingress.send(PlumeryCalls.post(ingress, INIT, body));
  }
}
