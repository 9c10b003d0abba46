package dev.assent.ingress.dialect;

import dev.assent.ingress.audit.AuditTrail;
import dev.assent.ingress.authentication.Identity;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.limit.Draining;
import dev.assent.ingress.tenant.Caller;
import dev.assent.ingress.trace.Tracing;
import dev.assent.schemas.audit.AuditedEvent;
import dev.assent.schemas.avro.AuditRecord;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.MutableHttpResponse;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Tells the metrics, the trace, the access log and the audit trail of each request. */
@Singleton
final class Visits {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> DIALECT = AttributeKey.stringKey("assent.dialect");
  private static final AttributeKey<String> REFUSAL = AttributeKey.stringKey("assent.refusal");
  private static final int FIRST_SERVER_ERROR = 500;

  private final InstantSource clock;
  private final RequestMetrics metrics;
  private final Tracing tracing;
  private final AccessLog log;
  private final AuditTrail audit;
  private final Draining draining;

  Visits(
      InstantSource clock,
      RequestMetrics metrics,
      Tracing tracing,
      AccessLog log,
      AuditTrail audit,
      Draining draining) {
    this.clock = clock;
    this.metrics = metrics;
    this.tracing = tracing;
    this.log = log;
    this.audit = audit;
    this.draining = draining;
  }

  Visit begin(Call call) {
    HttpRequest<?> request = call.request();
    Span span = tracing.begin(call.dialect().name() + " " + call.operation(), request);
    return new Visit(call, span, Tracing.correlation(span, request));
  }

  /** The caller is known, and is let in. */
  void authenticated(Visit visit, Identity identity) {
    visit.learn(identity);
    record(visit, AuditedEvent.AUTHENTICATION, AuditTrail.GRANTED);
  }

  /** Nothing comes of it. */
  void refused(Visit visit, Failure failure) {
    refused(visit, failure.name());
    if (failure == Failure.UNAUTHENTICATED || failure == Failure.FORBIDDEN) {
      // dialects word a missing permission as they must: whether the caller is known tells it
      AuditedEvent event =
          visit.caller().isPresent() ? AuditedEvent.AUTHORISATION : AuditedEvent.AUTHENTICATION;
      record(visit, event, AuditTrail.REFUSED);
    }
  }

  /** It is refused. */
  void refused(Visit visit, String reason) {
    visit.refuse(reason);
    metrics.refused(visit.call().dialect(), visit.call().operation(), reason);
  }

  MutableHttpResponse<byte[]> end(Visit visit, MutableHttpResponse<byte[]> response) {
    visit.leave();
    Call call = visit.call();
    metrics.served(call, response.code(), visit.elapsed());
    log.answered(visit, response);
    Span span = visit.span();
    span.setAttribute(METHOD, call.request().getMethod().name())
        .setAttribute(STATUS, (long) response.code())
        .setAttribute(DIALECT, call.dialect().name());
    BasicHttpAttributes.getUriTemplate(call.request())
        .ifPresent(route -> span.setAttribute(ROUTE, route));
    visit.refusal().ifPresent(reason -> span.setAttribute(REFUSAL, reason));
    if (response.code() >= FIRST_SERVER_ERROR) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
    if (!response.getHeaders().contains(HttpHeaders.CACHE_CONTROL)) {
      // an API key in a header of its own does not keep caches away as Authorization does
      response.header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    // RFC 9113 section 8.2.2: HTTP/2 has no such field, and says goodbye by itself
    return draining.isBegun() && call.request().getHttpVersion() == HttpVersion.HTTP_1_1
        ? response.header(HttpHeaders.CONNECTION, "close")
        : response;
  }

  private void record(Visit visit, AuditedEvent event, String outcome) {
    AuditRecord record = new AuditRecord();
    record.setRecordedAt(clock.instant());
    record.setEvent(event.name());
    record.setOutcome(outcome);
    record.setDialect(visit.call().dialect().name());
    record.setOperation(visit.call().operation());
    record.setTenant(
        visit.caller().map(Caller::tenant).filter(tenant -> !tenant.isEmpty()).orElse(null));
    record.setKeyId(visit.caller().map(Caller::keyId).orElse(null));
    record.setFactors(visit.scheme().map(Scheme::name).stream().toList());
    record.setRemoteAddress(visit.remoteAddress().getHostAddress());
    record.setTraceId(visit.correlation().traceId().orElse(null));
    record.setRequestId(visit.correlation().requestId().orElse(null));
    audit.record(record);
  }
}
