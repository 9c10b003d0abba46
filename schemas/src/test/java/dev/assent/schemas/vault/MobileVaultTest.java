package dev.assent.schemas.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.vault.MobileVault.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MobileVaultTest {
  private static final UserKey JANE = UserKey.of("demo", "jane");
  private static final String MSISDN = "+41790000000";

  @TempDir Path directory;
  private MobileVault vault;

  @BeforeEach
  void open() throws IOException {
    Path file =
        Files.createFile(
            directory.resolve("vault-key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
    vault = new MobileVault(SecretVault.open(file, new SecureRandom()));
  }

  @Test
  @Tag("KA-4")
  void shouldOpenWhatItEncryptedForTheSameUserAndFieldOnly() {
    // When
    byte[] encrypted = vault.encrypt(JANE, Field.MSISDN, MSISDN);

    // Then
    assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("790");
    assertThat(vault.open(JANE, Field.MSISDN, encrypted)).contains(MSISDN);
    assertThat(vault.open(JANE, Field.IDENTIFICATOR, encrypted)).isEmpty();
    assertThat(vault.open(UserKey.of("demo", "joan"), Field.MSISDN, encrypted)).isEmpty();
    assertThat(vault.open(JANE, Field.MSISDN, new byte[] {1})).isEmpty();
  }

  @Test
  void shouldGiveTheSameBytesForTheSameTextOnly() {
    // When
    byte[] encrypted = vault.encrypt(JANE, Field.MSISDN, MSISDN);

    // Then
    assertThat(vault.encrypt(JANE, Field.MSISDN, MSISDN)).isEqualTo(encrypted);
    assertThat(vault.encrypt(JANE, Field.MSISDN, "+41790000001")).isNotEqualTo(encrypted);
  }
}
