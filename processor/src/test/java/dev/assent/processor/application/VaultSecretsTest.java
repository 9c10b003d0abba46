package dev.assent.processor.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.EncryptedSecret;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.vault.MobileVault;
import dev.assent.schemas.vault.MobileVault.Field;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("AS-20")
final class VaultSecretsTest {
  private static final UserKey ANN = new UserKey("bank", "ann");
  private static final UserKey BOB = new UserKey("bank", "bob");

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Path keys;
  private EncryptedSecret ofAnn;

  @BeforeEach
  void encrypt(@TempDir Path folder) throws IOException {
    keys = folder.resolve("vault.keys");
    Files.createFile(keys, OWNER_ONLY);
    Files.writeString(keys, "test:" + Base64.getEncoder().encodeToString(new byte[32]));
    MobileVault vault = new MobileVault(SecretVault.open(keys, new SecureRandom()));
    ofAnn = EncryptedSecret.of(vault.encrypt(ANN, Field.IDENTIFICATOR, "mid1"));
  }

  @Test
  void shouldOpenTheIdentificatorOfItsUserOnly() {
    // Given
    VaultSecrets secrets = VaultSecrets.of(Optional.of(keys));

    // Then
    assertThat(secrets.openIdentificator(ANN, ofAnn)).contains("mid1");
    assertThat(secrets.openIdentificator(BOB, ofAnn)).isEmpty();
  }

  @Test
  void shouldOpenNothingWithoutKeys() {
    assertThat(VaultSecrets.of(Optional.empty()).openIdentificator(ANN, ofAnn)).isEmpty();
  }
}
