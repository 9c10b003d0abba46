package dev.assent.processor.decision;

import dev.assent.processor.decision.Answer.NothingToDo;
import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.ContinueOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.RevokeCredential;
import dev.assent.processor.decision.Command.UnlockUser;
import dev.assent.processor.decision.Facts.Fresh;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.proof.VerifiedProofs;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.ocra.OcraPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One sequence of random commands, for the decisions and for the model. */
final class ModelRun {
  static final int MOST_STEPS = 20;
  static final String PROVIDER = "idp";
  static final List<String> OPERATIONS = List.of("one", "two", "three", "four");

  /** Signing and verifying costs as much as a hundred decisions, so few sequences do it. */
  private static final int SEQUENCES_FOR_ONE_THAT_SIGNS = 12;

  private static final int CHALLENGES = MOST_STEPS + 1;
  private static final List<ChallengeKey> KEYS =
      IntStream.range(0, CHALLENGES).mapToObj(Fixtures::challengeKey).toList();
  private static final long[] TIMES_TO_LIVE = {999, 1_000, 1_001, 5_000, 600_000, 600_001};

  /** What can be done, and how often it is where nothing is more sensible. */
  private enum Move {
    REGISTER(4),
    REVOKE(4),
    CREATE(20),
    RETRIEVE(16),
    SUBMIT(16),
    DECLINE(8),
    REPORT(12),
    PROCEED(4),
    CANCEL(3),
    EXPIRE(3),
    UNLOCK(2);

    private static final int ALL = Arrays.stream(values()).mapToInt(move -> move.weight).sum();
    private final int weight;

    Move(int weight) {
      this.weight = weight;
    }

    static Move any(SplittableRandom random) {
      int left = random.nextInt(ALL);
      for (Move move : values()) {
        left -= move.weight;
        if (left < 0) {
          return move;
        }
      }
      throw new IllegalStateException("one of them it must be");
    }
  }

  private final SplittableRandom random;
  private final Map<String, Integer> seen;
  private final UserModel model;
  private final UserHistory history = new UserHistory();
  private final ModelProofs proofs;
  private Policy policy;
  private long now = Fixtures.CREATED.toEpochMilli();
  private int issued;
  private boolean secretIsThere;
  private boolean quotaLeft;

  ModelRun(SplittableRandom random, Map<String, Integer> seen) {
    this.random = random;
    this.seen = seen;
    policy =
        Policy.builder()
            .timeToLive(Duration.ofSeconds(2))
            .maximumFailedProofs(1 + random.nextInt(Policy.MOST_FAILED_PROOFS))
            .maximumConsecutiveFailedProofs(1 + random.nextInt(Policy.MOST_FAILED_PROOFS))
            .maximumPending(1 + random.nextInt(3))
            .lockDuration(Duration.ofMinutes(1))
            .toleratedRefusals(random.nextInt(4))
            .coolDown(Duration.ofSeconds(1))
            .longestCoolDown(Duration.ofSeconds(3))
            .proofKinds(Set.of(ProofKind.DEVICE_PIN, ProofKind.OCRA, ProofKind.IDP_SIGNATURE))
            .build();
    model = new UserModel(policy);
    proofs =
        new ModelProofs(random, model, history, random.nextInt(SEQUENCES_FOR_ONE_THAT_SIGNS) == 0);
  }

  void all() {
    for (String id : ModelProofs.IDS) {
      if (random.nextInt(4) > 0) {
        register(id, Instant.ofEpochMilli(now));
      }
    }
    int steps = 4 + random.nextInt(MOST_STEPS - 4);
    for (int step = 0; step < steps; step++) {
      passTime();
      step();
    }
    history.checkReplay();
  }

  private void passTime() {
    long due = now;
    switch (random.nextInt(16)) {
      case 0 ->
          due =
              history.operation(anyOperation()) instanceof Open open
                  ? open.operation().expiresAt().toEpochMilli()
                  : now;
      case 1 -> due = model.lockedUntil;
      case 2 -> due = model.coolDownUntil;
      case 3 ->
          due =
              Optional.ofNullable(model.operations.get(anyOperation()))
                  .map(operation -> operation.nextStep)
                  .orElse(now);
      default -> now += random.nextInt(200);
    }
    // at the very time, and a millisecond before and after
    now = Math.max(now, due - 1 + random.nextInt(3));
    if (random.nextInt(40) == 0) {
      model.mostConsecutive = 1 + random.nextInt(Policy.MOST_FAILED_PROOFS);
      policy = changed(model.mostConsecutive);
    }
  }

  private Policy changed(int mostConsecutive) {
    return Policy.builder()
        .timeToLive(policy.timeToLive())
        .maximumFailedProofs(policy.maximumFailedProofs())
        .maximumConsecutiveFailedProofs(mostConsecutive)
        .maximumPending(policy.maximumPending())
        .lockDuration(policy.lockDuration())
        .toleratedRefusals(policy.toleratedRefusals())
        .coolDown(policy.coolDown())
        .longestCoolDown(policy.longestCoolDown())
        .proofKinds(policy.proofKinds())
        .build();
  }

  private void step() {
    String operationId = anyOperation();
    Instant at = Instant.ofEpochMilli(now - random.nextInt(3));
    secretIsThere = random.nextInt(16) > 0;
    quotaLeft = random.nextInt(32) > 0;
    switch (random.nextInt(3) > 0 ? sensible(operationId) : Move.any(random)) {
      case REGISTER -> register(anyCredential(), at);
      case REVOKE -> {
        String id = anyCredential();
        compare(operationId, new RevokeCredential(id, at), model.revoke(id));
      }
      case CREATE -> create(operationId, at);
      case RETRIEVE -> retrieve(operationId, at);
      case SUBMIT -> {
        int challenge = challengeFor(operationId);
        ModelProofs.Made made = proofs.proof(operationId, at, secretIsThere);
        Optional<Duration> age = anyMaximumAge();
        Command submit = new Command.SubmitProof(KEYS.get(challenge), made.proof(), at, age);
        String expected =
            model.submit(
                operationId, challenge, made.model(), milliseconds(age), at.toEpochMilli());
        compare(operationId, submit, expected);
      }
      case DECLINE -> {
        int challenge = challengeFor(operationId);
        ModelProofs.MadeRefusal made = proofs.refusal(operationId, at, secretIsThere);
        Optional<String> holder = proofs.anyHolder(operationId);
        Command decline =
            new Command.DeclineOperation(
                KEYS.get(challenge), made.reason(), made.made().proof(), holder, at);
        String expected =
            model.decline(
                operationId,
                challenge,
                made.made().model(),
                made.reason().name(),
                holder.orElse(""),
                at.toEpochMilli());
        compare(operationId, decline, expected);
      }
      case REPORT -> {
        ModelProofs.MadeOutcome made = proofs.outcome(operationId);
        Command report =
            new Command.RecordOutcome(
                made.transactionId(), made.model().attempt(), made.outcome(), at);
        compare(
            operationId, report, model.report(operationId, made.model(), at.toEpochMilli(), now));
      }
      case PROCEED ->
          compare(operationId, new ContinueOperation(), model.proceed(operationId, now));
      case CANCEL ->
          compare(
              operationId, new CancelOperation(at), model.cancel(operationId, at.toEpochMilli()));
      case EXPIRE -> compare(operationId, new ExpireOperation(), model.expire(operationId, now));
      case UNLOCK -> compare(operationId, new UnlockUser(at), model.unlock());
    }
  }

  private void register(String id, Instant at) {
    compare(anyOperation(), proofs.registration(id, at), model.register(id, proofs.credential(id)));
  }

  private void create(String operationId, Instant at) {
    TermsBuilder terms = new TermsBuilder().displayData(Map.of("step", operationId));
    long timeToLive = policy.timeToLive().toMillis();
    if (random.nextInt(4) == 0) {
      timeToLive = TIMES_TO_LIVE[random.nextInt(TIMES_TO_LIVE.length)];
      terms.timeToLive(Duration.ofMillis(timeToLive));
    }
    String scope = random.nextInt(3) == 0 ? "login" : "";
    if (!scope.isEmpty()) {
      terms.scope(scope);
    }
    boolean onDevice = random.nextInt(3) > 0;
    String matching = onDevice && random.nextInt(4) == 0 ? "42" : "";
    if (!matching.isEmpty()) {
      terms.matchingValue(matching);
    }
    int kinds = random.nextInt(4);
    if (!onDevice) {
      terms.channel(Channel.IDP);
    } else if (kinds < 2) {
      terms.proofKinds(kinds == 0 ? ProofKind.DEVICE_PIN : ProofKind.OCRA);
    }
    ModelOperation asked =
        new ModelOperation(
            at.toEpochMilli(),
            at.toEpochMilli() + timeToLive,
            onDevice ? issued : ModelOperation.NO_CHALLENGE,
            scope,
            matching,
            onDevice && kinds != 1,
            onDevice && kinds != 0);
    Command create = new CreateOperation(operationId, terms.build(), at, "model", 1, false);
    compare(
        operationId,
        create,
        model.create(operationId, asked, at.toEpochMilli(), timeToLive, quotaLeft));
  }

  private void retrieve(String operationId, Instant at) {
    int challenge = challengeFor(operationId);
    String device = random.nextInt(12) == 0 ? "unknown" : ModelProofs.anyDevice(random);
    Optional<Instant> abandonedAt =
        random.nextInt(6) == 0
            ? Optional.of(Instant.ofEpochMilli(now - 1 + random.nextInt(3)))
            : Optional.empty();
    Optional<Duration> age = anyMaximumAge();
    boolean abandoned = abandonedAt.map(until -> until.toEpochMilli() < now).orElse(false);
    compare(
        operationId,
        new RetrieveChallenge(KEYS.get(challenge), device, at, abandonedAt, age),
        model.retrieve(
            operationId, challenge, device, milliseconds(age), at.toEpochMilli(), abandoned));
  }

  /** What brings the operation on: without it few sequences would come to an end. */
  private Move sensible(String operationId) {
    return switch (model.stage(operationId)) {
      case ABSENT -> Move.CREATE;
      case PENDING, CHALLENGED -> Move.RETRIEVE;
      case RETRIEVED -> random.nextInt(4) > 0 ? Move.SUBMIT : Move.DECLINE;
      case DISPATCHED, UNKNOWN_AT_PROVIDER, AWAITING_USER ->
          random.nextInt(4) > 0 ? Move.REPORT : Move.PROCEED;
      case APPROVED, DECLINED, CANCELLED, EXPIRED, FAILED -> Move.any(random);
    };
  }

  private void compare(String operationId, Command command, String expected) {
    Facts facts =
        new Facts(
            Instant.ofEpochMilli(now),
            policy,
            quotaLeft,
            this::fresh,
            (_, _, suite, secret) ->
                secretIsThere ? TestToken.open(suite, secret) : Optional.empty(),
            new VerifiedProofs());
    Answer answer = history.decide(operationId, command, facts);
    if (random.nextInt(8) == 0) {
      history.checkRepeat(operationId, command, facts);
    }
    if (command instanceof CreateOperation && expected.equals(UserModel.DONE)) {
      issued++;
    }
    if (!word(answer).equals(expected)) {
      throw new AssertionError("%s instead of %s to %s".formatted(word(answer), expected, command));
    }
    model.operations.forEach(
        (id, operation) -> {
          if (Stage.of(history.operation(id)) != operation.stage) {
            throw new AssertionError(
                "%s should be %s after %s".formatted(id, operation.stage, command));
          }
        });
    if (history.operation(operationId) instanceof AtProvider open) {
      ModelOperation operation = model.operations.get(operationId);
      Transaction transaction = open.transaction();
      long nextStep = transaction.nextStepAt().map(Instant::toEpochMilli).orElse(-1L);
      if (transaction.attempt() != operation.attempt || nextStep != operation.nextStep) {
        throw new AssertionError("%s after %s".formatted(transaction, command));
      }
    }
    compareUser(command);
    seen.merge(expected.split("@", 2)[0], 1, Integer::sum);
    seen.merge(model.stage(operationId).name(), 1, Integer::sum);
  }

  private void compareUser(Command command) {
    Standing standing = history.user().standing();
    boolean same =
        standing.consecutiveFailedProofs() == model.failures
            && standing.failedProofsSinceLock() == model.failuresSinceLock
            && standing.refusals() == model.refusals;
    ModelCredential token = model.credentials.get("token");
    if (token != null) {
      Device device = history.user().device("token").orElseThrow();
      OcraPosition position = ((ProofKey.Ocra) device.proofKey()).position();
      same &=
          position.nextCounter().orElseThrow() == token.nextCounter
              && position.outOfStep().orElse(ModelCredential.NONE) == token.outOfStep;
    }
    if (!same) {
      throw new AssertionError("%s after %s".formatted(history.user(), command));
    }
  }

  private Fresh fresh() {
    byte[] nonce = new byte[Nonce.BYTES];
    nonce[0] = (byte) issued;
    return new Fresh(KEYS.get(issued), Nonce.of(nonce), "12345678", 0.5);
  }

  /** Mostly none, and otherwise one that sequences reach. */
  private Optional<Duration> anyMaximumAge() {
    return random.nextInt(8) == 0
        ? Optional.of(Duration.ofMillis(random.nextInt(1_000)))
        : Optional.empty();
  }

  private static long milliseconds(Optional<Duration> maximumAge) {
    return maximumAge.map(Duration::toMillis).orElse(UserModel.NO_AGE);
  }

  /** Mostly the operation's own, sometimes another one's. */
  private int challengeFor(String operationId) {
    ModelOperation operation = model.operations.get(operationId);
    return operation == null || operation.challenge < 0 || random.nextInt(10) == 0
        ? random.nextInt(CHALLENGES)
        : operation.challenge;
  }

  private String anyOperation() {
    return OPERATIONS.get(random.nextInt(OPERATIONS.size()));
  }

  private String anyCredential() {
    return ModelProofs.IDS.get(random.nextInt(ModelProofs.IDS.size()));
  }

  private static String word(Answer answer) {
    return switch (answer) {
      case Answer.Refused(var reason, var retryAt) ->
          reason + retryAt.map(at -> "@" + at.toEpochMilli()).orElse("");
      case NothingToDo _ -> UserModel.NOTHING;
      case Answer.OperationChanged _,
          Answer.ChallengeHandedOut _,
          Answer.ProofAccepted _,
          Answer.CredentialChanged _,
          Answer.UserChanged _,
          Answer.HandOverRequested _,
          Answer.HandedOver _ ->
          UserModel.DONE;
    };
  }
}
