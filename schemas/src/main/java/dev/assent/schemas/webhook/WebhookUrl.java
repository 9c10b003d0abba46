package dev.assent.schemas.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where results may be posted: an absolute {@code https} URL of 1 to 2,048 ASCII characters without
 * user information and fragment, whose host is a DNS name or an address. {@code http} is taken for
 * the machine itself only, and only where the installation says so. What the name stands for is
 * checked when it is called.
 *
 * @param uri as it was given
 */
public record WebhookUrl(URI uri) {
  private static final int LONGEST = 2_048;
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]{1," + LONGEST + "}");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** What a URL must be, for whoever gave another. */
  public static final String RULE =
      "an https URL of at most "
          + LONGEST
          + " ASCII characters, without user information and fragment";

  /**
   * The URL; nothing where it breaks the rule.
   *
   * @param loopback whether {@code http} to the machine itself is allowed
   */
  public static Optional<WebhookUrl> find(String text, boolean loopback) {
    if (!PRINTABLE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      boolean complete =
          uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() <= 65_535);
      return complete && port && schemeAllowed(uri, loopback)
          ? Optional.of(new WebhookUrl(uri))
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static boolean schemeAllowed(URI uri, boolean loopback) {
    return switch (uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> true;
      case "http" -> loopback && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
      default -> false;
    };
  }
}
