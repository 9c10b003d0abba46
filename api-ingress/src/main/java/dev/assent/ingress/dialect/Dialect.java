package dev.assent.ingress.dialect;

import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.service.Result;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.Set;

/** How a family of interfaces identifies callers and words what goes wrong. */
public interface Dialect {
  /** The dialect's name in metrics and logs. */
  String name();

  /** What its paths begin with; the longest match owns a path that nothing serves. */
  String prefix();

  /** How its callers identify themselves where no setting says otherwise. */
  default Set<Scheme> schemes() {
    return Set.of(Scheme.API_KEY);
  }

  /**
   * What a caller is told that is known and lacks the permission; {@link Failure#UNAUTHENTICATED}
   * where the dialect's documents have no answer of its own for it.
   */
  default Failure forbidden() {
    return Failure.FORBIDDEN;
  }

  /** The answer to a request that came to nothing. */
  MutableHttpResponse<byte[]> failure(Failure failure, String detail, HttpRequest<?> request);

  /** The answer to a request that was refused; whoever asks adds {@code Retry-After}. */
  MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request);
}
