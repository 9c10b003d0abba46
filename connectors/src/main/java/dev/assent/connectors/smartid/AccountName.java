package dev.assent.connectors.smartid;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Smart-ID knows a user by: a document number ({@code PNOEE-40504040001-DEM0-Q}), which is one
 * account, or a semantics identifier (ETSI EN 319 412-1 section 5.1.3, {@code PNOEE-40504040001}),
 * which is a person.
 *
 * @param path how it stands in an address: {@code document/…} or {@code etsi/…}
 */
record AccountName(String path) {
  private static final Pattern DOCUMENT =
      Pattern.compile("[A-Z]{5}-[A-Za-z0-9-]{1,64}-[A-Z0-9]{4}-N?Q");
  private static final Pattern PERSON = Pattern.compile("[A-Z]{5}-[A-Za-z0-9-]{1,64}");

  /** The name; nothing where the text is neither, so that it cannot be more than a name. */
  static Optional<AccountName> of(String text) {
    if (DOCUMENT.matcher(text).matches()) {
      return Optional.of(new AccountName("document/" + text));
    }
    return PERSON.matcher(text).matches()
        ? Optional.of(new AccountName("etsi/" + text))
        : Optional.empty();
  }
}
