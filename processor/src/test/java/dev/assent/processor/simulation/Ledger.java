package dev.assent.processor.simulation;

import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.Reply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what is committed, transaction by transaction, and holds it against what must never happen.
 */
final class Ledger {
  private final Scheduler scheduler;
  private final Truth truth;
  private final OperationLedger operations;
  private final ReplyLedger replies;
  private final Map<String, String> transactions = new HashMap<>();
  private final Set<String> starts = new HashSet<>();
  private final Set<String> letters = new HashSet<>();

  Ledger(Scheduler scheduler, Truth truth, Ingress ingress) {
    this.scheduler = scheduler;
    this.truth = truth;
    this.operations = new OperationLedger(truth);
    this.replies = new ReplyLedger(scheduler, ingress, truth, operations);
  }

  OperationLedger operations() {
    return operations;
  }

  /** A transaction was committed. */
  void committed(List<Message> messages) {
    for (Message message : messages) {
      scheduler.note("  " + message.place());
      switch (message.topic()) {
        case OPERATIONS -> operation(message);
        case RESULTS -> result(decode(message, OperationResult.class));
        case CREDENTIALS -> operations.credential(decode(message, CredentialSnapshot.class));
        case REPLIES -> replies.reply(message.key(), decode(message, Reply.class));
        case CONNECTOR_TASKS_IDP, CONNECTOR_TASKS_MSSP ->
            task(decode(message, ConnectorTask.class));
        case DEAD_LETTERS -> deadLetter(decode(message, DeadLetter.class));
        case REQUESTS, COMMANDS, CLAIMS, CONNECTOR_OUTCOMES, WEBHOOK_OUTCOMES, TENANTS, AUDIT ->
            throw new AssertionError("the processors never write to " + message.topic());
        case REQUESTED, ADMITTED, PUSH_TASKS -> {}
      }
    }
    operations.transactionEnds();
  }

  private static <T extends org.apache.avro.specific.SpecificRecord> T decode(
      Message message, Class<T> type) {
    return Codecs.decode(message.topic(), message.value(), type);
  }

  private void operation(Message message) {
    if (message.value() == null) {
      operations.forgotten(message.key());
    } else {
      OperationSnapshot snapshot = decode(message, OperationSnapshot.class);
      scheduler.note(
          "  %s %s %s %s %d"
              .formatted(
                  snapshot.getUserId(),
                  snapshot.getOperationId(),
                  snapshot.getState(),
                  snapshot.getReason(),
                  snapshot.getSequence()));
      operations.snapshot(message.key(), snapshot);
    }
  }

  private void result(OperationResult result) {
    OperationSnapshot operation = operations.latest(result.getUserId(), result.getOperationId());
    boolean matched = operation != null && operation.getMatchingDigits() > 0;
    scheduler.reach(
        "%s %s%s".formatted(result.getChannel(), result.getReason(), matched ? " matched" : ""));
    if (operations.wasHandedOver(result.getOperationId())) {
      scheduler.reach("claimed, " + result.getOutcome());
    }
    operations.result(result);
  }

  private void task(ConnectorTask task) {
    OperationSnapshot operation = operations.latest(task.getUserId(), task.getOperationId());
    String operationKey = task.getUserId() + "/" + task.getOperationId() + operation.getCreatedAt();
    String first = transactions.putIfAbsent(operationKey, task.getTransactionId());
    Check.that(
        first == null || first.equals(task.getTransactionId()),
        "one operation, one transaction: %s",
        operationKey);
    if (task.getEncryptedMsisdn() != null) {
      scheduler.reach("phone called, " + task.getAction());
    }
    if (task.getAction() == ConnectorAction.START) {
      if (task.getAttempt() > 1) {
        scheduler.reach("started again");
      }
      String call = task.getTransactionId() + "/" + task.getAttempt();
      Check.that(starts.add(call), "a start is sent once for each attempt: %s", call);
      Check.that(
          operation.getState() == OperationState.DISPATCHED,
          "a provider that may know of it is told again: %s",
          operationKey);
      Check.that(
          task.getAttempt() == 1
              || truth.wasUnreached(task.getTransactionId(), task.getAttempt() - 1),
          "a start is sent again though the first may have got there: %s",
          operationKey);
    }
  }

  private void deadLetter(DeadLetter letter) {
    String place =
        Truth.place(
            SimulatedLog.topic(letter.getTopic()), letter.getPartition(), letter.getOffset());
    Check.that(
        truth.deservesDeadLetter(place),
        "a dead letter about a good record: %s %s",
        place,
        letter.getReason());
    scheduler.reach("dead letter " + letter.getReason());
    Check.that(letters.add(place), "a second dead letter about %s", place);
  }

  /** Once all has come to an end: nothing may be missing. */
  void complete() {
    operations.complete();
    for (String place : truth.garbage()) {
      Check.that(letters.contains(place), "no dead letter about %s", place);
    }
    truth
        .requests()
        .forEach(
            (place, operationId) ->
                Check.that(
                    letters.contains(place) || operations.everExisted(operationId),
                    "a request came to nothing: %s",
                    operationId));
  }
}
