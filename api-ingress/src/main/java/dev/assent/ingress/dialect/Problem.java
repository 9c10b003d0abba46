package dev.assent.ingress.dialect;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.Locale;

/** Words errors as RFC 9457 has it; {@code reason} is our extension member. */
public final class Problem {
  private Problem() {}

  /** The answer to a request that came to nothing. */
  public static MutableHttpResponse<byte[]> of(
      Failure failure, String detail, HttpRequest<?> request) {
    return of(failure.status(), failure.name(), failure.text(), detail, request);
  }

  /**
   * Any problem.
   *
   * @param reason names it for programs, in capitals
   * @param title says it, the same each time
   * @param detail says it of this request
   */
  public static MutableHttpResponse<byte[]> of(
      int status, String reason, String title, String detail, HttpRequest<?> request) {
    return of(status, reason, title, detail, request, _ -> {});
  }

  /**
   * Any problem, with extension members of its own.
   *
   * @param extension writes them
   */
  public static MutableHttpResponse<byte[]> of(
      int status,
      String reason,
      String title,
      String detail,
      HttpRequest<?> request,
      Json.Writing extension) {
    String type = "urn:assent:problem:" + reason.toLowerCase(Locale.ROOT).replace('_', '-');
    return Json.answer(
        status,
        MediaType.APPLICATION_JSON_PROBLEM_TYPE,
        json -> {
          json.writeStartObject();
          json.writeStringField("type", type);
          json.writeStringField("title", title);
          json.writeNumberField("status", status);
          json.writeStringField("detail", detail);
          json.writeStringField("instance", request.getUri().getRawPath());
          json.writeStringField("reason", reason);
          extension.writeTo(json);
          json.writeEndObject();
        });
  }
}
