package dev.assent.processor.signing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The alias of a tenant's key in the store: {@code tenant/keyId}, both percent-encoded. A PKCS#12
 * store keeps aliases in lower case, so that a capital letter must be encoded too ({@code %41}).
 *
 * @param tenant the tenant's id
 * @param keyId names the key within its tenant, 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 */
record KeyAlias(String tenant, String keyId) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Reads the alias; nothing where it names no key of a tenant. */
  static Optional<KeyAlias> parse(String alias) {
    String[] parts = alias.split("/", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      KeyAlias read = new KeyAlias(decode(parts[0]), decode(parts[1]));
      return Optional.of(read)
          .filter(
              name -> FORM.matcher(name.tenant).matches() && FORM.matcher(name.keyId).matches());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
