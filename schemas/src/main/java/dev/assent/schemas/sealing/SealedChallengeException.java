package dev.assent.schemas.sealing;

/** A message that is not a sealed challenge, or not one for this key and challenge key. */
public final class SealedChallengeException extends Exception {
  SealedChallengeException(String message) {
    super(message);
  }
}
