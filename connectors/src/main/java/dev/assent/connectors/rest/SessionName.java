package dev.assent.connectors.rest;

import java.util.Optional;
import java.util.regex.Pattern;

/** The provider's name for a session, which becomes part of an address. */
public final class SessionName {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private SessionName() {}

  /** The name; nothing where the text could be more than a name in an address. */
  public static Optional<String> of(String text) {
    return Optional.of(text).filter(name -> FORM.matcher(name).matches());
  }
}
