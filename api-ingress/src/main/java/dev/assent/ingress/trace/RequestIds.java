package dev.assent.ingress.trace;

import dev.assent.schemas.trace.Correlation;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The names of requests. Every dialect takes over a caller's {@code X-Request-ID}; one that
 * promises a name to every request assigns it before the request is served.
 */
public final class RequestIds {
  /** The header that a caller names its request with. */
  public static final String HEADER = "X-Request-ID";

  private static final String ATTRIBUTE = "assent.request-id";

  private RequestIds() {}

  /** The request's name; made here where the caller gave none, or none of the right form. */
  public static String assign(HttpRequest<?> request) {
    String id = find(request).orElseGet(() -> UUID.randomUUID().toString());
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }

  /** The request's name, where it has one by now. */
  public static Optional<String> find(HttpRequest<?> request) {
    Optional<String> assigned = request.getAttribute(ATTRIBUTE, String.class);
    if (assigned.isPresent()) {
      return assigned;
    }
    List<String> given = request.getHeaders().getAll(HEADER);
    return given.size() == 1
        ? Optional.of(given.getFirst()).filter(Correlation::isRequestId)
        : Optional.empty();
  }
}
