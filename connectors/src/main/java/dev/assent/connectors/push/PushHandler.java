package dev.assent.connectors.push;

import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.push.PushSender.Outcome;
import dev.assent.connectors.worker.ConnectorLog.NotWrittenException;
import dev.assent.connectors.worker.Stopping;
import dev.assent.connectors.worker.Verdict;
import dev.assent.schemas.avro.PushTask;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import dev.assent.schemas.serde.SingleObjectSerde;
import dev.assent.schemas.trace.Correlation;
import dev.assent.schemas.vault.PushVault;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells devices. Nothing of an operation depends on it, so nothing is kept for long: a message is
 * tried {@value #MOST_TRIES} times and is of no use after the deadline (decision 25).
 */
public final class PushHandler {
  /** Tries of one delivery; one that was delivered before has so many fewer. */
  static final int MOST_TRIES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(PushHandler.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Map<PushService, PushSender> senders;
  private final PushVault vault;
  private final PushLog log;
  private final PushMeter meter;
  private final Clock clock;
  private final Stopping stopping;
  private final SingleObjectSerde<PushTask> tasks = SingleObjectSerde.of(PushTask.class);

  PushHandler(
      Map<PushService, PushSender> senders,
      PushVault vault,
      PushLog log,
      PushMeter meter,
      Clock clock,
      Stopping stopping) {
    this.senders = Map.copyOf(senders);
    this.vault = vault;
    this.log = log;
    this.meter = meter;
    this.clock = clock;
    this.stopping = stopping;
  }

  /** Does what there is to do with the record; blocks the calling thread, a virtual one. */
  public Verdict handle(ConsumerRecord<String, byte[]> record) {
    Optional<PushTask> task = decoded(record.value());
    Optional<UserKey> user =
        task.flatMap(found -> UserKey.find(found.getTenant(), found.getUserId()));
    Optional<PushAddress> address = user.flatMap(known -> address(known, task.orElseThrow()));
    if (address.isEmpty()) {
      meter.told("", "unreadable", "");
      LOG.atError().log("A push task cannot be read; vault.key.file must be the ingress's");
      return Verdict.DONE;
    }
    PushSender sender = senders.get(address.get().service());
    if (sender == null) {
      meter.told(address.get().service().text(), "no-service", "");
      return Verdict.DONE;
    }
    try {
      return tell(sender, address.get(), task.get(), user.get(), record);
    } catch (InterruptedException _) {
      return Verdict.GIVE_BACK;
    }
  }

  private Verdict tell(
      PushSender sender,
      PushAddress address,
      PushTask task,
      UserKey user,
      ConsumerRecord<String, byte[]> record)
      throws InterruptedException {
    String service = address.service().text();
    PushMessage message = new PushMessage(task.getChallengeKey(), task.getExpiresAt());
    for (int number = record.deliveryCount().orElse((short) 1); number <= MOST_TRIES; number++) {
      if (message.isLate(clock.instant())) {
        meter.told(service, "late", "");
        return Verdict.DONE;
      }
      switch (sender.send(address, message)) {
        case Outcome.Taken _ -> {
          meter.told(service, "taken", "");
          return Verdict.DONE;
        }
        case Outcome.Unregistered _ -> {
          meter.told(service, "unregistered", "");
          forget(user, task, Correlation.read(record.headers()));
          return Verdict.DONE;
        }
        case Outcome.Refused refused -> {
          meter.told(service, "refused", refused.code());
          return Verdict.DONE;
        }
        case Outcome.NotNow notNow -> {
          if (number < MOST_TRIES && stopping.await(pause(number, notNow))) {
            return Verdict.GIVE_BACK;
          }
        }
      }
    }
    meter.told(service, "given-up", "");
    return Verdict.DONE;
  }

  private static Duration pause(int number, Outcome.NotNow notNow) {
    Duration span = notNow.after().orElseGet(() -> FIRST_PAUSE.multipliedBy(number));
    return span.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : span;
  }

  /** What is not written now is found out again with the next message. */
  private void forget(UserKey user, PushTask task, Correlation correlation)
      throws InterruptedException {
    try {
      log.forget(user, task.getSerialNumber(), task.getEncryptedAddress(), correlation);
    } catch (NotWrittenException e) {
      LOG.atWarn()
          .addKeyValue("failure", e.getCause().getClass().getSimpleName())
          .log("It could not be said that a push address is no more");
    }
  }

  private Optional<PushTask> decoded(byte[] value) {
    try {
      return Optional.ofNullable(value).map(tasks::decode);
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  private Optional<PushAddress> address(UserKey user, PushTask task) {
    return vault.open(user, task.getSerialNumber(), Octets.of(task.getEncryptedAddress()).bytes());
  }
}
