package dev.assent.connectors.application;

import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.push.PushMeter;
import dev.assent.connectors.worker.WorkerMeter;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.model.Reason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures for Prometheus. A provider chooses its codes: beyond a bound they count as one, so that
 * nobody can fill the memory with them.
 */
final class ConnectorMeter implements WorkerMeter, OutboundMeter, PushMeter {
  private static final int MOST_CODES = 200;
  private static final String CONNECTOR = "connector";

  private final MeterRegistry registry;
  private final Set<String> codes = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> breakers = new ConcurrentHashMap<>();

  ConnectorMeter(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void taken(String connector, Duration waited) {
    Timer.builder("assent.connector.wait")
        .description("From a task's making to its taking up; the maximum is the oldest of late")
        .tag(CONNECTOR, connector)
        .register(registry)
        .record(waited);
  }

  @Override
  public void ended(
      String connector, ConnectorAction action, ProviderOutcome outcome, Duration took) {
    Timer.builder("assent.connector.tasks")
        .description("Tasks that have an outcome, by what it was and the provider's code")
        .tag(CONNECTOR, connector)
        .tag("action", action.name())
        .tag("outcome", outcome.getClass().getSimpleName().toUpperCase(Locale.ROOT))
        .tag("code", outcome instanceof Refused refused ? bounded(refused.code()) : "")
        .publishPercentileHistogram()
        .register(registry)
        .record(took);
  }

  @Override
  public void late(String connector) {
    registry.counter("assent.connector.late", CONNECTOR, connector).increment();
  }

  @Override
  public void unknown() {
    registry.counter("assent.connector.unknown").increment();
  }

  @Override
  public void setAside(String connector, Reason reason) {
    registry
        .counter("assent.dead.letters", "reason", reason.name(), CONNECTOR, connector)
        .increment();
  }

  @Override
  public void trouble(String connector) {
    registry.counter("assent.connector.trouble", CONNECTOR, connector).increment();
  }

  @Override
  public void told(String service, String outcome, String code) {
    registry
        .counter(
            "assent.push.messages",
            "service",
            service,
            "outcome",
            outcome,
            "code",
            code.isEmpty() ? "" : bounded(code))
        .increment();
  }

  @Override
  public void called(String client, String outcome, Duration took) {
    Timer.builder("assent.outbound.calls")
        .description("HTTP calls, by what is known of them")
        .tag("client", client)
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .register(registry)
        .record(took);
  }

  @Override
  public void breaker(String client, String endpoint, boolean open) {
    breakers
        .computeIfAbsent(
            client + " " + endpoint,
            _ -> {
              AtomicInteger state = new AtomicInteger();
              Gauge.builder("assent.outbound.breaker.open", state, AtomicInteger::get)
                  .description("1 while nothing is sent to the endpoint")
                  .tag("client", client)
                  .tag("endpoint", endpoint)
                  .register(registry);
              return state;
            })
        .set(open ? 1 : 0);
  }

  /** Shows how old the oldest task is that each connector has in hand. */
  void watch(Connectors connectors) {
    for (String name : connectors.names()) {
      Gauge.builder(
              "assent.connector.oldest.seconds",
              connectors,
              worker -> worker.oldest(name).toMillis() / 1_000.0)
          .description("Age of the oldest task in hand")
          .tag(CONNECTOR, name)
          .register(registry);
    }
  }

  private String bounded(String code) {
    return codes.contains(code) || (codes.size() < MOST_CODES && codes.add(code)) ? code : "OTHER";
  }
}
