package dev.assent.processor.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assent.processor.settings.SigningSettings;
import dev.assent.processor.settings.SigningSettings.StoreType;
import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import dev.assent.schemas.device.ProofSignature;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that never leave a PKCS#11 token. */
final class TokenKeysTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  @Tag("AS-17")
  @Tag("JW-14")
  void shouldSignWithKeysThatNeverLeaveTheirToken(@TempDir Path directory) throws Exception {
    // Given
    Optional<SoftHsm> found = SoftHsm.find();
    if (found.isEmpty()) {
      System.out.println("SKIPPED: no SoftHSM here, so that PKCS#11 is not tested");
    }
    assumeTrue(found.isPresent(), "there is no SoftHSM here");
    Path configuration = found.get().makeToken(directory);
    KeyTool tool =
        KeyTool.token(configuration)
            .generate("bank/curve", "EC secp256r1", "2026/01/01", 365)
            .generate("bank/rsa", "RSA 2048", "2026/01/02", 365);
    SigningSettings settings = KeyTool.settings(StoreType.PKCS11, configuration, KeyTool.PIN);

    try (SigningKeys keys = SigningKeys.open(settings)) {
      // When
      TenantKey newest = keys.signing("bank", NOW).orElseThrow();
      TenantKey older = keys.signing("bank", Instant.parse("2026-01-01T12:00:00Z")).orElseThrow();

      // Then
      for (TenantKey key : List.of(newest, older)) {
        byte[] message = {1, 2, 3};
        assertThat(key.privateKey().getEncoded()).as("what leaves the token").isNull();
        assertThat(ProofSignature.verify(key.publicKey(), message, key.sign(message))).isTrue();
      }
      assertThat(newest.publicKey().algorithm().jwsName()).isEqualTo("RS256");
      assertThat(older.publicKey().algorithm().jwsName()).isEqualTo("ES256");

      // When
      tool.delete("bank/rsa");

      // Then
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(keys.published("bank", NOW).keys())
                      .map(IssuerKey::keyId)
                      .containsExactly("curve"));
    }
  }
}
