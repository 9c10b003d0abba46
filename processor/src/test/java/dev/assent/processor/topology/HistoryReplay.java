package dev.assent.processor.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.processor.decision.Answer;
import dev.assent.processor.decision.Command;
import dev.assent.processor.decision.Decider;
import dev.assent.processor.decision.Decision;
import dev.assent.processor.decision.EncryptedSecret;
import dev.assent.processor.decision.Event;
import dev.assent.processor.decision.Evolution;
import dev.assent.processor.decision.Facts;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.Policy;
import dev.assent.processor.decision.State;
import dev.assent.processor.decision.Terms;
import dev.assent.processor.decision.Transaction;
import dev.assent.processor.decision.UserState;
import dev.assent.processor.proof.VerifiedProofs;
import dev.assent.processor.state.OperationCodec;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.ocra.OcraKey;
import dev.assent.schemas.ocra.OcraSecret;
import dev.assent.schemas.ocra.OcraSuite;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Users to whom the commands of a history happen, and all that knows what the types of decisions
 * look like. Random material is counted instead: the first challenge always has the same key. OCRA
 * secrets lie open in what stands for their encryption.
 */
final class HistoryReplay {
  private static final String TENANT = "bank";
  private static final String USER = "A1B2";

  /** What of an operation is compared after each step. */
  private static final List<String> COMPARED =
      List.of("state", "retrievedBy", "failedProofs", "reason", "decidedAt", "sequence");

  private final Policy policy;
  private final boolean first;
  private final Map<String, UserState> users = new HashMap<>();
  private final Map<String, OperationState> operations = new HashMap<>();
  private final Map<String, String> challenges = new HashMap<>();
  private final Map<String, byte[]> shown = new HashMap<>();
  private int issued;

  /** What a step is about. */
  private record Step(Instant at, UserKey user, Command command, Optional<String> operationId) {}

  /**
   * @param policy what it leaves out is as in the standard policy
   * @param documentVersion 1 where operations were created by a version that knew no other document
   */
  HistoryReplay(JsonNode policy, int documentVersion) {
    this.policy = HistoryPolicy.of(policy);
    this.first = documentVersion == ChallengeDocument.FIRST;
  }

  /** The key of an operation's challenge. */
  String challengeKey(String operationId) {
    return OperationCodec.snapshot(operation(operationId), 0).orElseThrow().getChallengeKey();
  }

  /** The id of an operation's transaction. */
  String transactionId(String operationId) {
    return begun(operationId).transactionId();
  }

  /** What a provider is to have signed. */
  byte[] document(String operationId) {
    return switch (operation(operationId)) {
      case Open open -> begun(operationId).document(open.operation()).canonical();
      case Closed closed -> begun(operationId).document(closed.operation()).canonical();
      case Absent _ -> throw new AssertionError("there is no such operation");
    };
  }

  /** What the device was shown under that key. */
  byte[] shown(String challengeKey) {
    return shown.get(challengeKey);
  }

  private Transaction begun(String operationId) {
    return switch (operation(operationId)) {
      case Open open -> open.begun().orElseThrow();
      case Closed closed -> closed.transaction().orElseThrow();
      case Absent _ -> throw new AssertionError("there is no such operation");
    };
  }

  private OperationState operation(String operationId) {
    return operation(new UserKey(TENANT, USER), operationId);
  }

  /**
   * Decides one step.
   *
   * @param content the command's fields, absent ones with their schema's default; {@code user} is
   *     whose it is, where it is not the history's one user
   * @return the events, the answer, and the operation afterwards
   */
  ObjectNode step(Instant at, Instant receivedAt, String command, JsonNode content) {
    UserKey user = new UserKey(TENANT, content.path("user").asText(USER));
    return switch (command) {
      case "ExpireOperation" ->
          decide(new Step(at, user, new Command.ExpireOperation(), operationId(content)));
      case "ContinueOperation" ->
          decide(new Step(at, user, new Command.ContinueOperation(), operationId(content)));
      case "RecordOutcome" ->
          decide(new Step(at, user, outcome(receivedAt, content), operationId(content)));
      default -> translate(at, receivedAt, user, command, content);
    };
  }

  private static Optional<String> operationId(JsonNode content) {
    return Optional.of(content.get("operationId").asText());
  }

  private static Command outcome(Instant receivedAt, JsonNode content) {
    return OutcomeTranslation.of(
        new ConnectorOutcome(
            TENANT,
            USER,
            content.get("operationId").asText(),
            content.get("transactionId").asText(),
            content.get("attempt").asInt(),
            receivedAt,
            JsonRecords.read(content.get("outcome").asText(), content.get("body"))));
  }

  private ObjectNode translate(
      Instant at, Instant receivedAt, UserKey user, String command, JsonNode content) {
    dev.assent.schemas.avro.Command record =
        dev.assent.schemas.avro.Command.newBuilder()
            .setTenant(user.tenant())
            .setUserId(user.userId())
            .setReceivedAt(receivedAt)
            .setOrigin("history")
            .setClaimVersion(1L)
            .setBody(JsonRecords.read(command, content))
            .build();
    return switch (CommandTranslation.of(record, at)) {
      case CommandTranslation.ByOperation(var decidable, String operationId) ->
          decide(new Step(at, user, decidable, Optional.of(operationId)));
      case CommandTranslation.ByScope(var decidable, String operationId, String scope) -> {
        Optional<String> rival =
            Optional.ofNullable(user(user).scopes().get(scope))
                .filter(other -> !other.equals(operationId));
        yield decide(new Step(at, user, decidable, Optional.of(operationId)), rival);
      }
      case CommandTranslation.ByChallenge(var decidable, ChallengeKey key, _) ->
          decide(new Step(at, user, decidable, Optional.ofNullable(challenges.get(key.text()))));
      case CommandTranslation.ByUser(var decidable) ->
          decide(new Step(at, user, decidable, Optional.empty()));
      case CommandTranslation.Invalid(String detail) -> throw new AssertionError(detail);
      case CommandTranslation.UnknownChallenge _ -> throw new AssertionError("not a challenge key");
    };
  }

  private ObjectNode decide(Step step) {
    return decide(step, Optional.empty());
  }

  private ObjectNode decide(Step step, Optional<String> rival) {
    UserKey user = step.user();
    State before =
        new State(
            user(user),
            step.operationId().map(id -> operation(user, id)).orElseGet(Absent::new),
            rival.map(id -> operation(user, id)));
    Decision decision = Decider.decide(before, step.command(), facts(step.at(), user));
    State after = Evolution.evolve(before, decision.events().stream().map(this::asThen).toList());
    users.put(user.userId(), after.user());
    step.operationId().ifPresent(id -> operations.put(key(user, id), after.operation()));
    rival.ifPresent(id -> operations.put(key(user, id), after.rival().orElseThrow()));
    return told(decision, after);
  }

  private UserState user(UserKey user) {
    return users.getOrDefault(user.userId(), UserState.unknown(user));
  }

  private OperationState operation(UserKey user, String operationId) {
    return operations.getOrDefault(key(user, operationId), new Absent());
  }

  private static String key(UserKey user, String operationId) {
    return user.text(operationId);
  }

  /** The operation that the code of then created, which is verified in its own way ever since. */
  private Event asThen(Event event) {
    if (!first || !(event instanceof Event.OperationCreated(Operation operation))) {
      return event;
    }
    Terms terms = operation.terms();
    return new Event.OperationCreated(
        new Operation(
            operation.user(),
            operation.operationId(),
            new Terms(
                terms.externalUserId(),
                terms.externalReference(),
                terms.kind(),
                terms.channel(),
                terms.displayData(),
                terms.template(),
                terms.language(),
                terms.scope(),
                Optional.empty(),
                terms.maximumFailedProofs(),
                terms.timeToLive(),
                terms.matchingValue(),
                terms.matchingPossible(),
                terms.connector()),
            operation.text(),
            operation.createdAt(),
            operation.expiresAt(),
            operation.origin(),
            operation.claimVersion(),
            ChallengeDocument.FIRST));
  }

  private ObjectNode told(Decision decision, State after) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    ArrayNode events = told.putArray("events");
    for (Event event : decision.events()) {
      events.add(event.getClass().getSimpleName());
    }
    told.put("answer", answer(decision.answer()));
    if (decision.answer() instanceof Answer.ChallengeHandedOut handedOut) {
      byte[] document = handedOut.document().canonical();
      shown.put(handedOut.challengeKey().text(), document);
      told.put("shown", new String(document, StandardCharsets.UTF_8));
    }
    OperationCodec.snapshot(after.operation(), after.user().sequence())
        .ifPresent(snapshot -> operation(told, "operation", snapshot));
    after
        .rival()
        .flatMap(rival -> OperationCodec.snapshot(rival, after.user().sequence()))
        .ifPresent(snapshot -> operation(told, "rival", snapshot));
    told.put("userSequence", after.user().sequence());
    return told;
  }

  private static String answer(Answer answer) {
    return answer instanceof Answer.Refused(Reason reason, Optional<Instant> retryAt)
        ? "Refused " + reason + retryAt.map(at -> " until " + at).orElse("")
        : answer.getClass().getSimpleName();
  }

  private void operation(ObjectNode told, String name, OperationSnapshot snapshot) {
    if (snapshot.getChallengeKey() != null) {
      challenges.put(snapshot.getChallengeKey(), snapshot.getOperationId());
    }
    ObjectNode compared = told.putObject(name);
    JsonNode all = JsonRecords.write(snapshot);
    COMPARED.stream()
        .filter(member -> !all.path(member).isNull())
        .forEach(member -> compared.set(member, all.get(member)));
  }

  private Facts facts(Instant at, UserKey user) {
    return new Facts(
        at, policy, true, () -> fresh(user), HistoryReplay::secret, new VerifiedProofs());
  }

  private static Optional<OcraSecret> secret(
      UserKey user, String serialNumber, OcraSuite suite, EncryptedSecret secret) {
    return Optional.of(new OcraSecret(OcraKey.of(suite.hash(), secret.bytes()), Optional.empty()));
  }

  private Facts.Fresh fresh(UserKey user) {
    byte[] random = new byte[ChallengeKey.RANDOM_BYTES];
    random[0] = (byte) ++issued;
    return new Facts.Fresh(
        ChallengeKey.issue(user, random), Nonce.of(random), "%08d".formatted(issued), 0.5);
  }
}
