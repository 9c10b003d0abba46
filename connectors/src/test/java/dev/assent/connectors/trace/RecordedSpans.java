package dev.assent.connectors.trace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.webhook.WebhookMeter;
import dev.assent.schemas.model.Reason;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the spans that have ended. */
public final class RecordedSpans {
  /** The trace of the examples of W3C Trace Context. */
  public static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  /** The span that the examples come from. */
  public static final String PARENT = "00f067aa0ba902b7";

  /** The header that names both. */
  public static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

  private final List<SpanData> ended = new CopyOnWriteArrayList<>();
  private final Spans spans = Spans.to(SimpleSpanProcessor.create(new Exporter()));

  /** What records them. */
  public Spans spans() {
    return spans;
  }

  /** All that have ended. */
  public List<SpanData> ended() {
    return List.copyOf(ended);
  }

  /** The one span that ends. */
  public SpanData one() {
    return await().atMost(10, SECONDS).until(() -> ended, found -> found.size() == 1).getFirst();
  }

  /** Has calls recorded. */
  public OutboundMeter outboundMeter() {
    return new OutboundMeter() {
      @Override
      public void called(String client, String outcome, Duration took) {}

      @Override
      public void breaker(String client, String endpoint, boolean open) {}

      @Override
      public Spans spans() {
        return spans;
      }
    };
  }

  /** Has deliveries recorded. */
  public WebhookMeter webhookMeter() {
    return new WebhookMeter() {
      @Override
      public void delivered(Duration age) {}

      @Override
      public void failed() {}

      @Override
      public void givenUp() {}

      @Override
      public void setAside(Reason reason) {}

      @Override
      public void failing(int partition, int webhooks) {}

      @Override
      public void released(int partition) {}

      @Override
      public Spans spans() {
        return spans;
      }
    };
  }

  private final class Exporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      ended.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
