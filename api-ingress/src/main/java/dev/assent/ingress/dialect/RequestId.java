package dev.assent.ingress.dialect;

import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The header {@code X-Request-ID}: under it a request can be found again at whoever dealt with it.
 */
public final class RequestId {
  /** The header's name. */
  public static final String NAME = "X-Request-ID";

  private static final String ATTRIBUTE = "assent.request-id";
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,128}");

  private RequestId() {}

  /**
   * Gives the request its id: the caller's, where it is given once as 1 to 128 visible ASCII
   * characters, and otherwise a fresh one.
   */
  public static void take(HttpRequest<?> request) {
    List<String> given = request.getHeaders().getAll(NAME);
    boolean usable = given.size() == 1 && FORM.matcher(given.getFirst()).matches();
    request.setAttribute(ATTRIBUTE, usable ? given.getFirst() : UUID.randomUUID().toString());
  }

  /** The request's id, where its dialect has one. */
  public static Optional<String> of(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, String.class);
  }
}
