package dev.assent.ingress.dialect;

import io.micronaut.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Reads path segments as they came: each is decoded by itself, and a plus is a plus. */
public final class RequestPath {
  private RequestPath() {}

  /**
   * The decoded segment.
   *
   * @param index from 0
   */
  public static String segment(HttpRequest<?> request, int index) {
    String[] segments = request.getUri().getRawPath().split("/", -1);
    if (index + 1 >= segments.length) {
      throw new Rejected(Failure.NOT_FOUND, Failure.NOT_FOUND.text());
    }
    try {
      return URLDecoder.decode(segments[index + 1].replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw Rejected.badRequest("the path is not percent-encoded as RFC 3986 has it");
    }
  }
}
