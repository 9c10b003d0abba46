package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import dev.assent.schemas.sealing.CancellationKeys;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a device learns the key that it seals its cancellations to. */
class CancellationKeyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "/api/v1/cancellation-key";
  private static final String DEVICE =
      "{\"serialNumber\":\"VDS1-1\",\"signingKey\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
          + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"},"
          + "\"encryptionKey\":{\"kty\":\"OKP\",\"crv\":\"X25519\","
          + "\"x\":\"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08\"}}";

  @Test
  void shouldGiveTheKeyToTheFrontEndAndWithARegistration(@TempDir Path directory)
      throws IOException {
    CancellationKeys keys = keys(directory);
    EncryptionKey current = keys.current().orElseThrow();
    try (IngressUnderTest ingress = new IngressUnderTest(Optional.empty(), keys)) {
      // Given
      ingress.replies(new CredentialReply(registered()));

      // When
      HttpResponse<String> read = read(ingress, FRONT_END);
      JsonNode registration =
          JSON.readTree(
              ingress
                  .send(
                      ingress
                          .post("/api/v1/users/jane/devices", DEVICE)
                          .header("X-Api-Key", ADMINISTRATION))
                  .body());

      // Then
      assertThat(read.statusCode()).isEqualTo(200);
      assertThat(JsonWebKeyReader.readEncryptionKey(JSON.readTree(read.body()))).isEqualTo(current);
      assertThat(JsonWebKeyReader.readEncryptionKey(registration.path("cancellationKey")))
          .isEqualTo(current);
      assertThat(registration.path("serialNumber").asText()).isEqualTo("VDS1-1");
    }
  }

  @Test
  void shouldHaveNoKeyWithoutAVault() {
    try (IngressUnderTest ingress = new IngressUnderTest()) {
      // Given
      ingress.replies(new CredentialReply(registered()));

      // When
      HttpResponse<String> read = read(ingress, FRONT_END);
      HttpResponse<String> registration =
          ingress.send(
              ingress
                  .post("/api/v1/users/jane/devices", DEVICE)
                  .header("X-Api-Key", ADMINISTRATION));

      // Then
      assertThat(read.statusCode()).isEqualTo(503);
      assertThat(read.body()).contains("NOT_SET_UP");
      assertThat(registration.statusCode()).isEqualTo(201);
      assertThat(registration.body()).doesNotContain("cancellationKey");
    }
  }

  @Test
  void shouldTellTheKeyToTheFrontEndOnly() {
    try (IngressUnderTest ingress = new IngressUnderTest()) {
      assertThat(read(ingress, ADMINISTRATION).statusCode()).isEqualTo(403);
      assertThat(read(ingress, "wrong").statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<String> read(IngressUnderTest ingress, String key) {
    return ingress.send(ingress.request(KEY).header("X-Api-Key", key).GET());
  }

  private static CredentialSnapshot registered() {
    return CredentialSnapshot.newBuilder()
        .setTenant("demo")
        .setUserId("jane")
        .setSerialNumber("VDS1-1")
        .setState(CredentialState.ACTIVE)
        .setRegisteredAt(IngressUnderTest.NOW)
        .setFailedProofs(0)
        .setSequence(1)
        .setUserSequence(1)
        .build();
  }

  private static CancellationKeys keys(Path directory) throws IOException {
    Path file =
        Files.createFile(
            directory.resolve("vault"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + "A".repeat(43) + "=\n");
    return CancellationKeys.of(SecretVault.open(file, new SecureRandom()));
  }
}
