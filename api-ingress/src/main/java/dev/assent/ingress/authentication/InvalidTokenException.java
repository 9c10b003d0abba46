package dev.assent.ingress.authentication;

/**
 * A token, or a key set, is not valid; the message says why, to the log and never to the caller.
 */
final class InvalidTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidTokenException(String why) {
    super(why, null, false, false);
  }
}
