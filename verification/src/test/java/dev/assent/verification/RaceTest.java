package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.standalone.device.SimulatedDevice;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedSystem.class)
class RaceTest {
  private static final int CLIENTS = 50;
  private static final long SEED = Long.getLong("assent.race.seed", System.nanoTime());

  private static final Random RANDOM = new Random(SEED);

  static {
    System.out.println("assent.race.seed=" + SEED);
  }

  private final RunningAssent assent;
  private final Api api;

  RaceTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @RepeatedTest(3)
  @Tag("AS-12")
  void shouldHandAChallengeToExactlyOneOfFiftyClients() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged = assent.challenged(holder);

    // When
    List<Answer> answers =
        Race.run(
            Collections.nCopies(
                CLIENTS,
                () -> api.retrieve(RunningAssent.SERIAL_NUMBER, challenged.challengeKey())));

    // Then
    List<Answer> winners = answers.stream().filter(Answer::succeeded).toList();
    assertThat(winners).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> !answer.succeeded())
        .extracting(Answer::statusCode)
        .containsOnly("STAT_NOT_FOUND");
    RunningAssent.sign(challenged, winners.getFirst());
    assent.settle(holder);
    assertThat(assent.ledger().snapshots(challenged.operationId()))
        .filteredOn(snapshot -> snapshot.getState() == OperationState.RETRIEVED)
        .hasSize(1);
  }

  /**
   * The clients act at random moments of a window around the deadline.
   *
   * @param from start of the window in milliseconds after the deadline
   * @param to its end
   */
  @ParameterizedTest
  @CsvSource({"-300,-299", "-300,-299", "-300,-250", "-20,40", "-10,50", "-2,60", "-1,60", "0,30"})
  @Tag("SCA-2")
  @Tag("AS-1")
  void shouldEndAnOperationExactlyOnce(int from, int to) throws Exception {
    // Given
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();
    assent.publish(assent.request(holder.userId(), operationId, Duration.ofSeconds(2)));
    Challenged challenged =
        new Challenged(holder, operationId, assent.ledger().awaitChallengeKey(operationId));
    Answer retrieval = api.retrieve(RunningAssent.SERIAL_NUMBER, challenged.challengeKey());
    List<String> signatures = differentSignatures(challenged, retrieval);
    // Makes the ingress know whose operation it is, so that cancelling takes no step more.
    api.nativeOperation(operationId);
    Instant deadline = assent.ledger().snapshots(operationId).getFirst().getExpiresAt();

    // When
    List<Callable<Answer>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      Instant moment = deadline.plusMillis(from + RANDOM.nextInt(to - from));
      clients.add(
          client % 2 == 0
              ? approval(challenged, signatures.get(client), moment)
              : cancellation(operationId, moment));
    }
    List<Answer> answers = Race.run(clients);

    // Then
    assent.settle(holder);
    List<OperationResult> results = assent.ledger().results(operationId);
    assertThat(results).hasSize(1);
    assertAgreement(results.getFirst(), answers);
    assertOneTerminalState(operationId);
  }

  private void assertAgreement(OperationResult result, List<Answer> answers) throws Exception {
    long approvals = answers.stream().filter(Answer::succeeded).count();
    long cancellations =
        answers.stream()
            .filter(answer -> answer.statusCode().isEmpty() && answer.status() == 200)
            .count();
    ResultOutcome outcome = result.getOutcome();
    System.out.println(
        "outcome=" + outcome + " approvals=" + approvals + " cancellations=" + cancellations);
    assertThat(outcome)
        .isIn(ResultOutcome.APPROVED, ResultOutcome.CANCELLED, ResultOutcome.EXPIRED);
    assertThat(approvals).isEqualTo(outcome == ResultOutcome.APPROVED ? 1 : 0);
    if (outcome == ResultOutcome.CANCELLED) {
      // All cancellations are one attempt, whose first answer each of them is given.
      assertThat(cancellations).isPositive();
    } else {
      assertThat(cancellations).isZero();
    }
    if (outcome == ResultOutcome.APPROVED) {
      EvidenceCheck.verify(result);
    }
    assertThat(answers).extracting(Answer::status).containsAnyOf(200, 409);
    assertThat(answers).extracting(Answer::status).isSubsetOf(200, 409);
  }

  private void assertOneTerminalState(String operationId) {
    List<OperationState> terminal =
        assent.ledger().snapshots(operationId).stream()
            .map(OperationSnapshot::getState)
            .filter(
                state ->
                    state == OperationState.APPROVED
                        || state == OperationState.CANCELLED
                        || state == OperationState.EXPIRED)
            .toList();
    assertThat(terminal).hasSize(1);
  }

  private Callable<Answer> approval(Challenged challenged, String signature, Instant moment) {
    return () -> {
      awaitMoment(moment);
      return api.authenticate(challenged.holder().userId(), challenged.challengeKey(), signature);
    };
  }

  private Callable<Answer> cancellation(String operationId, Instant moment) {
    return () -> {
      awaitMoment(moment);
      return api.cancel(operationId);
    };
  }

  /** Different ones, so that none is a repetition of another. */
  private static List<String> differentSignatures(Challenged challenged, Answer retrieval)
      throws Exception {
    SimulatedDevice device = challenged.holder().device();
    var document = device.open(challenged.challengeKey(), retrieval.requestMessage());
    List<String> signatures = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      signatures.add(device.approve(document));
    }
    assertThat(signatures).doesNotHaveDuplicates();
    return signatures;
  }

  private static void awaitMoment(Instant moment) {
    Duration left = Duration.between(Instant.now(), moment);
    while (left.isPositive()) {
      LockSupport.parkNanos(left.toNanos());
      left = Duration.between(Instant.now(), moment);
    }
  }
}
