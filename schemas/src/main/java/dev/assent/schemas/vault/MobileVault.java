package dev.assent.schemas.vault;

import dev.assent.schemas.key.UserKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is personal about a user's phone at a mobile signature service provider, encrypted for one
 * user and one purpose each, so that nothing of it can be made another user's or another field's.
 * The same text gives the same bytes, by which a repeated request is recognised.
 */
public final class MobileVault {
  /** Which text it is. */
  public enum Field {
    /** The calling number. */
    MSISDN("mobile-signature.msisdn"),
    /** The provider's name for the user. */
    IDENTIFICATOR("mobile-signature.identificator");

    private final String purpose;

    Field(String purpose) {
      this.purpose = purpose;
    }
  }

  private final SecretVault vault;

  public MobileVault(SecretVault vault) {
    this.vault = vault;
  }

  /** Encrypts the user's text. */
  public byte[] encrypt(UserKey user, Field field, String text) {
    return vault.encryptRepeatably(text.getBytes(StandardCharsets.UTF_8), user.text(field.purpose));
  }

  /** The user's text; nothing where these bytes are not that. */
  public Optional<String> open(UserKey user, Field field, byte[] encrypted) {
    try {
      byte[] plain = vault.decrypt(encrypted, user.text(field.purpose));
      return Optional.of(new String(plain, StandardCharsets.UTF_8));
    } catch (UnreadableSecretException _) {
      return Optional.empty();
    }
  }
}
