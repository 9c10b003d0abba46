package dev.assent.ingress.dialect;

import dev.assent.ingress.service.Result;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;

/** How a family of interfaces identifies callers and words what goes wrong. */
public interface Dialect {
  /** The dialect's name in metrics and logs. */
  String name();

  /** What its paths begin with; the longest match owns a path that nothing serves. */
  String prefix();

  /** What callers identify themselves by, as the audit trail names it. */
  default String scheme() {
    return "API_KEY";
  }

  /** Who asks; nothing where the credentials are missing, unknown or lack the role, all alike. */
  Optional<Caller> authenticate(HttpRequest<?> request, ApiKeyRole role);

  /** The answer to a request that came to nothing. */
  MutableHttpResponse<byte[]> failure(Failure failure, String detail, HttpRequest<?> request);

  /** The answer to a request that was refused; whoever asks adds {@code Retry-After}. */
  MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request);
}
