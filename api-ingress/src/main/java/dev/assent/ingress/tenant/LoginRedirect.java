package dev.assent.ingress.tenant;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a login that begins without a user sends the browser ({@code docs/reference/tenants.md}).
 *
 * @param template an https URL with the place of the operation's id
 */
public record LoginRedirect(String template) {
  /** The form of the template, in words. */
  public static final String RULE =
      "must be an https URL of at most 2048 characters with {operationId} once, behind its host";

  private static final String PLACE = "{operationId}";
  private static final int MOST_CHARACTERS = 2_048;

  /** The id stands behind the authority, so that no id can choose another host. */
  private static final Pattern FORM =
      Pattern.compile("https://[^/?#{}]+[/?#][^{}]*\\{operationId}[^{}]*");

  /** The template, where it has its form. */
  public static Optional<LoginRedirect> parse(String template) {
    return template.length() <= MOST_CHARACTERS
            && FORM.matcher(template).matches()
            && isUrl(template)
        ? Optional.of(new LoginRedirect(template))
        : Optional.empty();
  }

  /** The URL for the operation. */
  public String to(String operationId) {
    String encoded = URLEncoder.encode(operationId, StandardCharsets.UTF_8).replace("+", "%20");
    return template.replace(PLACE, encoded);
  }

  private static boolean isUrl(String template) {
    try {
      URI uri = new URI(template.replace(PLACE, "x"));
      return uri.getHost() != null && uri.getUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
