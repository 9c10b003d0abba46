package dev.assent.schemas.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretVaultTest {
  private static final String CONTEXT = "bank/4A616E65/serial-1";
  private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes(US_ASCII);
  private static final String FIRST = line("first", 1);
  private static final String SECOND = line("second", 2);

  @TempDir Path directory;

  @Test
  void shouldWriteTheDocumentedLayout() throws IOException, GeneralSecurityException {
    // Given
    SecretVault vault = vault(FIRST);
    byte[] nonce = new byte[12];

    // When
    byte[] encrypted = SecretVault.open(file(FIRST), allSevens()).encrypt(SECRET, CONTEXT);

    // Then
    Arrays.fill(nonce, (byte) 7);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key(1), "AES"),
        new GCMParameterSpec(128, encrypted, 7, 12));
    cipher.updateAAD(CONTEXT.getBytes(US_ASCII));
    assertThat(Arrays.copyOf(encrypted, 7)).isEqualTo("\u0001\u0005first".getBytes(US_ASCII));
    assertThat(Arrays.copyOfRange(encrypted, 7, 19)).isEqualTo(nonce);
    assertThat(cipher.doFinal(encrypted, 19, encrypted.length - 19)).isEqualTo(SECRET);
    assertThat(vault).hasToString("SecretVault[first]");
  }

  @Test
  @Tag("AS-13")
  void shouldUseAFreshNonceForEverySecret() throws IOException, UnreadableSecretException {
    // Given
    SecretVault vault = vault(FIRST);

    // When
    byte[] one = vault.encrypt(SECRET, CONTEXT);
    byte[] other = vault.encrypt(SECRET, CONTEXT);

    // Then
    assertThat(one).isNotEqualTo(other);
    assertThat(vault.decrypt(one, CONTEXT)).isEqualTo(SECRET);
    assertThat(vault.decrypt(other, CONTEXT)).isEqualTo(SECRET);
  }

  @Test
  void shouldGiveTheSameBytesOnlyForTheSameSecretContextAndKey()
      throws IOException, UnreadableSecretException {
    // Given
    SecretVault vault = vault(FIRST);
    byte[] other = SECRET.clone();
    other[0] ^= 1;

    // When
    byte[] encrypted = vault.encryptRepeatably(SECRET, CONTEXT);

    // Then
    assertThat(vault(FIRST).encryptRepeatably(SECRET, CONTEXT)).isEqualTo(encrypted);
    assertThat(nonce(vault.encryptRepeatably(other, CONTEXT))).isNotEqualTo(nonce(encrypted));
    assertThat(nonce(vault.encryptRepeatably(SECRET, CONTEXT + "0")))
        .isNotEqualTo(nonce(encrypted));
    assertThat(nonce(vault(line("first", 3)).encryptRepeatably(SECRET, CONTEXT)))
        .isNotEqualTo(nonce(encrypted));
    assertThat(vault.decrypt(encrypted, CONTEXT)).isEqualTo(SECRET);
  }

  @Test
  @Tag("KA-4")
  void shouldRefuseAnotherContext() throws IOException {
    // Given
    SecretVault vault = vault(FIRST);
    byte[] encrypted = vault.encrypt(SECRET, CONTEXT);

    // When, Then
    assertUnreadable(vault, encrypted, "bank/4A616E65/serial-2");
  }

  @Test
  void shouldRefuseAnEmptyContext() throws IOException {
    // Given
    SecretVault vault = vault(FIRST);

    // When, Then
    assertThatThrownBy(() -> vault.encrypt(SECRET, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("CR-2")
  void shouldRefuseAnotherKeyOfTheSameName() throws IOException {
    // Given
    byte[] encrypted = vault(FIRST).encrypt(SECRET, CONTEXT);

    // When, Then
    assertUnreadable(vault(line("first", 3)), encrypted, CONTEXT);
  }

  @Test
  void shouldRefuseAKeyThatItDoesNotHold() throws IOException {
    // Given
    byte[] encrypted = vault(FIRST).encrypt(SECRET, CONTEXT);

    // When, Then
    assertUnreadable(vault(SECOND), encrypted, CONTEXT);
  }

  @Test
  @Tag("AS-13")
  void shouldRefuseEveryFlippedBitAndEveryShorterForm() throws IOException {
    // Given
    SecretVault vault = vault(FIRST, SECOND);
    byte[] encrypted = vault.encrypt(SECRET, CONTEXT);

    // When, Then
    for (int bit = 0; bit < 8 * encrypted.length; bit++) {
      byte[] changed = encrypted.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertUnreadable(vault, changed, CONTEXT);
    }
    for (int length = 0; length < encrypted.length; length++) {
      assertUnreadable(vault, Arrays.copyOf(encrypted, length), CONTEXT);
    }
  }

  @Test
  void shouldDecryptUnderAnOlderKeyAndEncryptUnderTheFirst()
      throws IOException, UnreadableSecretException {
    // Given
    byte[] old = vault(FIRST).encrypt(SECRET, CONTEXT);
    SecretVault rotated = vault(SECOND, FIRST);

    // When
    byte[] anew = rotated.encrypt(rotated.decrypt(old, CONTEXT), CONTEXT);

    // Then
    assertThat(vault(SECOND).decrypt(anew, CONTEXT)).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
  @Tag("AS-17")
  void shouldRefuseAFileThatIsOpenToOthers(String permissions) throws IOException {
    // Given
    Path file = file(FIRST);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    // When, Then
    assertThatThrownBy(() -> SecretVault.open(file, new SecureRandom()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("by its owner only");
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void shouldRefuseAnythingButKeysAndRepeatNothing(String content, String reason)
      throws IOException {
    // Given
    Path file = file(content);

    // When, Then
    assertThatThrownBy(() -> SecretVault.open(file, new SecureRandom()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageEndingWith(reason)
        .hasNoCause();
  }

  static Stream<Arguments> badFiles() {
    String wrong = ": must read keyId:base64 of 32 bytes";
    return Stream.of(
            new String[] {"", " holds no key"},
            new String[] {"first", ", line 1" + wrong},
            new String[] {"first:", ", line 1" + wrong},
            new String[] {"first:c2hvcnQ=", ", line 1" + wrong},
            new String[] {"first:====", ", line 1" + wrong},
            new String[] {"f rst" + FIRST.substring(5), ", line 1" + wrong},
            new String[] {"k".repeat(33) + FIRST.substring(5), ", line 1" + wrong},
            new String[] {FIRST + "\n" + SECOND.substring(0, 40), ", line 2" + wrong},
            new String[] {FIRST + "\n" + line("first", 2), ", line 2: repeats a key or its id"},
            new String[] {FIRST + "\n" + line("other", 1), ", line 2: repeats a key or its id"})
        .map(pair -> Arguments.of(pair[0], pair[1]));
  }

  @Test
  void shouldSayThatAFileCannotBeRead() {
    // Given
    Path absent = directory.resolve("absent");

    // When, Then
    assertThatThrownBy(() -> SecretVault.open(absent, new SecureRandom()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("cannot read the vault's keys from " + absent);
  }

  private static void assertUnreadable(SecretVault vault, byte[] encrypted, String context) {
    assertThatThrownBy(() -> vault.decrypt(encrypted, context))
        .isInstanceOf(UnreadableSecretException.class)
        .hasNoCause();
  }

  private SecretVault vault(String... lines) throws IOException {
    return SecretVault.open(file(String.join("\n", lines)), new SecureRandom());
  }

  private Path file(String content) throws IOException {
    Path file = Files.createTempFile(directory, "vault", ".keys");
    return Files.writeString(file, content);
  }

  private static byte[] nonce(byte[] encrypted) {
    return Arrays.copyOfRange(encrypted, 7, 19);
  }

  private static String line(String keyId, int filling) {
    return keyId + ":" + Base64.getEncoder().encodeToString(key(filling));
  }

  private static byte[] key(int filling) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) filling);
    return key;
  }

  /** Random bytes that are all 7. */
  private static SecureRandom allSevens() {
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;

      @Override
      public void nextBytes(byte[] bytes) {
        Arrays.fill(bytes, (byte) 7);
      }
    };
  }
}
