package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.schemas.key.UserKey;
import io.micronaut.http.HttpRequest;
import java.util.regex.Pattern;

/** What stands in the paths {@code /api/v1/tenants/...}. */
final class AdministrationPath {
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private AdministrationPath() {}

  static String tenant(HttpRequest<?> http) {
    String tenant = RequestPath.segment(http, 3);
    // the form that a record's key takes, tried with any user
    if (UserKey.find(tenant, "user").isEmpty()) {
      throw Rejected.badRequest(
          "tenant must be 1 to 64 letters, digits, dots, dashes, underscores");
    }
    return tenant;
  }

  static String keyId(HttpRequest<?> http) {
    return requireKeyId(RequestPath.segment(http, 5));
  }

  static String webhookId(HttpRequest<?> http) {
    String webhookId = RequestPath.segment(http, 5);
    if (!KEY_ID.matcher(webhookId).matches()) {
      throw Rejected.badRequest("webhookId must be 1 to 64 letters, digits, dashes, underscores");
    }
    return webhookId;
  }

  static String requireKeyId(String keyId) {
    if (!KEY_ID.matcher(keyId).matches()) {
      throw Rejected.badRequest("keyId must be 1 to 64 letters, digits, dashes and underscores");
    }
    return keyId;
  }
}
