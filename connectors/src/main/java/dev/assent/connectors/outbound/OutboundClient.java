package dev.assent.connectors.outbound;

import dev.assent.connectors.outbound.OutboundAnswer.MaybeSent;
import dev.assent.connectors.outbound.OutboundAnswer.NotSent;
import dev.assent.connectors.outbound.OutboundAnswer.Received;
import dev.assent.connectors.outbound.OutboundAnswer.Why;
import dev.assent.connectors.trace.Spans;
import dev.assent.schemas.trace.Correlation;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls out. Blocks the calling thread, which is a virtual one.
 *
 * <p>Barrier: no address outside the rule, no redirect (ASVS 15.3.2), no answer beyond its bounds
 * of size and time, and no second try of anything that may have arrived: HTTP/1.1 only, where the
 * JDK's client repeats a GET at most.
 */
public final class OutboundClient implements AutoCloseable {
  private final OutboundSettings settings;
  private final OutboundMeter meter;
  private final Breakers breakers;
  private final HttpClient client;

  /**
   * A client; nobody is called yet.
   *
   * @throws dev.assent.schemas.settings.InvalidSettingsException where the TLS files cannot be read
   */
  public OutboundClient(OutboundSettings settings, OutboundMeter meter) {
    this.settings = settings;
    this.meter = meter;
    this.breakers = new Breakers(settings.name(), settings.breaker(), meter);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .sslContext(settings.tls().context())
            .build();
  }

  /**
   * Makes the call.
   *
   * @throws InterruptedException where the thread is interrupted; the call may have arrived
   */
  public OutboundAnswer send(OutboundCall call) throws InterruptedException {
    if (!settings.addresses().allows(call.uri())) {
      meter.called(settings.name(), "held-back", Duration.ZERO);
      return new NotSent(Why.NOT_ALLOWED);
    }
    Breakers.Passage passage = breakers.of(call.uri());
    if (!passage.enter()) {
      meter.called(settings.name(), "held-back", Duration.ZERO);
      return new NotSent(Why.BREAKER_OPEN);
    }
    long began = System.nanoTime();
    boolean ended = false;
    try (Spans.Begun span = meter.spans().call(call.method(), call.correlation())) {
      OutboundAnswer answer = exchange(call, span.correlation());
      describe(span, call, answer);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      passage.leave(answer, took);
      ended = true;
      meter.called(settings.name(), word(answer), took);
      return answer;
    } finally {
      if (!ended) {
        passage.abandon();
      }
    }
  }

  /** By the names of OpenTelemetry's semantic conventions for HTTP clients, without the path. */
  private void describe(Spans.Begun span, OutboundCall call, OutboundAnswer answer) {
    span.tell("assent.client", settings.name());
    span.tell("http.request.method", call.method());
    span.tell("server.address", call.uri().getHost());
    if (answer instanceof Received received) {
      span.tell("http.response.status_code", received.status());
    } else {
      span.failed(word(answer));
    }
  }

  private OutboundAnswer exchange(OutboundCall call, Correlation correlation)
      throws InterruptedException {
    Duration timeout = call.timeout().orElse(settings.requestTimeout());
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(
            request(call, timeout, correlation),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.answerBytes()));
    try {
      HttpResponse<byte[]> response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Received(response.statusCode(), response.headers(), Octets.of(response.body()));
    } catch (TimeoutException _) {
      return new MaybeSent(Why.TIMEOUT);
    } catch (ExecutionException e) {
      return CallFailure.classify(e.getCause());
    } finally {
      pending.cancel(true); // where it drips in, nobody waits for the rest
    }
  }

  private static HttpRequest request(OutboundCall call, Duration timeout, Correlation correlation) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(call.uri())
            .timeout(timeout)
            .method(
                call.method(),
                call.body()
                    .map(body -> BodyPublishers.ofByteArray(body.bytes()))
                    .orElseGet(BodyPublishers::noBody));
    call.headers().forEach(builder::setHeader);
    correlation.traceparent().ifPresent(text -> builder.setHeader(Correlation.TRACEPARENT, text));
    correlation.tracestate().ifPresent(text -> builder.setHeader(Correlation.TRACESTATE, text));
    return builder.build();
  }

  private static String word(OutboundAnswer answer) {
    return switch (answer) {
      case Received _ -> "received";
      case NotSent _ -> "not-sent";
      case MaybeSent _ -> "maybe-sent";
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
