package dev.assent.processor.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.processor.decision.Answer;
import dev.assent.processor.decision.Command;
import dev.assent.processor.decision.Decider;
import dev.assent.processor.decision.Decision;
import dev.assent.processor.decision.Event;
import dev.assent.processor.decision.Evolution;
import dev.assent.processor.decision.Facts;
import dev.assent.processor.decision.Facts.FreshChallenge;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.Policy;
import dev.assent.processor.decision.State;
import dev.assent.processor.decision.UserState;
import dev.assent.processor.state.OperationCodec;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user to whom the commands of a history happen, and all that knows what the types of decisions
 * look like. Random material is counted instead: the first challenge always has the same key.
 */
final class HistoryReplay {
  private static final UserKey USER = new UserKey("bank", "A1B2");

  /** What of an operation is compared after each step. */
  private static final List<String> COMPARED =
      List.of("state", "retrievedBy", "failedProofs", "reason", "decidedAt", "sequence");

  private final Policy policy;
  private final Map<String, OperationState> operations = new HashMap<>();
  private final Map<String, String> challenges = new HashMap<>();
  private final Map<String, byte[]> shown = new HashMap<>();
  private UserState user = UserState.unknown(USER);
  private int issued;

  HistoryReplay(JsonNode policy) {
    this.policy =
        new Policy(
            duration(policy, "timeToLive"),
            policy.get("maximumFailedProofs").asInt(),
            policy.get("maximumPending").asInt(),
            duration(policy, "retention"));
  }

  private static Duration duration(JsonNode policy, String name) {
    return Duration.parse(policy.get(name).asText());
  }

  /** The key of an operation's challenge. */
  String challengeKey(String operationId) {
    return OperationCodec.snapshot(operations.get(operationId), 0).orElseThrow().getChallengeKey();
  }

  /** What the device was shown under that key. */
  byte[] shown(String challengeKey) {
    return shown.get(challengeKey);
  }

  /**
   * Decides one step.
   *
   * @param content the command's fields, absent ones with their schema's default
   * @return the events, the answer, and the operation afterwards
   */
  ObjectNode step(Instant at, Instant receivedAt, String command, JsonNode content) {
    if (command.equals("ExpireOperation")) {
      String operationId = content.get("operationId").asText();
      return decide(at, new Command.ExpireOperation(), Optional.of(operationId));
    }
    dev.assent.schemas.avro.Command record =
        dev.assent.schemas.avro.Command.newBuilder()
            .setTenant(USER.tenant())
            .setUserId(USER.userId())
            .setReceivedAt(receivedAt)
            .setOrigin("history")
            .setClaimVersion(1L)
            .setBody(JsonRecords.read(command, content))
            .build();
    return switch (CommandTranslation.of(record, at)) {
      case CommandTranslation.ByOperation(var decidable, String operationId) ->
          decide(at, decidable, Optional.of(operationId));
      case CommandTranslation.ByChallenge(var decidable, ChallengeKey key) ->
          decide(at, decidable, Optional.ofNullable(challenges.get(key.text())));
      case CommandTranslation.ByUser(var decidable) -> decide(at, decidable, Optional.empty());
      case CommandTranslation.Invalid(String detail) -> throw new AssertionError(detail);
      case CommandTranslation.UnknownChallenge _ -> throw new AssertionError("not a challenge key");
    };
  }

  private ObjectNode decide(Instant at, Command command, Optional<String> operationId) {
    OperationState operation =
        operationId.flatMap(id -> Optional.ofNullable(operations.get(id))).orElseGet(Absent::new);
    Facts facts = new Facts(at, policy, this::freshChallenge);
    State before = new State(user, operation);
    Decision decision = Decider.decide(before, command, facts);
    State after = Evolution.evolve(before, decision.events());
    user = after.user();
    operationId.ifPresent(id -> operations.put(id, after.operation()));
    return told(decision, after);
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
        .ifPresent(snapshot -> operation(told, snapshot));
    told.put("userSequence", after.user().sequence());
    return told;
  }

  private static String answer(Answer answer) {
    return answer instanceof Answer.Refused refused
        ? "Refused " + refused.reason()
        : answer.getClass().getSimpleName();
  }

  private void operation(ObjectNode told, OperationSnapshot snapshot) {
    challenges.put(snapshot.getChallengeKey(), snapshot.getOperationId());
    ObjectNode compared = told.putObject("operation");
    JsonNode all = JsonRecords.write(snapshot);
    COMPARED.stream()
        .filter(name -> !all.path(name).isNull())
        .forEach(name -> compared.set(name, all.get(name)));
  }

  private FreshChallenge freshChallenge() {
    byte[] random = new byte[ChallengeKey.RANDOM_BYTES];
    random[0] = (byte) ++issued;
    return new FreshChallenge(ChallengeKey.issue(USER, random), Nonce.of(random));
  }
}
