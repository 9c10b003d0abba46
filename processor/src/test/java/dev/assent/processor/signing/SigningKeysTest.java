package dev.assent.processor.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.processor.settings.SigningSettings;
import dev.assent.processor.settings.SigningSettings.StoreType;
import dev.assent.schemas.approval.IssuerKeys;
import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SigningKeysTest {
  private static final String CURVE = "EC secp256r1";

  private Path file;

  @BeforeEach
  void locate(@TempDir Path directory) {
    file = directory.resolve("keys.p12");
  }

  @ParameterizedTest
  @Tag("JW-2")
  @CsvSource({"EC secp256r1,ES256", "Ed25519,EdDSA", "RSA 2048,RS256"})
  void shouldSignWithEachKindOfKey(String kind, String algorithm) throws Exception {
    // Given
    KeyTool.file(file).generate("bank/k1", kind, "2026/01/01", 365);

    try (SigningKeys keys = SigningKeys.open(KeyTool.settings(file))) {
      // When
      TenantKey key = keys.signing("bank", at("2026-06-01")).orElseThrow();

      // Then
      byte[] message = {1, 2, 3};
      assertThat(key.publicKey().algorithm().jwsName()).isEqualTo(algorithm);
      assertThat(ProofSignature.verify(key.publicKey(), message, key.sign(message))).isTrue();
    }
  }

  @Test
  @Tag("JW-14")
  void shouldSignWithTheNewestKeyThatIsValidWhileBothVerify() {
    // Given
    KeyTool.file(file)
        .generate("bank/k1", CURVE, "2026/01/01", 200)
        .generate("bank/k2", CURVE, "2026/06/01", 365);

    try (SigningKeys keys = SigningKeys.open(KeyTool.settings(file))) {
      // Then
      assertThat(signing(keys, "2025-12-30")).isEmpty();
      assertThat(signing(keys, "2026-05-20")).contains("k1");
      assertThat(signing(keys, "2026-06-10")).contains("k2");
      assertThat(published(keys, "2026-05-20")).containsExactly("k2", "k1");
      assertThat(published(keys, "2026-06-10")).containsExactly("k2", "k1");
      assertThat(published(keys, "2026-08-10")).containsExactly("k2");
    }
  }

  @Test
  @Tag("JW-14")
  void shouldPublishARemovedKeyNoMore() {
    // Given
    KeyTool tool =
        KeyTool.file(file)
            .generate("bank/k1", CURVE, "2026/01/01", 365)
            .generate("bank/k2", CURVE, "2026/01/02", 365);

    try (SigningKeys keys = SigningKeys.open(KeyTool.settings(file))) {
      assertThat(published(keys, "2026-06-01")).containsExactly("k2", "k1");

      // When
      tool.delete("bank/k2");

      // Then
      assertThat(published(keys, "2026-06-01")).containsExactly("k1");
      assertThat(signing(keys, "2026-06-01")).contains("k1");
    }
  }

  @Test
  @Tag("AS-20")
  void shouldHaveNoKeysOnceTheStoreCannotBeRead() throws IOException {
    // Given
    KeyTool.file(file).generate("bank/k1", CURVE, "2026/01/01", 365);
    byte[] store = Files.readAllBytes(file);

    try (SigningKeys keys = SigningKeys.open(KeyTool.settings(file))) {
      // When
      Files.writeString(file, "no store");

      // Then
      assertThat(published(keys, "2026-06-01")).isEmpty();
      assertThat(signing(keys, "2026-06-01")).isEmpty();

      // When
      Files.write(file, store);

      // Then
      assertThat(published(keys, "2026-06-01")).containsExactly("k1");
    }
  }

  @Test
  void shouldKeepTheKeysOfTenantsApart() {
    // Given
    KeyTool.file(file)
        .generate("bank/k1", CURVE, "2026/01/01", 365)
        .generate("%42ank/k1", CURVE, "2026/01/01", 365);

    try (SigningKeys keys = SigningKeys.open(KeyTool.settings(file))) {
      // When
      IssuerKeys lower = keys.published("bank", at("2026-06-01"));
      IssuerKeys upper = keys.published("Bank", at("2026-06-01"));

      // Then
      assertThat(lower.issuer()).isEqualTo("assent/bank");
      assertThat(upper.issuer()).isEqualTo("assent/Bank");
      assertThat(lower.keys()).hasSize(1);
      assertThat(upper.keys()).hasSize(1);
      assertThat(upper.keys().getFirst().key()).isNotEqualTo(lower.keys().getFirst().key());
      assertThat(published(keys, "2026-06-01", "other")).isEmpty();
    }
  }

  @Test
  void shouldLeaveOutWhatItCannotSignWith() {
    // Given
    KeyTool.file(file)
        .generate("bank", CURVE, "2026/01/01", 365)
        .generate("bank/k1/x", CURVE, "2026/01/01", 365)
        .generate("bank/a b", CURVE, "2026/01/01", 365)
        .generate("bank/large", "EC secp384r1", "2026/01/01", 365)
        .generate("bank/k1", CURVE, "2026/01/01", 365);

    try (SigningKeys keys = SigningKeys.open(KeyTool.settings(file))) {
      // Then
      assertThat(published(keys, "2026-06-01")).containsExactly("k1");
    }
  }

  @Test
  void shouldRefuseToStartWithAStoreThatDoesNotOpen() {
    // Given
    KeyTool.file(file).generate("bank/k1", CURVE, "2026/01/01", 365);

    // Then
    for (SigningSettings wrong :
        List.of(
            KeyTool.settings(StoreType.PKCS12, file, "wrong"),
            KeyTool.settings(file.resolveSibling("none")),
            KeyTool.settings(StoreType.PKCS11, file, KeyTool.PIN))) {
      assertThatThrownBy(() -> SigningKeys.open(wrong))
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageStartingWith("signing.store.file: the store cannot be opened: ")
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  void shouldHaveNoKeysWithoutAStore() {
    // Given
    SigningSettings none =
        new SigningSettings(Optional.empty(), "{tenant}", "{tenant}", Duration.ofHours(1));

    try (SigningKeys keys = SigningKeys.open(none)) {
      // Then
      assertThat(published(keys, "2026-06-01")).isEmpty();
    }
  }

  private static Optional<String> signing(SigningKeys keys, String day) {
    return keys.signing("bank", at(day)).map(TenantKey::keyId);
  }

  private static List<String> published(SigningKeys keys, String day) {
    return published(keys, day, "bank");
  }

  private static List<String> published(SigningKeys keys, String day, String tenant) {
    return keys.published(tenant, at(day)).keys().stream().map(IssuerKey::keyId).toList();
  }

  private static Instant at(String day) {
    return Instant.parse(day + "T12:00:00Z");
  }
}
