package dev.assent.processor.simulation;

import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderAnswerLost;
import dev.assent.schemas.avro.ProviderDeclined;
import dev.assent.schemas.avro.ProviderPending;
import dev.assent.schemas.avro.ProviderRefused;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.ProviderUnaware;
import dev.assent.schemas.avro.ProviderUnreachable;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.ProviderRefusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connectors and the providers behind them. A connector takes each task at least once, and reports
 * at least once; calls and answers get lost. A provider knows its transactions by their id and asks
 * the user once for each.
 */
final class Providers {
  private final Scheduler scheduler;
  private final Faults faults;
  private final SimulatedLog log;
  private final Truth truth;
  private final long skew;
  private final Map<String, Transaction> transactions = new HashMap<>();
  private final Map<String, String> prompts = new HashMap<>();

  /** A transaction as the provider knows it. */
  private static final class Transaction {
    private Object answer = ProviderPending.newBuilder().setPollAfter(500L).build();
  }

  Providers(Scheduler scheduler, Faults faults, SimulatedLog log, Truth truth) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.log = log;
    this.truth = truth;
    this.skew = faults.skew();
    for (Topic topic : List.of(Topic.CONNECTOR_TASKS_IDP, Topic.CONNECTOR_TASKS_MSSP)) {
      log.read(topic, this::take);
    }
  }

  private void take(Message message) {
    ConnectorTask task = Codecs.decode(message.topic(), message.value(), ConnectorTask.class);
    scheduler.after(faults.delay(), () -> handle(task));
    if (faults.happens(0.1)) {
      scheduler.after(scheduler.between(500, 8_000), () -> handle(task));
    }
  }

  private void handle(ConnectorTask task) {
    scheduler.note(
        "connector " + task.getAction() + " " + task.getOperationId() + " " + task.getAttempt());
    if (faults.happens(0.2)) {
      truth.unreached(task.getTransactionId(), task.getAttempt());
      report(task, new ProviderUnreachable());
    } else if (faults.happens(0.1)) {
      report(task, new ProviderAnswerLost());
      scheduler.after(scheduler.between(0, 10_000), () -> call(task));
    } else if (faults.happens(0.05)) {
      // gone after the call, before the report: somebody else gets the task
      call(task);
      scheduler.after(scheduler.between(1_000, 5_000), () -> handle(task));
    } else {
      report(task, call(task));
    }
  }

  private Object call(ConnectorTask task) {
    Transaction transaction = transactions.get(task.getTransactionId());
    if (task.getAction() == ConnectorAction.STATUS) {
      return transaction == null ? new ProviderUnaware() : transaction.answer;
    }
    if (transaction == null) {
      begin(task);
      if (scheduler.chance(0.06)) {
        ProviderRefused refused = new ProviderRefused("no", anyRefusal());
        transactions.get(task.getTransactionId()).answer = refused;
        return refused;
      }
    }
    return ProviderAccepted.newBuilder()
        .setProviderReference("at-provider")
        .setPollAfter(scheduler.between(0, 2_000))
        .build();
  }

  /** Sometimes one that a newer connector would say. */
  private String anyRefusal() {
    ProviderRefusal[] known = ProviderRefusal.values();
    int which = (int) scheduler.between(0, known.length);
    return which < known.length ? known[which].name() : "NEWER";
  }

  private void begin(ConnectorTask task) {
    Transaction transaction = new Transaction();
    transactions.put(task.getTransactionId(), transaction);
    String first = prompts.put(operation(task), task.getTransactionId());
    Check.that(first == null, "the user's phone rang twice: %s", operation(task));
    if (!scheduler.chance(0.1)) {
      scheduler.after(
          scheduler.between(100, 9_000), () -> transaction.answer = answer(task, transaction));
    }
  }

  /** An operation's id can be used again once it is forgotten; its document cannot. */
  private static String operation(ConnectorTask task) {
    return task.getUserId() + "/" + task.getOperationId() + "@" + task.getExpiresAt();
  }

  private Object answer(ConnectorTask task, Transaction transaction) {
    if (transaction.answer instanceof ProviderRefused) {
      return transaction.answer;
    }
    byte[] document = new byte[task.getDocument().remaining()];
    task.getDocument().duplicate().get(document);
    return switch ((int) scheduler.between(0, 9)) {
      case 0, 1 -> new ProviderDeclined();
      case 2 -> signed(SignerKeys.FOREIGN.sign(document), SignerKeys.FOREIGN);
      case 3 -> signed(SignerKeys.FOREIGN.sign(document), SignerKeys.REGISTERED);
      default -> {
        truth.consented(document);
        yield signed(SignerKeys.REGISTERED.sign(document), SignerKeys.REGISTERED);
      }
    };
  }

  private static ProviderSigned signed(byte[] signature, SignerKeys signer) {
    return ProviderSigned.newBuilder()
        .setSignature(ByteBuffer.wrap(signature))
        .setCertificate(ByteBuffer.wrap(signer.certificate()))
        .build();
  }

  private void report(ConnectorTask task, Object body) {
    ConnectorOutcome outcome =
        ConnectorOutcome.newBuilder()
            .setTenant(task.getTenant())
            .setUserId(task.getUserId())
            .setOperationId(task.getOperationId())
            .setTransactionId(task.getTransactionId())
            .setAttempt(task.getAttempt())
            .setReceivedAt(Instant.ofEpochMilli(scheduler.now() + skew))
            .setBody(body)
            .build();
    scheduler.note("outcome " + task.getOperationId() + " " + body.getClass().getSimpleName());
    byte[] value = Codecs.encode(Topic.CONNECTOR_OUTCOMES, outcome);
    String key = new UserKey(task.getTenant(), task.getUserId()).text();
    Runnable write =
        () ->
            log.append(
                Topic.CONNECTOR_OUTCOMES, log.partition(Topic.CONNECTOR_OUTCOMES, key), key, value);
    scheduler.after(faults.delay(), write);
    if (faults.happens(0.2)) {
      scheduler.after(scheduler.between(200, 8_000), write);
    }
  }
}
