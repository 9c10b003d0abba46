package dev.assent.ingress.dialect;

import dev.assent.ingress.tenant.ApiKeys;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** HTTP Basic (RFC 7617): the tenant is the user, and its API key the password. */
public final class BasicHeader {
  /** What a caller without valid credentials is asked for. */
  public static final String CHALLENGE = "Basic realm=\"assent\", charset=\"UTF-8\"";

  private static final String SCHEME = "Basic ";

  private BasicHeader() {}

  /** Who presents a valid key of the named tenant with the role, exactly once. */
  public static Optional<Caller> authenticate(
      HttpRequest<?> request, ApiKeys keys, ApiKeyRole role) {
    List<String> headers = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
    if (headers.size() != 1
        || !headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String credentials = decode(headers.getFirst().substring(SCHEME.length()).strip());
    int colon = credentials.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String tenant = credentials.substring(0, colon);
    return keys.authenticate(credentials.substring(colon + 1), role)
        .filter(caller -> caller.tenant().equals(tenant));
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
