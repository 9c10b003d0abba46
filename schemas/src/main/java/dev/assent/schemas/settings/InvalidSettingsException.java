package dev.assent.schemas.settings;

/** A setting is missing, unknown or out of range; the message says which and why in one line. */
public final class InvalidSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSettingsException(String message) {
    super(message);
  }
}
