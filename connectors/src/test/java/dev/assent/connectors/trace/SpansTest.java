package dev.assent.connectors.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.assent.schemas.trace.Correlation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SpansTest {
  private static final Correlation CARRIED =
      Correlation.of(RecordedSpans.TRACEPARENT, "congo=t61rcWkgMzE", "request-1");

  @Test
  void shouldContinueTheTraceThatIsCarried() {
    // Given
    RecordedSpans recorded = new RecordedSpans();

    // When
    Correlation after;
    try (Spans.Begun span = recorded.spans().work("idp START", CARRIED)) {
      after = span.correlation();
    }

    // Then
    assertThat(recorded.one().getTraceId()).isEqualTo(RecordedSpans.TRACE);
    assertThat(recorded.one().getParentSpanId()).isEqualTo(RecordedSpans.PARENT);
    assertThat(after.traceparent())
        .contains("00-" + RecordedSpans.TRACE + "-" + recorded.one().getSpanId() + "-01");
    assertThat(after.tracestate()).contains("congo=t61rcWkgMzE");
    assertThat(after.requestId()).contains("request-1");
  }

  @Test
  void shouldBeginNoTraceOfItsOwn() {
    // Given
    RecordedSpans recorded = new RecordedSpans();

    // When
    Correlation after;
    try (Spans.Begun span = recorded.spans().call("POST", Correlation.NONE)) {
      after = span.correlation();
    }

    // Then
    assertThat(after).isEqualTo(Correlation.NONE);
    assertThat(recorded.ended()).isEmpty();
  }

  @Test
  void shouldCarryOnWhatIsCarriedWhereNothingIsSent() {
    try (Spans.Begun span = Spans.NONE.call("POST", CARRIED)) {
      assertThat(span.correlation()).isEqualTo(CARRIED);
    }
  }

  @Test
  void shouldSendSpansByOtlpOverHttp() throws Exception {
    // Given
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer collector = collector(received);
    URI url = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");

    // When
    try (Spans spans = Spans.to(Optional.of(url));
        Spans.Begun span = spans.call("POST", CARRIED)) {
      span.tell("assent.client", "bank");
    }

    // Then
    String message = received.poll(10, TimeUnit.SECONDS);
    collector.stop(0);
    assertThat(message)
        .contains("assent-connectors", "POST", "assent.client", "bank")
        .contains(
            new String(HexFormat.of().parseHex(RecordedSpans.TRACE), StandardCharsets.ISO_8859_1));
  }

  private static HttpServer collector(BlockingQueue<String> received) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
