package dev.assent.connectors.outbound;

import dev.assent.connectors.outbound.OutboundAnswer.MaybeSent;
import dev.assent.connectors.outbound.OutboundAnswer.NotSent;
import dev.assent.connectors.outbound.OutboundAnswer.Received;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A circuit breaker for each endpoint, so that one that is down costs nobody a time-out but the
 * first few. HTTP 500 is no failure here: it is how SOAP tells a fault.
 */
final class Breakers {
  private static final Set<Integer> GATEWAY_FAILURES = Set.of(502, 503, 504);
  private static final int TRIES_HALF_OPEN = 3;

  private final String client;
  private final CircuitBreakerConfig configuration;
  private final OutboundMeter meter;
  private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  Breakers(String client, BreakerSettings settings, OutboundMeter meter) {
    this.client = client;
    this.meter = meter;
    this.configuration =
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(settings.calls())
            .minimumNumberOfCalls(Math.max(2, settings.calls() / 2))
            .failureRateThreshold(settings.failurePercent())
            .waitDurationInOpenState(settings.open())
            .permittedNumberOfCallsInHalfOpenState(TRIES_HALF_OPEN)
            .build();
  }

  /** The way to the endpoint of this address. */
  Passage of(URI uri) {
    String endpoint = uri.getHost() + ":" + port(uri);
    return new Passage(breakers.computeIfAbsent(endpoint, this::made));
  }

  private CircuitBreaker made(String endpoint) {
    CircuitBreaker breaker = CircuitBreaker.of(client + " " + endpoint, configuration);
    meter.breaker(client, endpoint, false);
    breaker
        .getEventPublisher()
        .onStateTransition(
            event ->
                meter.breaker(
                    client,
                    endpoint,
                    event.getStateTransition().getToState() == CircuitBreaker.State.OPEN));
    return breaker;
  }

  private static int port(URI uri) {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }

  /** One call's way through. */
  static final class Passage {
    private final CircuitBreaker breaker;

    private Passage(CircuitBreaker breaker) {
      this.breaker = breaker;
    }

    /** Whether the call may be made; then it must {@link #leave} or be {@link #abandon}ed. */
    boolean enter() {
      return breaker.tryAcquirePermission();
    }

    void leave(OutboundAnswer answer, Duration took) {
      boolean failed =
          switch (answer) {
            case Received received -> GATEWAY_FAILURES.contains(received.status());
            case NotSent _, MaybeSent _ -> true;
          };
      if (failed) {
        breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new EndpointFailedException());
      } else {
        breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    void abandon() {
      breaker.releasePermission();
    }
  }

  /** The breaker wants an exception; nobody sees it. */
  private static final class EndpointFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    EndpointFailedException() {
      super(null, null, false, false);
    }
  }
}
