package dev.assent.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What came back over HTTP.
 *
 * @param status HTTP status
 * @param text the body as it came
 * @param contentType the body's type, empty where none was given
 * @param retryAfter the header Retry-After
 * @param entityTag the header ETag
 * @param took from sending to the whole answer
 */
record Answer(
    int status,
    String text,
    String contentType,
    Optional<String> retryAfter,
    Optional<String> entityTag,
    Duration took) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<String> response, Duration took) {
    return new Answer(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.headers().firstValue("Retry-After"),
        response.headers().firstValue("ETag"),
        took);
  }

  /** The body as JSON; a missing node where there is none. */
  JsonNode json() {
    if (text.isEmpty()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** The vendor's status of an OneSpan answer. */
  String statusCode() {
    return json().path("resultCodes").path("statusCodeEnum").asText();
  }

  /** Whether an OneSpan service did what it was asked for. */
  boolean succeeded() {
    return status == 200 && statusCode().equals("STAT_SUCCESS");
  }

  /** The sealed challenge of a retrieval. */
  String requestMessage() {
    return json().path("result").path("requestMessage").asText();
  }
}
