package dev.assent.connectors.application;

import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.push.PushMeter;
import dev.assent.connectors.trace.Spans;
import dev.assent.connectors.worker.WorkerMeter;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.metric.Meters;
import dev.assent.schemas.metric.Metric;
import dev.assent.schemas.model.Reason;
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

  private final Meters meters;
  private final Spans spans;
  private final Set<String> codes = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> breakers = new ConcurrentHashMap<>();

  ConnectorMeter(Meters meters, Spans spans) {
    this.meters = meters;
    this.spans = spans;
  }

  @Override
  public Spans spans() {
    return spans;
  }

  @Override
  public void taken(String connector, Duration waited) {
    meters.timer(Metric.TASK_WAIT, connector).record(waited);
  }

  @Override
  public void ended(
      String connector, ConnectorAction action, ProviderOutcome outcome, Duration took) {
    meters
        .timer(
            Metric.TASKS,
            connector,
            action.name(),
            outcome.getClass().getSimpleName().toUpperCase(Locale.ROOT),
            outcome instanceof Refused refused ? bounded(refused.code()) : "")
        .record(took);
  }

  @Override
  public void late(String connector) {
    meters.counter(Metric.TASKS_LATE, connector).increment();
  }

  @Override
  public void unknown() {
    meters.counter(Metric.TASKS_UNKNOWN).increment();
  }

  @Override
  public void setAside(String connector, Reason reason) {
    meters.counter(Metric.DEAD_LETTERS, reason.name(), connector).increment();
  }

  @Override
  public void trouble(String connector) {
    meters.counter(Metric.CONNECTOR_TROUBLE, connector).increment();
  }

  @Override
  public void told(String service, String outcome, String code) {
    meters
        .counter(Metric.PUSH_MESSAGES, service, outcome, code.isEmpty() ? "" : bounded(code))
        .increment();
  }

  @Override
  public void called(String client, String outcome, Duration took) {
    meters.timer(Metric.CALLS, client, outcome).record(took);
  }

  @Override
  public void breaker(String client, String endpoint, boolean open) {
    breakers
        .computeIfAbsent(
            client + " " + endpoint,
            _ -> {
              AtomicInteger state = new AtomicInteger();
              meters.gauge(Metric.BREAKER_OPEN, state, AtomicInteger::get, client, endpoint);
              return state;
            })
        .set(open ? 1 : 0);
  }

  /** Shows how old the oldest task is that each connector has in hand. */
  void watch(Connectors connectors) {
    for (String name : connectors.names()) {
      meters.gauge(
          Metric.OLDEST_TASK, connectors, worker -> worker.oldest(name).toMillis() / 1_000.0, name);
    }
  }

  private String bounded(String code) {
    return codes.contains(code) || (codes.size() < MOST_CODES && codes.add(code)) ? code : "OTHER";
  }
}
