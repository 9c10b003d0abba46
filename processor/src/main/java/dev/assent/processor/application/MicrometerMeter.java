package dev.assent.processor.application;

import dev.assent.processor.topology.PendingByAge;
import dev.assent.processor.topology.PendingByAge.Band;
import dev.assent.processor.topology.ProcessingMeter;
import dev.assent.schemas.metric.Meters;
import dev.assent.schemas.metric.Metric;
import dev.assent.schemas.model.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Counts for Prometheus. */
final class MicrometerMeter implements ProcessingMeter {
  private static final String NO_CONNECTOR = "";

  private final Meters meters;
  private final InstantSource clock;
  private final Map<String, Counter> decided = new ConcurrentHashMap<>();
  private final Map<Reason, Counter> refused = new ConcurrentHashMap<>();
  private final Map<Reason, Counter> deadLetters = new ConcurrentHashMap<>();
  private final Map<Integer, PendingByAge> pending = new ConcurrentHashMap<>();
  private final Counter repeated;
  private final Counter approvedSigned;
  private final Counter approvedUnsigned;
  private final Timer expiryLag;
  private final Timer idleTick;
  private final Timer busyTick;
  private final Counter timersFired;

  MicrometerMeter(Meters meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
    this.repeated = meters.counter(Metric.ATTEMPTS_REPEATED);
    this.approvedSigned = meters.counter(Metric.APPROVALS, "yes");
    this.approvedUnsigned = meters.counter(Metric.APPROVALS, "no");
    this.expiryLag = meters.timer(Metric.EXPIRY_LAG);
    this.idleTick = meters.timer(Metric.TIMERS_TICK, "no");
    this.busyTick = meters.timer(Metric.TIMERS_TICK, "yes");
    this.timersFired = meters.counter(Metric.TIMERS_FIRED);
    for (Band band : Band.values()) {
      meters.gauge(Metric.PENDING, this, meter -> meter.pending(band), band.word());
    }
    meters.gauge(Metric.OLDEST_PENDING, this, MicrometerMeter::oldestSeconds);
    meters.gauge(Metric.PENDING_UNCOUNTED, this, MicrometerMeter::uncounted);
  }

  @Override
  public void decided(String command) {
    decided
        .computeIfAbsent(command, name -> meters.counter(Metric.COMMANDS_DECIDED, name))
        .increment();
  }

  @Override
  public void refused(Reason reason) {
    refused
        .computeIfAbsent(reason, r -> meters.counter(Metric.COMMANDS_REFUSED, r.name()))
        .increment();
  }

  @Override
  public void repeated() {
    repeated.increment();
  }

  @Override
  public void deadLetter(Reason reason) {
    deadLetters
        .computeIfAbsent(reason, r -> meters.counter(Metric.DEAD_LETTERS, r.name(), NO_CONNECTOR))
        .increment();
  }

  @Override
  public void approved(boolean signed) {
    (signed ? approvedSigned : approvedUnsigned).increment();
  }

  @Override
  public void expired(Duration lag) {
    expiryLag.record(lag);
  }

  @Override
  public void ticked(int fired, Duration took) {
    (fired == 0 ? idleTick : busyTick).record(took);
    timersFired.increment(fired);
  }

  @Override
  public void pending(int partition, PendingByAge found) {
    pending.put(partition, found);
  }

  @Override
  public void released(int partition) {
    pending.remove(partition);
  }

  private int pending(Band band) {
    return pending.values().stream().mapToInt(one -> one.counts().getOrDefault(band, 0)).sum();
  }

  private double oldestSeconds() {
    Instant now = clock.instant();
    return pending.values().stream()
        .map(PendingByAge::oldest)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(oldest -> Math.max(0, Duration.between(oldest, now).toSeconds()))
        .orElse(0L);
  }

  private long uncounted() {
    return pending.values().stream().filter(one -> !one.complete()).count();
  }
}
