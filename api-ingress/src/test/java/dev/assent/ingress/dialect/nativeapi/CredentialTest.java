package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.OcraRegistration;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.RegisterProviderCredential;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.avro.UnlockUser;
import dev.assent.schemas.avro.UserReply;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.vault.OcraVault;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CredentialTest {
  private static final String DEVICES = "/api/v1/users/jane/devices";
  private static final String AT_PROVIDERS = "/api/v1/users/jane/provider-credentials";
  private static final String UNLOCK = "/api/v1/users/jane/unlock";

  /** The secret of RFC 6287 appendix C for SHA-256. */
  private static final String SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

  /** SHA-1 of the PIN 1234, as in RFC 6287 appendix C. */
  private static final String PIN_HASH = "7110eda4d09e062aa5e4a390b0a572ac0d2c0220";

  private static final String SUITE = "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1";

  /** RFC 8037 appendix A.6. */
  private static final String ENCRYPTION_KEY =
      "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08\"}";

  private static final String OCRA =
      "{\"suite\":\"%s\",\"secret\":\"%s\",\"pinHash\":\"%s\",\"counter\":7}"
          .formatted(SUITE, SECRET, PIN_HASH);
  private static final String OCRA_DEVICE =
      "{\"serialNumber\":\"VDS1-1\",\"ocra\":%s,\"encryptionKey\":%s}"
          .formatted(OCRA, ENCRYPTION_KEY);

  private static final String CERTIFICATE =
      "MIIBdTCCARugAwIBAgIUNynYVhskc/J1Vh00tH2qq9yJ7HAwCgYIKoZIzj0EAwIwDzENMAsGA1UE"
          + "AwwESmFuZTAgFw0yNjExMjIxNDQ0MzNaGA8yMTI2MTAyOTE0NDQzM1owDzENMAsGA1UEAwwESmFu"
          + "ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDZt1fnRYbG63ozNuBuU0Akv3nWFrdnWBjIn1/ML"
          + "B2LMfzX2Uc8ClGUWUfX8PMoqaWUnLjyVaVCjL3Lz5QWKTdajUzBRMB0GA1UdDgQWBBRSHWgmJiuE"
          + "zO7cZkTT0RAXGCtjzTAfBgNVHSMEGDAWgBRSHWgmJiuEzO7cZkTT0RAXGCtjzTAPBgNVHRMBAf8E"
          + "BTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC6AeELh8XMUwqV28+sLyp5hH5Zd50+TmkCxfWe9CZv"
          + "zwIgK0IMLwN+ow0XPDYng4OpuAAflBBYDHHjSGiZPQtxcSM=";
  private static final String PROVIDER_CREDENTIAL =
      "{\"credentialId\":\"mid-1\",\"channel\":\"MSSP\",\"connector\":\"mid\","
          + "\"certificate\":\""
          + CERTIFICATE
          + "\"}";

  @TempDir static Path directory;
  private static OcraVault vault;
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() throws IOException {
    Path file =
        Files.createFile(
            directory.resolve("vault-key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
    SecretVault secrets = SecretVault.open(file, new SecureRandom());
    vault = new OcraVault(secrets);
    ingress = new IngressUnderTest(Optional.of(secrets));
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
  @Tag("CR-2")
  @Tag("OC-9")
  @Tag("KA-4")
  void shouldRegisterAnOcraSecretThatOnlyTheVaultOpens() {
    // When
    send(post(DEVICES, OCRA_DEVICE));

    // Then
    OcraRegistration ocra = ocra(ingress.command());
    OcraSuite suite = OcraSuite.parse(SUITE);
    byte[] encrypted = ocra.getEncryptedSecret().array();
    assertThat(ocra.getSuite()).isEqualTo(SUITE);
    assertThat(ocra.getCounter()).isEqualTo(7);
    assertThat(vault.open(UserKey.of("demo", "jane"), "VDS1-1", suite, encrypted)).isPresent();
    assertThat(vault.open(UserKey.of("demo", "joan"), "VDS1-1", suite, encrypted)).isEmpty();
  }

  @Test
  void shouldSendTheSameForARepeatedRegistration() {
    // When
    send(post(DEVICES, OCRA_DEVICE));
    send(post(DEVICES, OCRA_DEVICE));
    send(post(DEVICES, OCRA_DEVICE.replace(PIN_HASH, "00" + PIN_HASH.substring(2))));

    // Then
    assertThat(ingress.commands().get(1).getBody()).isEqualTo(ingress.commands().get(0).getBody());
    assertThat(ocra(ingress.commands().get(2)).getEncryptedSecret())
        .isNotEqualTo(ocra(ingress.commands().get(0)).getEncryptedSecret());
  }

  @Test
  @Tag("SCA-12")
  void shouldTellASecretNeitherTheLogNorTheCaller() {
    // Given
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    ingress.answers(
        _ -> {
          throw new IllegalStateException("the log must have something to say");
        });

    // When
    HttpResponse<String> failed;
    HttpResponse<String> refused;
    try {
      failed = send(post(DEVICES, OCRA_DEVICE));
      refused = send(post(DEVICES, OCRA_DEVICE.replace(SECRET, SECRET.substring(4))));
    } finally {
      root.detachAppender(log);
    }

    // Then
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("ocra: an OCRA key for SHA256 has 32 to 128 bytes");
    String told =
        failed.body()
            + refused.body()
            + log.list.stream()
                .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
                .toList();
    assertThat(log.list).isNotEmpty();
    assertThat(told).doesNotContain(SECRET.substring(4, 20), PIN_HASH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1|OCRA-1:HOTP-SHA1-6:QN08",
        "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1|OCRA-1:HOTP-SHA256-8:C-QN08",
        "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1|OCRA-1:HOTP-SHA256-8:QN08-PSHA1",
        "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1|OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1",
        "MTIz|!!!!",
        "7110|zz10",
        "7110|10",
        "\"counter\":7|\"counter\":-1",
        "\"counter\":7|\"counter\":\"7\"",
        "\"counter\":7|\"pin\":\"1234\"",
        "\"serialNumber\"|\"signingKey\":{},\"serialNumber\"",
        "\"serialNumber\"|\"validUntil\":\"2026-01-02T03:04:05.678Z\",\"serialNumber\""
      })
  @Tag("OC-1")
  void shouldRefuseAnOcraDeviceThatIsNotAsDocumented(String part, String other) {
    // When
    HttpResponse<String> response = send(post(DEVICES, OCRA_DEVICE.replace(part, other)));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldSayThatNoOcraSecretsAreKeptWithoutAVault() {
    try (IngressUnderTest without = new IngressUnderTest()) {
      // When
      HttpResponse<String> response =
          without.send(without.post(DEVICES, OCRA_DEVICE).header("X-Api-Key", ADMINISTRATION));

      // Then
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).isEmpty();
      assertThat(response.body())
          .contains("vault.key.file is missing", "\"reason\":\"NOT_SET_UP\"");
      assertThat(without.commands()).isEmpty();
    }
  }

  @Test
  @Tag("NI-12")
  void shouldTakeTheEndOfADevice() {
    // When
    send(
        post(
            DEVICES,
            OCRA_DEVICE.replace(
                "{\"serialNumber\"",
                "{\"validUntil\":\"2027-01-01T01:00:00+01:00\",\"serialNumber\"")));

    // Then
    assertThat(((RegisterDevice) ingress.command().getBody()).getValidUntil())
        .isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
  }

  @Test
  void shouldRegisterACredentialAtAProvider() {
    // Given
    ingress.replies(new CredentialReply(providerCredential()));

    // When
    HttpResponse<String> response = send(post(AT_PROVIDERS, PROVIDER_CREDENTIAL));

    // Then
    assertThat(ingress.command().getUserId()).isEqualTo("jane");
    assertThat(ingress.command().getBody())
        .isEqualTo(new RegisterProviderCredential("mid-1", Channel.MSSP, "mid", der(), null));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body())
        .isEqualTo(
            "{\"tenant\":\"demo\",\"userId\":\"jane\",\"credentialId\":\"mid-1\","
                + "\"state\":\"ACTIVE\",\"channel\":\"MSSP\",\"connector\":\"mid\","
                + "\"certificate\":\""
                + CERTIFICATE
                + "\",\"registeredAt\":\"2026-01-02T03:04:05.000Z\","
                + "\"validUntil\":\"2027-01-02T03:04:05.000Z\",\"failedProofs\":0,"
                + "\"sequence\":1,\"userSequence\":1}");
  }

  @Test
  void shouldTakeACertificateInPem() {
    // Given
    String pem =
        "-----BEGIN CERTIFICATE-----\\n"
            + CERTIFICATE.replaceAll("(.{64})", "$1\\\\n")
            + "\\n-----END CERTIFICATE-----\\n";

    // When
    send(post(AT_PROVIDERS, PROVIDER_CREDENTIAL.replace(CERTIFICATE, pem)));

    // Then
    RegisterProviderCredential body = (RegisterProviderCredential) ingress.command().getBody();
    assertThat(body.getCertificate()).isEqualTo(der());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MSSP|DEVICE",
        "MSSP|SMS",
        "\"mid\"|\"a b\"",
        "mid-1|mid/1",
        "\"certificate\":\"MII|\"certificate\":\"MIJ",
        "\"certificate\":\"|\"certificate\":\"-----BEGIN CERTIFICATE-----",
        "\"certificate\":\"|\"certificate\":\"AAAA",
        "\"}|AAAA\"}"
      })
  void shouldRefuseAProviderCredentialThatIsNotAsDocumented(String part, String other) {
    // When
    HttpResponse<String> response =
        send(post(AT_PROVIDERS, PROVIDER_CREDENTIAL.replace(part, other)));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldListAndRevokeCredentialsOfAllKinds() {
    // Given
    ingress.showsDevices(providerCredential());
    ingress.replies(new CredentialReply(providerCredential()));

    // When
    HttpResponse<String> list =
        send(ingress.request(DEVICES).header("X-Api-Key", ADMINISTRATION).GET());
    HttpResponse<String> revocation =
        send(ingress.request(DEVICES + "/mid-1").header("X-Api-Key", ADMINISTRATION).DELETE());

    // Then
    assertThat(list.body()).contains("\"credentialId\":\"mid-1\"");
    assertThat(revocation.statusCode()).isEqualTo(204);
    assertThat(ingress.command().getBody()).isEqualTo(new RevokeDevice("mid-1"));
  }

  @Test
  @Tag("SCA-6")
  void shouldUnlockAUser() {
    // Given
    ingress.replies(new UserReply("demo", "jane"));

    // When
    HttpResponse<String> response = send(post(UNLOCK, ""));

    // Then
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(ingress.command().getUserId()).isEqualTo("jane");
    assertThat(ingress.command().getBody()).isEqualTo(new UnlockUser());
  }

  @ParameterizedTest
  @ValueSource(strings = {DEVICES, AT_PROVIDERS, UNLOCK})
  void shouldLetOnlyWhoAdministersCredentialsChangeThem(String path) {
    // When
    HttpResponse<String> response = send(ingress.post(path, "").header("X-Api-Key", BACK_END));

    // Then
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(ingress.commands()).isEmpty();
  }

  private static CredentialSnapshot providerCredential() {
    return CredentialSnapshot.newBuilder()
        .setTenant("demo")
        .setUserId("jane")
        .setSerialNumber("mid-1")
        .setState(CredentialState.ACTIVE)
        .setChannel(Channel.MSSP)
        .setConnector("mid")
        .setCertificate(der())
        .setRegisteredAt(Instant.parse("2026-01-02T03:04:05Z"))
        .setValidUntil(Instant.parse("2027-01-02T03:04:05Z"))
        .setSequence(1)
        .setUserSequence(1)
        .build();
  }

  private static ByteBuffer der() {
    return ByteBuffer.wrap(Base64.getDecoder().decode(CERTIFICATE));
  }

  private static OcraRegistration ocra(Command command) {
    return ((RegisterDevice) command.getBody()).getOcra();
  }

  private static HttpRequest.Builder post(String path, String body) {
    return ingress.post(path, body).header("X-Api-Key", ADMINISTRATION);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request);
  }
}
