package dev.assent.ingress.dialect.keyless;

import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Request;
import dev.assent.schemas.key.UserKey;
import io.micronaut.http.HttpRequest;
import java.util.regex.Pattern;

/** The user of a path {@code /v2/users/{userId}/...}. */
final class KeylessUser {
  private static final Pattern USER_ID = Pattern.compile("[0-9A-F]{2,128}");
  private static final int SEGMENT = 2;

  private KeylessUser() {}

  static UserKey of(HttpRequest<?> http, Request request) {
    String userId = RequestPath.segment(http, SEGMENT);
    if (!USER_ID.matcher(userId).matches()) {
      throw Rejected.badRequest("userId must be 2 to 128 upper-case hexadecimal digits");
    }
    return UserKey.of(request.caller().tenant(), userId);
  }
}
