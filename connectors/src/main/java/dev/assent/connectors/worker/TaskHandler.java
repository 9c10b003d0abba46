package dev.assent.connectors.worker;

import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Unreachable;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.trace.Spans;
import dev.assent.connectors.worker.ConnectorLog.NotWrittenException;
import dev.assent.connectors.worker.TaskReader.Decoded;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.trace.Correlation;
import dev.assent.schemas.trace.LogContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the tasks of one connector out.
 *
 * <p>Barrier: no phone rings twice. A start that was delivered before may have been made by a
 * worker that did not live to tell; it is made again only where the provider recognises it
 * (decision 23). A call whose end is not known is {@link AnswerLost}.
 */
public final class TaskHandler {
  /** Deliveries of one task after which it is set aside; the broker's own limit is higher. */
  public static final int DELIVERY_LIMIT = 5;

  private static final Logger LOG = LoggerFactory.getLogger(TaskHandler.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Connector connector;
  private final TaskReader reader;
  private final ConnectorLog log;
  private final WorkerMeter meter;
  private final Clock clock;
  private final Stopping stopping;
  private final CallTurns turns = new CallTurns();

  /**
   * Who a handler works for.
   *
   * @param name the connector's
   * @param known the names of all connectors of the channel that this worker has
   * @param speaksForTheChannel whether it tells of tasks that are nobody's: one of them does
   */
  public record Connector(
      String name, Provider provider, Set<String> known, boolean speaksForTheChannel) {
    public Connector {
      known = Set.copyOf(known);
    }
  }

  /** A handler; {@code stopping} keeps it from new calls. */
  public TaskHandler(
      Connector connector,
      TaskReader reader,
      ConnectorLog log,
      WorkerMeter meter,
      Clock clock,
      Stopping stopping) {
    this.connector = connector;
    this.reader = reader;
    this.log = log;
    this.meter = meter;
    this.clock = clock;
    this.stopping = stopping;
  }

  /** Does what there is to do with the record; blocks the calling thread, a virtual one. */
  public Verdict handle(ConsumerRecord<String, byte[]> record) {
    try (LogContext _ = LogContext.of(Correlation.read(record.headers()))) {
      return switch (decoded(record)) {
        case Decoded.NotNow _ -> giveBack();
        case Decoded.Malformed malformed ->
            connector.speaksForTheChannel()
                ? setAside(record, Reason.MALFORMED_RECORD, malformed.detail())
                : Verdict.DONE;
        case Decoded.Understood understood -> handle(record, understood.task());
      };
    } catch (InterruptedException _) {
      return giveBack();
    }
  }

  private Verdict handle(ConsumerRecord<String, byte[]> record, ConnectorTask task)
      throws InterruptedException {
    if (!task.getConnector().equals(connector.name())) {
      if (connector.speaksForTheChannel() && !connector.known().contains(task.getConnector())) {
        meter.unknown();
      }
      return Verdict.DONE;
    }
    Instant taken = clock.instant();
    meter.taken(
        connector.name(), Duration.between(Instant.ofEpochMilli(record.timestamp()), taken));
    if (!taken.isBefore(task.getExpiresAt())) {
      // the processor has a timer for it, and its own time decides
      meter.late(connector.name());
      return Verdict.DONE;
    }
    int deliveries = record.deliveryCount().orElse((short) 1);
    if (deliveries >= DELIVERY_LIMIT) {
      return setAside(
          record, Reason.ABANDONED, "no worker came to an end with it in " + deliveries + " tries");
    }
    String name = connector.name() + " " + task.getAction();
    try (Spans.Begun span = meter.spans().work(name, Correlation.read(record.headers()))) {
      return carryOut(task, deliveries, taken, span);
    }
  }

  private Verdict carryOut(ConnectorTask task, int deliveries, Instant taken, Spans.Begun span)
      throws InterruptedException {
    Correlation correlation = span.correlation();
    Optional<ProviderRequest> request = reader.request(task, correlation);
    ProviderOutcome outcome;
    if (mayHaveBeenMade(task, deliveries)) {
      outcome = new AnswerLost();
    } else if (request.isEmpty()) {
      LOG.atError()
          .addKeyValue("connector", connector.name())
          .log("The vault does not open a calling number; vault.key.file must be the ingress's");
      outcome = new Unreachable();
    } else {
      outcome = call(request.get());
    }
    span.tell("assent.outcome", outcome.getClass().getSimpleName());
    meter.ended(
        connector.name(), task.getAction(), outcome, Duration.between(taken, clock.instant()));
    Instant receivedAt = clock.instant();
    return write(() -> log.report(OutcomeRecord.of(task, outcome, receivedAt), correlation))
        ? Verdict.DONE
        : giveBack();
  }

  /** Looked at before all else: what this worker lacks, another may have had. */
  private boolean mayHaveBeenMade(ConnectorTask task, int deliveries) {
    return task.getAction() == ConnectorAction.START
        && deliveries > 1
        && !connector.provider().recognisesRepeats();
  }

  private ProviderOutcome call(ProviderRequest request) throws InterruptedException {
    ReentrantLock turn = turns.of(request.transaction());
    turn.lockInterruptibly();
    try {
      // nothing was sent, so whoever is told so can have it sent by another worker
      return stopping.isBegun() || !clock.instant().isBefore(request.transaction().expiresAt())
          ? new Unreachable()
          : connector.provider().carryOut(request);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("connector", connector.name())
          .addKeyValue("failure", e.getClass().getName())
          .log("A provider failed in itself; the call counts as made");
      return new AnswerLost();
    } finally {
      turn.unlock();
    }
  }

  private Decoded decoded(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    while (true) {
      Decoded decoded = reader.decode(record.topic(), record.value());
      if (!(decoded instanceof Decoded.NotNow)) {
        return decoded;
      }
      meter.trouble(connector.name());
      if (stopping.await(RETRY)) {
        return decoded;
      }
    }
  }

  private Verdict setAside(ConsumerRecord<String, byte[]> record, Reason reason, String detail)
      throws InterruptedException {
    if (!write(() -> log.setAside(record, reason, detail))) {
      return giveBack();
    }
    meter.setAside(connector.name(), reason);
    LOG.atWarn()
        .addKeyValue("connector", connector.name())
        .addKeyValue("reason", reason)
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .log("A task was set aside");
    return Verdict.SET_ASIDE;
  }

  /** What came of a call is kept in hand until it is written: nobody else knows it. */
  private boolean write(Write write) throws InterruptedException {
    while (true) {
      try {
        write.run();
        return true;
      } catch (NotWrittenException e) {
        meter.trouble(connector.name());
        LOG.atWarn()
            .addKeyValue("connector", connector.name())
            .addKeyValue("failure", e.getCause().getClass().getSimpleName())
            .log("An outcome could not be written; trying again");
        if (stopping.await(RETRY)) {
          return false;
        }
      }
    }
  }

  private Verdict giveBack() {
    meter.trouble(connector.name());
    return Verdict.GIVE_BACK;
  }

  /** One try to write. */
  @FunctionalInterface
  private interface Write {
    void run() throws NotWrittenException, InterruptedException;
  }
}
