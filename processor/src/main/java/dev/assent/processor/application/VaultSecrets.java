package dev.assent.processor.application;

import dev.assent.processor.decision.EncryptedSecret;
import dev.assent.processor.decision.Facts;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.ocra.OcraSecret;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.vault.MobileVault;
import dev.assent.schemas.vault.MobileVault.Field;
import dev.assent.schemas.vault.OcraVault;
import dev.assent.schemas.vault.SecretVault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what the ingress encrypted, with the vault's keys. Without keys nothing can be opened, and
 * no proof that rests on it verifies.
 */
final class VaultSecrets implements Facts.Secrets {
  private static final Logger LOGGER = LoggerFactory.getLogger(VaultSecrets.class);

  private final Optional<SecretVault> vault;

  private VaultSecrets(Optional<SecretVault> vault) {
    this.vault = vault;
  }

  static VaultSecrets of(Optional<Path> keys) {
    return new VaultSecrets(keys.map(file -> SecretVault.open(file, new SecureRandom())));
  }

  @Override
  public Optional<OcraSecret> open(
      UserKey user, String serialNumber, OcraSuite suite, EncryptedSecret secret) {
    return vault
        .map(OcraVault::new)
        .flatMap(ocra -> ocra.open(user, serialNumber, suite, secret.bytes()));
  }

  @Override
  public Optional<String> openIdentificator(UserKey user, EncryptedSecret identificator) {
    Optional<String> opened =
        vault
            .map(MobileVault::new)
            .flatMap(mobile -> mobile.open(user, Field.IDENTIFICATOR, identificator.bytes()));
    if (opened.isEmpty()) {
      LOGGER
          .atWarn()
          .addKeyValue("tenant", user.tenant())
          .log("The vault does not open an identificator; vault.key.file must be the ingress's");
    }
    return opened;
  }
}
