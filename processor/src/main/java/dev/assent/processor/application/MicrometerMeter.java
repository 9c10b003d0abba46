package dev.assent.processor.application;

import dev.assent.processor.topology.ProcessingMeter;
import dev.assent.schemas.model.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts for Prometheus. */
final class MicrometerMeter implements ProcessingMeter {
  private final MeterRegistry registry;
  private final Map<String, Counter> decided = new ConcurrentHashMap<>();
  private final Map<Reason, Counter> refused = new ConcurrentHashMap<>();
  private final Map<Reason, Counter> deadLetters = new ConcurrentHashMap<>();
  private final Counter repeated;
  private final Counter approvedSigned;
  private final Counter approvedUnsigned;
  private final Timer expiryLag;
  private final Timer idleTick;
  private final Timer busyTick;
  private final Counter timersFired;

  MicrometerMeter(MeterRegistry registry) {
    this.registry = registry;
    this.repeated =
        Counter.builder("assent.attempts.repeated")
            .description("Attempts that got their first reply again")
            .register(registry);
    this.approvedSigned = approvals("yes");
    this.approvedUnsigned = approvals("no");
    this.expiryLag =
        Timer.builder("assent.expiry.lag")
            .description("Time from an operation's deadline to its expiry")
            .publishPercentileHistogram()
            .register(registry);
    this.idleTick = tick("no");
    this.busyTick = tick("yes");
    this.timersFired =
        Counter.builder("assent.timers.fired")
            .description("Timers that were due and are done")
            .register(registry);
  }

  @Override
  public void decided(String command) {
    decided
        .computeIfAbsent(
            command,
            name ->
                Counter.builder("assent.commands.decided")
                    .description("Commands decided, by kind")
                    .tag("command", name)
                    .register(registry))
        .increment();
  }

  @Override
  public void refused(Reason reason) {
    refused
        .computeIfAbsent(
            reason, r -> counter("assent.commands.refused", "Commands refused, by reason", r))
        .increment();
  }

  @Override
  public void repeated() {
    repeated.increment();
  }

  @Override
  public void deadLetter(Reason reason) {
    deadLetters
        .computeIfAbsent(reason, r -> counter("assent.dead.letters", "Records set aside", r))
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

  private Counter approvals(String signed) {
    return Counter.builder("assent.approvals")
        .description("Operations approved, by whether the tenant's own key vouches for it")
        .tag("signed", signed)
        .register(registry);
  }

  private Timer tick(String due) {
    return Timer.builder("assent.timers.tick")
        .description("Time of a look for what is due, by whether anything was")
        .tag("due", due)
        .register(registry);
  }

  private Counter counter(String name, String description, Reason reason) {
    return Counter.builder(name)
        .description(description)
        .tag("reason", reason.name())
        .register(registry);
  }
}
