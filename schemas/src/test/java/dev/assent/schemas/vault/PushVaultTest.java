package dev.assent.schemas.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Push addresses in the vault. */
class PushVaultTest {
  private static final UserKey USER = new UserKey("bank", "jane");
  private static final PushAddress ADDRESS =
      PushAddress.of(PushService.FCM, "com.bank.app", "dQw4:APA91b_x-");

  private PushVault vault;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    Path file =
        Files.createFile(
            directory.resolve("vault"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + "A".repeat(43) + "=");
    vault = new PushVault(SecretVault.open(file, new SecureRandom()));
  }

  @Test
  void shouldGiveBackTheAddressOfTheSameDeviceAlone() {
    // When
    byte[] encrypted = vault.encrypt(USER, "VDS1-1", ADDRESS);

    // Then
    PushAddress opened = vault.open(USER, "VDS1-1", encrypted).orElseThrow();
    assertThat(opened.service()).isEqualTo(PushService.FCM);
    assertThat(opened.application()).isEqualTo("com.bank.app");
    assertThat(opened.token().reveal()).isEqualTo("dQw4:APA91b_x-");
    assertThat(vault.open(USER, "VDS1-2", encrypted)).isEmpty();
    assertThat(vault.open(new UserKey("bank", "joe"), "VDS1-1", encrypted)).isEmpty();
    assertThat(vault.encrypt(USER, "VDS1-1", ADDRESS)).isEqualTo(encrypted);
  }

  @Test
  void shouldRefuseWhatIsNoAddressWithoutRepeatingIt() {
    assertThatThrownBy(() -> PushAddress.of(PushService.FCM, "com.bank.app", "x".repeat(4_097)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a token is 1 to 4096 visible ASCII characters");
    assertThatThrownBy(() -> PushAddress.of(PushService.APNS, "com.bank.app", "../evil"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a token of apns is hexadecimal");
    assertThat(ADDRESS.toString()).doesNotContain("APA91b");
  }
}
