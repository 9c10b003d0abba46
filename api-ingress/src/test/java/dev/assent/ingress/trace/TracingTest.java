package dev.assent.ingress.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.trace.Correlation;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of W3C Trace Context. */
class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

  private final List<SpanData> exported = new ArrayList<>();
  private final Tracing tracing = Tracing.to(SimpleSpanProcessor.create(new Exporter()));

  @AfterEach
  void close() {
    tracing.close();
  }

  @Test
  void shouldContinueTheCallersTrace() {
    // Given
    HttpRequest<?> request =
        request().header("traceparent", TRACEPARENT).header("tracestate", "congo=t61rcWkgMzE");

    // When
    Span span = tracing.begin("native getOperation", request);
    Correlation correlation = Tracing.correlation(span, request);
    span.end();

    // Then
    assertThat(correlation.traceId()).contains(TRACE);
    assertThat(correlation.traceparent())
        .contains("00-" + TRACE + "-" + span.getSpanContext().getSpanId() + "-01");
    assertThat(correlation.tracestate()).contains("congo=t61rcWkgMzE");
    assertThat(exported).hasSize(1);
    assertThat(exported.getFirst().getParentSpanId()).isEqualTo(PARENT);
    assertThat(exported.getFirst().getName()).isEqualTo("native getOperation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
  void shouldBeginATraceWhereTheCallerHasNone(String traceparent) {
    // Given
    HttpRequest<?> request = request().header("traceparent", traceparent);

    // When
    Correlation correlation = Tracing.correlation(tracing.begin("x", request), request);

    // Then
    assertThat(correlation.traceId()).isPresent();
    assertThat(correlation.traceId().orElseThrow()).doesNotContain("0".repeat(32));
  }

  @Test
  void shouldTakeNoTraceThatIsGivenTwice() {
    // Given
    HttpRequest<?> request =
        request().header("traceparent", TRACEPARENT).header("traceparent", TRACEPARENT);

    // When
    Correlation correlation = Tracing.correlation(tracing.begin("x", request), request);

    // Then
    assertThat(correlation.traceId()).isPresent().get().isNotEqualTo(TRACE);
  }

  @Test
  void shouldExportNothingThatTheCallerDoesNotSample() {
    // Given
    HttpRequest<?> request = request().header("traceparent", "00-" + TRACE + "-" + PARENT + "-00");

    // When
    Span span = tracing.begin("x", request);
    span.end();

    // Then
    assertThat(exported).isEmpty();
    assertThat(Tracing.correlation(span, request).traceId()).contains(TRACE);
  }

  @Test
  void shouldTakeOverTheCallersNameOfTheRequest() {
    // Given
    HttpRequest<?> request = request().header("X-Request-ID", "request-1");

    // When, then
    assertThat(RequestIds.assign(request)).isEqualTo("request-1");
    assertThat(Tracing.correlation(tracing.begin("x", request), request).requestId())
        .contains("request-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with space", "tab\t"})
  void shouldNameARequestThatHasNoNameOfTheRightForm(String given) {
    // Given
    HttpRequest<?> request = request().header("X-Request-ID", given);
    assertThat(RequestIds.find(request)).isEmpty();

    // When
    String assigned = RequestIds.assign(request);

    // Then
    assertThat(assigned).hasSize(36);
    assertThat(RequestIds.find(request)).contains(assigned);
  }

  private static MutableHttpRequest<?> request() {
    return HttpRequest.GET("/x");
  }

  private final class Exporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      exported.addAll(spans);
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
