package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The devices of users. */
class DeviceTest {
  private static final String DEVICES = "/api/v1/users/jane%40example.com/devices";

  /** RFC 7515 appendix A.3.1. */
  private static final String SIGNING_KEY =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

  /** RFC 8037 appendix A.6. */
  private static final String ENCRYPTION_KEY =
      "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08\"}";

  private static final String REGISTRATION =
      "{\"serialNumber\":\"VDS1000120-1\",\"signingKey\":%s,\"encryptionKey\":%s}"
          .formatted(SIGNING_KEY, ENCRYPTION_KEY);
  private static final JsonWebKey SIGNING =
      new JsonWebKey(
          "EC",
          "P-256",
          "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
          "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
          null,
          null,
          null);
  private static final JsonWebKey ENCRYPTION =
      new JsonWebKey(
          "OKP", "X25519", "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08", null, null, null, null);

  /** RFC 7638 section 3.1. */
  private static final String MODULUS =
      "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECP"
          + "ebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2Q"
          + "vzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQF"
          + "h6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

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
  void shouldRegisterADevice() {
    // Given
    ingress.replies(new CredentialReply(device()));

    // When
    HttpResponse<String> response = send(post(DEVICES, REGISTRATION));

    // Then
    Command command = ingress.command();
    assertThat(command.getUserId()).isEqualTo("jane@example.com");
    assertThat(command.getIdempotencyKey()).isNull();
    assertThat(command.getBody())
        .isEqualTo(new RegisterDevice("VDS1000120-1", SIGNING, ENCRYPTION, null, null, null));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location")).contains(DEVICES + "/VDS1000120-1");
    assertThat(response.body())
        .isEqualTo(
            "{\"tenant\":\"demo\",\"userId\":\"jane@example.com\","
                + "\"serialNumber\":\"VDS1000120-1\",\"state\":\"ACTIVE\",\"signingKey\":"
                + SIGNING_KEY
                + ",\"encryptionKey\":"
                + ENCRYPTION_KEY
                + ",\"registeredAt\":\"2026-01-02T03:04:05.000Z\",\"failedProofs\":0,"
                + "\"sequence\":1,\"userSequence\":1}");
  }

  @Test
  void shouldRegisterADeviceWithAnRsaKey() {
    // Given
    String rsa = "{\"kty\":\"RSA\",\"n\":\"" + MODULUS + "\",\"e\":\"AQAB\",\"alg\":\"PS256\"}";
    JsonWebKey record = new JsonWebKey("RSA", "", "", null, MODULUS, "AQAB", "PS256");
    CredentialSnapshot registered = device();
    registered.setSigningKey(record);
    ingress.replies(new CredentialReply(registered));

    // When
    HttpResponse<String> response = send(post(DEVICES, REGISTRATION.replace(SIGNING_KEY, rsa)));

    // Then
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(ingress.command().getBody())
        .isEqualTo(new RegisterDevice("VDS1000120-1", record, ENCRYPTION, null, null, null));
    assertThat(response.body()).contains("\"signingKey\":" + rsa + ",\"encryptionKey\":");
  }

  @Test
  void shouldSayWhatIsWrongWithAnRsaKey() {
    // Given
    String withoutAlgorithm = "{\"kty\":\"RSA\",\"n\":\"" + MODULUS + "\",\"e\":\"AQAB\"}";

    // When
    HttpResponse<String> response =
        send(post(DEVICES, REGISTRATION.replace(SIGNING_KEY, withoutAlgorithm)));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"detail\":\"signingKey: a key must have alg\"");
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldSayWhatIsWrongWithAKey() {
    // Given
    String offCurve =
        REGISTRATION.replace(
            "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
            "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a4");

    // When
    HttpResponse<String> response = send(post(DEVICES, offCurve));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"detail\":\"signingKey: ");
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldRefuseAPrivateKey() {
    // When
    HttpResponse<String> response =
        send(
            post(
                DEVICES,
                REGISTRATION.replace("\"crv\":\"X25519\"", "\"crv\":\"X25519\",\"d\":\"AA\"")));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("encryptionKey: a private key must never leave the device");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"serialNumber\":\"x\"}",
        "{\"serialNumber\":\"VDS1-1\",\"signingKey\":\"x\",\"encryptionKey\":\"y\"}",
        "{\"serialNumber\":\"VDS1-1\"}"
      })
  void shouldRefuseARegistrationThatIsNotAsDocumented(String body) {
    // When
    HttpResponse<String> response = send(post(DEVICES, body));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"DEVICE_EXISTS,409", "TOO_MANY_DEVICES,409", "IDEMPOTENCY_CONFLICT,409"})
  void shouldTranslateARefusalOfARegistration(Reason reason, int status) {
    // Given
    ingress.refuses(reason);

    // When
    HttpResponse<String> response = send(post(DEVICES, REGISTRATION));

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains("\"reason\":\"" + reason + "\"");
  }

  @Test
  void shouldListDevicesAsTheyAreAfterTheCallersOwnWrite() {
    // Given
    String devices = "/api/v1/users/reader/devices";
    ingress.answers(_ -> IngressUnderTest.reply(new CredentialReply(device()), 9));
    send(post(devices, REGISTRATION));
    ingress.showsDevices(device());

    // When
    HttpResponse<String> response = send(get(devices, ADMINISTRATION));

    // Then
    assertThat(ingress.questions()).containsExactly("demo/reader devices atLeast=9");
    assertThat(response.body()).startsWith("{\"devices\":[{\"tenant\":\"demo\"");
    assertThat(response.body()).endsWith("}]}");
  }

  @Test
  void shouldRevokeADevice() {
    // Given
    ingress.replies(new CredentialReply(device()));

    // When
    HttpResponse<String> response =
        send(
            ingress
                .request(DEVICES + "/VDS1000120-1")
                .header("X-Api-Key", ADMINISTRATION)
                .DELETE());

    // Then
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(ingress.command().getBody()).isEqualTo(new RevokeDevice("VDS1000120-1"));
    assertThat(ingress.command().getIdempotencyKey()).isNull();
  }

  private static CredentialSnapshot device() {
    return CredentialSnapshot.newBuilder()
        .setTenant("demo")
        .setUserId("jane@example.com")
        .setSerialNumber("VDS1000120-1")
        .setState(CredentialState.ACTIVE)
        .setSigningKey(SIGNING)
        .setEncryptionKey(ENCRYPTION)
        .setRegisteredAt(Instant.parse("2026-01-02T03:04:05Z"))
        .setSequence(1)
        .setUserSequence(1)
        .build();
  }

  private static HttpRequest.Builder post(String path, String body) {
    return ingress.post(path, body).header("X-Api-Key", ADMINISTRATION);
  }

  private static HttpRequest.Builder get(String path, String key) {
    return ingress.request(path).header("X-Api-Key", key).GET();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request);
  }
}
