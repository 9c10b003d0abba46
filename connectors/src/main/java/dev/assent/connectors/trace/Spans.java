package dev.assent.connectors.trace;

import dev.assent.schemas.trace.Correlation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
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
 * Begins spans. Each continues the trace that is carried to it, and keeps whoever began the trace
 * the say whether it is sampled; without one, nothing is begun.
 *
 * <p>Barrier: nothing of a user, a key, a path or a body is put into a span.
 */
public final class Spans implements AutoCloseable {
  /** Sends nothing, and carries on what is carried. */
  public static final Spans NONE = new Spans(TracerProvider.noop(), () -> {});

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final long CLOSE_SECONDS = 2;
  private static final W3CTraceContextPropagator FORM = W3CTraceContextPropagator.getInstance();

  private final Tracer tracer;
  private final Runnable stop;

  private Spans(TracerProvider provider, Runnable stop) {
    this.tracer = provider.get("dev.assent.connectors");
    this.stop = stop;
  }

  /**
   * Spans that are sent.
   *
   * @param collector where they are sent by OTLP over HTTP; without one, nothing is
   */
  public static Spans to(Optional<URI> collector) {
    return collector
        .map(url -> OtlpHttpSpanExporter.builder().setEndpoint(url.toString()).build())
        .map(exporter -> to(BatchSpanProcessor.builder(exporter).build()))
        .orElse(NONE);
  }

  /** Spans that a processor gets. */
  public static Spans to(SpanProcessor processor) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.builder().put(SERVICE, "assent-connectors").build())
            .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
            .addSpanProcessor(processor)
            .build();
    return new Spans(provider, () -> provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS));
  }

  /** Work that was taken from a topic. */
  public Begun work(String name, Correlation parent) {
    return begin(name, SpanKind.CONSUMER, parent);
  }

  /** A call to somebody else. */
  public Begun call(String name, Correlation parent) {
    return begin(name, SpanKind.CLIENT, parent);
  }

  private Begun begin(String name, SpanKind kind, Correlation parent) {
    Context context = FORM.extract(Context.root(), parent, Carried.INSTANCE);
    return new Begun(
        tracer.spanBuilder(name).setParent(context).setSpanKind(kind).startSpan(), parent);
  }

  /** Sends what is not sent yet, for a bounded time. */
  @Override
  public void close() {
    stop.run();
  }

  /** A span that has begun; to be closed. */
  public static final class Begun implements AutoCloseable {
    private final Span span;
    private final Correlation parent;

    private Begun(Span span, Correlation parent) {
      this.span = span;
      this.parent = parent;
    }

    /** What follows from it carries this: it as the parent, where there is a trace. */
    public Correlation correlation() {
      if (parent.traceparent().isEmpty()) {
        return parent;
      }
      Map<String, String> headers = HashMap.newHashMap(2);
      FORM.inject(Context.root().with(span), headers, Map::put);
      return Correlation.of(
          headers.get(Correlation.TRACEPARENT),
          headers.get(Correlation.TRACESTATE),
          parent.requestId().orElse(null));
    }

    /** Something that is known of it, from code or settings. */
    public void tell(String attribute, String value) {
      span.setAttribute(attribute, value);
    }

    /** The same as a number. */
    public void tell(String attribute, long value) {
      span.setAttribute(attribute, value);
    }

    /** It failed, in a word. */
    public void failed(String word) {
      span.setStatus(StatusCode.ERROR, word);
    }

    @Override
    public void close() {
      span.end();
    }
  }

  private enum Carried implements TextMapGetter<Correlation> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Correlation correlation) {
      return List.of(Correlation.TRACEPARENT, Correlation.TRACESTATE);
    }

    @Override
    public String get(Correlation correlation, String name) {
      return switch (name) {
        case Correlation.TRACEPARENT -> correlation.traceparent().orElse(null);
        case Correlation.TRACESTATE -> correlation.tracestate().orElse(null);
        default -> null;
      };
    }
  }
}
