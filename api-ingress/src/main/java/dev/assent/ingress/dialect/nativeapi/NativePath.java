package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Request;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import io.micronaut.http.HttpRequest;
import java.util.regex.Pattern;

/** What stands in the paths {@code /api/v1/users/...} and {@code /api/v1/operations/...}. */
final class NativePath {
  private static final Pattern SERIAL_NUMBER = Pattern.compile("[A-Za-z0-9]{1,32}-[0-9]{1,4}");

  private NativePath() {}

  static UserKey user(HttpRequest<?> http, Request request) {
    try {
      return UserKey.of(request.caller().tenant(), RequestPath.segment(http, 3));
    } catch (IllegalArgumentException _) {
      throw Rejected.badRequest("userId must be 1 to 128 visible ASCII characters");
    }
  }

  static String operationId(HttpRequest<?> http) {
    String operationId = RequestPath.segment(http, 3);
    if (!OperationIds.isValid(operationId)) {
      throw Rejected.badRequest("operationId must be 1 to 128 visible ASCII characters");
    }
    return operationId;
  }

  static String serialNumber(String text) {
    if (!SERIAL_NUMBER.matcher(text).matches()) {
      throw Rejected.badRequest(
          "serialNumber must be 1 to 32 letters and digits, a dash and 1 to 4 digits");
    }
    return text;
  }
}
