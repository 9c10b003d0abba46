package dev.assent.ingress.dialect;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the headers that mean the same in every dialect. */
final class RequestHeaders {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7E]{1,255}");

  private RequestHeaders() {}

  /** The caller's own name for the attempt; only where something may change. */
  static Optional<String> idempotencyKey(HttpRequest<?> request) {
    List<String> keys = request.getHeaders().getAll(IDEMPOTENCY_KEY);
    if (keys.isEmpty() || request.getMethod() == HttpMethod.GET) {
      return Optional.empty();
    }
    if (keys.size() > 1 || !KEY_FORM.matcher(keys.getFirst()).matches()) {
      throw Rejected.badRequest(
          IDEMPOTENCY_KEY + " must be given once, as 1 to 255 visible ASCII characters");
    }
    return Optional.of(keys.getFirst());
  }

  /** The size of header fields is bounded by the server, their number here. */
  static void requireAtMost(int most, HttpRequest<?> request) {
    int fields = 0;
    for (Map.Entry<String, List<String>> field : request.getHeaders()) {
      fields += field.getValue().size();
    }
    if (fields > most) {
      throw new Rejected(Failure.HEADERS_TOO_LARGE, Failure.HEADERS_TOO_LARGE.text());
    }
  }

  /** RFC 9110 section 12.5.1; an absent header accepts anything. */
  static void requireAccepted(HttpRequest<?> request, String produced) {
    List<String> accept = request.getHeaders().getAll(HttpHeaders.ACCEPT);
    if (!accept.isEmpty() && accept.stream().noneMatch(ranges -> accepts(ranges, produced))) {
      throw new Rejected(
          Failure.NOT_ACCEPTABLE,
          "The answer is " + produced + ", which the request does not accept");
    }
  }

  /** RFC 8259 section 8.1: JSON between systems is UTF-8. */
  static void requireJsonContent(HttpRequest<?> request) {
    List<String> contentType = request.getHeaders().getAll(HttpHeaders.CONTENT_TYPE);
    if (contentType.size() != 1 || !isJson(contentType.getFirst())) {
      throw new Rejected(Failure.UNSUPPORTED_MEDIA_TYPE, Failure.UNSUPPORTED_MEDIA_TYPE.text());
    }
  }

  private static boolean isJson(String contentType) {
    if (contentType.equalsIgnoreCase(MediaType.APPLICATION_JSON)) {
      return true;
    }
    return parse(contentType)
        .filter(type -> type.getName().equalsIgnoreCase(MediaType.APPLICATION_JSON))
        .filter(
            type ->
                type.getParameters()
                    .get(MediaType.CHARSET_PARAMETER)
                    .map(charset -> charset.equalsIgnoreCase(StandardCharsets.UTF_8.name()))
                    .orElse(true))
        .isPresent();
  }

  private static boolean accepts(String ranges, String produced) {
    if (ranges.equals(MediaType.ALL) || ranges.equals(produced)) {
      return true;
    }
    String family = produced.substring(0, produced.indexOf('/') + 1) + "*";
    for (String range : ranges.split(",")) {
      boolean accepted =
          parse(range.strip())
              .filter(type -> type.getQualityAsNumber().signum() > 0)
              .map(MediaType::getName)
              .filter(
                  name ->
                      name.equals(MediaType.ALL)
                          || name.equalsIgnoreCase(family)
                          || name.equalsIgnoreCase(produced))
              .isPresent();
      if (accepted) {
        return true;
      }
    }
    return false;
  }

  private static Optional<MediaType> parse(String text) {
    try {
      return Optional.of(MediaType.of(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
