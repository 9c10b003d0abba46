package dev.assent.schemas.vault;

/** Bytes that are no encrypted secret, or not one for this vault and context. */
public final class UnreadableSecretException extends Exception {
  UnreadableSecretException(String message) {
    super(message);
  }
}
