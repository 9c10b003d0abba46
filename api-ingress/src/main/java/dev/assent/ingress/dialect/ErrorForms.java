package dev.assent.ingress.dialect;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Words what the HTTP server itself refuses, in the form of the dialect that owns the path. */
@Singleton
final class ErrorForms implements ErrorResponseProcessor<byte[]> {
  private static final String NO_OPERATION = "none";

  private final List<Dialect> dialects;
  private final RequestMetrics metrics;
  private final Faults faults;
  private final AccessLog log;

  ErrorForms(List<Dialect> dialects, RequestMetrics metrics, Faults faults, AccessLog log) {
    this.log = log;
    this.dialects =
        dialects.stream()
            .sorted(
                Comparator.comparingInt((Dialect dialect) -> dialect.prefix().length()).reversed())
            .toList();
    this.metrics = metrics;
    this.faults = faults;
  }

  @Override
  public MutableHttpResponse<byte[]> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpRequest<?> request = context.getRequest();
    Dialect dialect = owner(request.getPath());
    Failure failure = unreadable(request).orElseGet(() -> Failure.ofStatus(response.code()));
    metrics.refused(dialect, NO_OPERATION, failure.name());
    MutableHttpResponse<byte[]> answer =
        dialect.failure(failure, detail(failure, context), request);
    response
        .getHeaders()
        .getFirst(HttpHeaders.ALLOW)
        .ifPresent(allow -> answer.header(HttpHeaders.ALLOW, allow));
    log.refused(request, dialect, NO_OPERATION, failure, answer);
    return answer;
  }

  /** The server has one status for all that is too long (RFC 9110 15.5.15, RFC 6585 section 5). */
  private static Optional<Failure> unreadable(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> read
        ? switch (read.getNativeRequest().decoderResult().cause()) {
          case TooLongHttpLineException _ -> Optional.of(Failure.URI_TOO_LONG);
          case TooLongHttpHeaderException _ -> Optional.of(Failure.HEADERS_TOO_LARGE);
          case null, default -> Optional.empty();
        }
        : Optional.empty();
  }

  private String detail(Failure failure, ErrorContext context) {
    return failure == Failure.INTERNAL
        ? context
            .getRootCause()
            .map(fault -> faults.record(context.getRequest(), fault))
            .orElse(failure.text())
        : failure.text();
  }

  private Dialect owner(String path) {
    return dialects.stream()
        .filter(dialect -> path.startsWith(dialect.prefix()))
        .findFirst()
        .orElseGet(dialects::getLast);
  }
}
