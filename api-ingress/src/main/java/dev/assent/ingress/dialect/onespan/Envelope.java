package dev.assent.ingress.dialect.onespan;

import dev.assent.ingress.dialect.Json;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;

/** The vendor's envelope: {@code resultCodes} and {@code result}. */
final class Envelope {
  /** What the vendor gives with every status that is not success is not published; this is ours. */
  private static final int FAILURE_NUMBER = 1;

  private Envelope() {}

  /** Success with nothing to tell but that: only {@code resultCodes}. */
  static MutableHttpResponse<byte[]> success() {
    return envelope(200, "RET_SUCCESS", 0, StatusCode.STAT_SUCCESS, Optional.empty());
  }

  static MutableHttpResponse<byte[]> success(Json.Writing members) {
    return envelope(200, "RET_SUCCESS", 0, StatusCode.STAT_SUCCESS, Optional.of(members));
  }

  static MutableHttpResponse<byte[]> failure(int httpStatus, StatusCode status) {
    return envelope(httpStatus, "RET_FAILURE", FAILURE_NUMBER, status, Optional.of(_ -> {}));
  }

  private static MutableHttpResponse<byte[]> envelope(
      int httpStatus,
      String returnName,
      int returnNumber,
      StatusCode status,
      Optional<Json.Writing> members) {
    return Json.answer(
        httpStatus,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("resultCodes");
          json.writeStringField("returnCodeEnum", returnName);
          json.writeStringField("statusCodeEnum", status.name());
          json.writeNumberField("returnCode", returnNumber);
          json.writeNumberField("statusCode", status.number());
          json.writeEndObject();
          if (members.isPresent()) {
            json.writeObjectFieldStart("result");
            members.get().writeTo(json);
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }
}
