package dev.assent.ingress.trace;

import dev.assent.schemas.trace.Correlation;
import io.micronaut.http.HttpRequest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server spans of requests. A request continues the trace that its {@code traceparent} names,
 * if it has one of the right form, and otherwise begins one; the caller's decision whether the
 * trace is sampled is kept.
 *
 * <p>Barrier: nothing of a user, a key or a body is put into a span.
 */
public final class Tracing implements AutoCloseable {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final long CLOSE_SECONDS = 2;
  private static final W3CTraceContextPropagator FORM = W3CTraceContextPropagator.getInstance();

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Tracing(List<SpanProcessor> processors) {
    SdkTracerProviderBuilder builder =
        SdkTracerProvider.builder()
            .setResource(Resource.builder().put(SERVICE, "assent-ingress").build())
            .setSampler(Sampler.parentBased(Sampler.alwaysOn()));
    processors.forEach(builder::addSpanProcessor);
    this.provider = builder.build();
    this.tracer = provider.get("dev.assent.ingress");
  }

  /**
   * Traces requests.
   *
   * @param collector where spans are sent by OTLP over HTTP; without one, traces are carried on and
   *     nothing is sent
   */
  public static Tracing to(Optional<URI> collector) {
    return new Tracing(
        collector
            .map(url -> OtlpHttpSpanExporter.builder().setEndpoint(url.toString()).build())
            .<SpanProcessor>map(exporter -> BatchSpanProcessor.builder(exporter).build())
            .stream()
            .toList());
  }

  /** Traces requests to a processor of spans. */
  static Tracing to(SpanProcessor processor) {
    return new Tracing(List.of(processor));
  }

  /** Begins the span of a request. */
  public Span begin(String name, HttpRequest<?> request) {
    Context parent = FORM.extract(Context.root(), request, OnlyHeader.INSTANCE);
    return tracer.spanBuilder(name).setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
  }

  /** What commands of the request carry: its span as their parent. */
  public static Correlation correlation(Span span, HttpRequest<?> request) {
    Map<String, String> headers = HashMap.newHashMap(2);
    FORM.inject(Context.root().with(span), headers, Map::put);
    return Correlation.of(
        headers.get(Correlation.TRACEPARENT),
        headers.get(Correlation.TRACESTATE),
        RequestIds.find(request).orElse(null));
  }

  /** Sends what is not sent yet, for a bounded time. */
  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  /** A traceparent that is given twice names no trace; a tracestate is a list (section 3.3.1). */
  private enum OnlyHeader implements TextMapGetter<HttpRequest<?>> {
    INSTANCE;

    @Override
    public Iterable<String> keys(HttpRequest<?> request) {
      return request.getHeaders().names();
    }

    @Override
    public String get(HttpRequest<?> request, String name) {
      List<String> values = request.getHeaders().getAll(name);
      if (name.equals(Correlation.TRACESTATE) && !values.isEmpty()) {
        return String.join(",", values);
      }
      return values.size() == 1 ? values.getFirst() : null;
    }
  }
}
