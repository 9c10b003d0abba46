package dev.assent.processor.decision;

import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.ocra.OcraSecret;
import dev.assent.schemas.ocra.OcraSuite;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Opens what the tests call encrypted. */
final class TestSecrets implements Facts.Secrets {
  @Override
  public Optional<OcraSecret> open(
      UserKey user, String serialNumber, OcraSuite suite, EncryptedSecret secret) {
    return TestToken.open(suite, secret);
  }

  @Override
  public Optional<String> openIdentificator(UserKey user, EncryptedSecret identificator) {
    return Optional.of(new String(identificator.bytes(), StandardCharsets.UTF_8));
  }
}
