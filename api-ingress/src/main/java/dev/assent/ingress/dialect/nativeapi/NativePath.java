package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Request;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import io.micronaut.http.HttpRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What stands in paths and, with the same form, in bodies. */
final class NativePath {
  private static final Pattern SERIAL_NUMBER = Pattern.compile("[A-Za-z0-9]{1,32}-[0-9]{1,4}");

  private static final Pattern CREDENTIAL_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String USER_ID_RULE = "userId must be 1 to 128 visible ASCII characters";

  private NativePath() {}

  static UserKey user(HttpRequest<?> http, Request request) {
    return user(request, RequestPath.segment(http, 3));
  }

  /** A user who is named in the body. */
  static UserKey user(Request request, String userId) {
    return UserKey.find(request.caller().tenant(), userId)
        .filter(user -> !user.isUnassigned())
        .orElseThrow(() -> Rejected.badRequest(USER_ID_RULE));
  }

  static String operationId(HttpRequest<?> http) {
    String operationId = RequestPath.segment(http, 3);
    if (!OperationIds.isValid(operationId)) {
      throw Rejected.badRequest(OperationIds.RULE);
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

  static void requireNoBody(byte[] body) {
    if (body.length > 0) {
      throw Rejected.badRequest("no body is taken here");
    }
  }

  /** When a credential ends by itself; null where it does not say. */
  static Instant validUntil(Request request, JsonObject fields) {
    Optional<Instant> end = fields.optionalTime("validUntil");
    if (end.isPresent() && !end.get().isAfter(request.receivedAt())) {
      throw Rejected.badRequest("validUntil must be in the future");
    }
    return end.orElse(null);
  }

  /** The id of a credential of whatever kind: a serial number is one too. */
  static String credentialId(String text) {
    if (!CREDENTIAL_ID.matcher(text).matches()) {
      throw Rejected.badRequest(
          "credentialId must be 1 to 64 letters, digits, dots, dashes and underscores");
    }
    return text;
  }
}
