package dev.assent.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Tenant;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTenantTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;

  @Test
  @Tag("AS-7")
  void shouldHaveOtherKeysEachTime() {
    // Given, when
    DemoTenant first = DemoTenant.generate();
    DemoTenant second = DemoTenant.generate();

    // Then
    assertThat(List.of(first.frontEndKey(), first.backEndKey()))
        .allMatch(key -> key.matches("[a-z-]+\\.[A-Za-z0-9_-]{43}"))
        .doesNotContain(second.frontEndKey(), second.backEndKey());
  }

  @Test
  void shouldReadWhatWasKept() throws Exception {
    // Given
    DemoTenant tenant = DemoTenant.generate();
    Path file = directory.resolve("tenant.properties");

    // When
    tenant.write(file);

    // Then
    assertThat(DemoTenant.read(file)).isEqualTo(tenant);
  }

  @Test
  @Tag("AS-17")
  void shouldKeepTheKeysFromEverybodyButTheOwner() throws Exception {
    // Given
    Path file = directory.resolve("tenant.properties");

    // When
    DemoTenant.generate().write(file);

    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldPublishHashesOfTheKeysWithTheirRoles() throws Exception {
    // Given
    DemoTenant tenant = DemoTenant.generate();

    // When
    Tenant published = tenant.toRecord(NOW);

    // Then
    assertThat(published.getApiKeys())
        .extracting(ApiKey::getKeyId, ApiKey::getHash, ApiKey::getRoles)
        .containsExactly(
            tuple("demo-front-end", sha256(tenant.frontEndKey()), List.of(ApiKeyRole.FRONT_END)),
            tuple(
                "demo-back-end",
                sha256(tenant.backEndKey()),
                List.of(ApiKeyRole.BACK_END, ApiKeyRole.CREDENTIAL_ADMINISTRATION)));
  }

  @Test
  void shouldNotShowItsKeysAsText() {
    // Given
    DemoTenant tenant = DemoTenant.generate();

    // When, then
    assertThat(tenant.toString()).doesNotContain(tenant.frontEndKey(), tenant.backEndKey());
  }

  private static ByteBuffer sha256(String text) throws Exception {
    return ByteBuffer.wrap(
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
