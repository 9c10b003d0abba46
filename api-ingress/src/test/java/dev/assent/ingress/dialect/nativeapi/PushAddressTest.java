package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.ChangePushAddress;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.NotifyDevices;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import dev.assent.schemas.vault.PushVault;
import dev.assent.schemas.vault.SecretVault;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where devices are told of challenges, and telling them once more. */
class PushAddressTest {
  private static final String DEVICES = "/api/v1/users/jane/devices";
  private static final String ADDRESS_PATH = DEVICES + "/VDS1-1/push-address";
  private static final String ADDRESS =
      "{\"service\":\"fcm\",\"application\":\"com.bank.app\",\"token\":\"dQw4:APA91b\"}";

  /** RFC 8037 appendix A. */
  private static final String REGISTRATION =
      "{\"serialNumber\":\"VDS1-1\",\"signingKey\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":"
          + "\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"},\"encryptionKey\":{\"kty\":\"OKP\","
          + "\"crv\":\"X25519\",\"x\":\"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08\"},"
          + "\"pushAddress\":"
          + ADDRESS
          + "}";

  @TempDir static Path directory;
  private static PushVault vault;
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() throws Exception {
    Path file =
        Files.createFile(
            directory.resolve("vault-key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
    SecretVault secrets = SecretVault.open(file, new SecureRandom());
    vault = new PushVault(secrets);
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
  void shouldRegisterAnAddressThatOnlyTheVaultOpens() {
    // When
    send(request(DEVICES).POST(BodyPublishers.ofString(REGISTRATION)));

    // Then
    RegisterDevice registration = (RegisterDevice) ingress.command().getBody();
    assertIsTheAddress(registration.getEncryptedPushAddress());
  }

  @Test
  void shouldChangeAnAddress() {
    // When
    send(request(ADDRESS_PATH).PUT(BodyPublishers.ofString(ADDRESS)));

    // Then
    ChangePushAddress change = (ChangePushAddress) ingress.command().getBody();
    assertThat(change.getSerialNumber()).isEqualTo("VDS1-1");
    assertThat(change.getExpectedAddress()).isNull();
    assertIsTheAddress(change.getEncryptedAddress());
  }

  @Test
  void shouldRemoveAnAddress() {
    // When
    send(request(ADDRESS_PATH).DELETE());

    // Then
    assertThat(ingress.command().getBody()).isEqualTo(new ChangePushAddress("VDS1-1", null, null));
  }

  @Test
  void shouldRefuseAnUnknownServiceWithoutRepeatingTheToken() {
    // When
    HttpResponse<String> response =
        send(
            request(ADDRESS_PATH)
                .PUT(BodyPublishers.ofString(ADDRESS.replace("\"fcm\"", "\"sms\""))));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("service must be fcm or apns").doesNotContain("APA91b");
  }

  @Test
  void shouldTellTheDevicesOnceMore() {
    // Given
    answers(Snapshots.reply(anOperation("notified").build()));

    // When
    HttpResponse<String> response =
        send(backEnd("/api/v1/operations/notified/notify").POST(BodyPublishers.noBody()));

    // Then
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(ingress.commands().getLast().getBody()).isEqualTo(new NotifyDevices("notified"));
  }

  @Test
  void shouldSayWhenDevicesCanBeToldAgain() {
    // Given
    answers(new Refusal("TOO_SOON", Instant.parse("2026-01-02T03:04:15.678Z")));

    // When
    HttpResponse<String> response =
        send(backEnd("/api/v1/operations/early/notify").POST(BodyPublishers.noBody()));

    // Then
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.body())
        .contains("\"reason\":\"TOO_SOON\"", "\"retryAt\":\"2026-01-02T03:04:15.678Z\"");
  }

  private static void assertIsTheAddress(ByteBuffer encrypted) {
    byte[] bytes = new byte[encrypted.remaining()];
    encrypted.duplicate().get(bytes);
    PushAddress address = vault.open(new UserKey("demo", "jane"), "VDS1-1", bytes).orElseThrow();
    assertThat(address.service()).isEqualTo(PushService.FCM);
    assertThat(address.application()).isEqualTo("com.bank.app");
    assertThat(address.token().reveal()).isEqualTo("dQw4:APA91b");
  }

  private static void answers(Object body) {
    ingress.answers(
        command ->
            IngressUnderTest.reply(
                command.getBody() instanceof ResolveClaim ? new ClaimReply("jane") : body, 3));
  }

  private static HttpRequest.Builder request(String path) {
    return ingress
        .request(path)
        .header("Content-Type", "application/json")
        .header("X-Api-Key", ADMINISTRATION);
  }

  private static HttpRequest.Builder backEnd(String path) {
    return ingress.request(path).header("X-Api-Key", BACK_END);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request);
  }
}
