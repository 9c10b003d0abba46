package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The processor is killed while commands are in flight, and what clients do then is retry. */
@ExtendWith(SharedSystem.class)
class ProcessorCrashTest {
  private static final int CLIENTS = 24;
  private static final int OPERATIONS_PER_CLIENT = 12;
  private static final int FINISHED_BEFORE_THE_KILL = 30;

  private final RunningAssent assent;
  private final Api api;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();

  ProcessorCrashTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  private record Outcome(Challenged challenged, String signature, Answer approval) {}

  @Test
  @Tag("SCA-2")
  @Tag("AS-12")
  @Tag("KA-5")
  void shouldLoseNothingAndDoNothingTwiceWhenTheProcessorIsKilled() throws Exception {
    // Given
    List<Holder> holders = IntStream.range(0, CLIENTS).mapToObj(_ -> assent.holder()).toList();

    // When
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Outcome>>> clients = new ArrayList<>();
      for (Holder holder : holders) {
        clients.add(executor.submit(story(holder)));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> finished.get() >= FINISHED_BEFORE_THE_KILL);
      assent.killProcessor();
      assent.startProcessor();
      for (Future<List<Outcome>> client : clients) {
        outcomes.addAll(client.get());
      }
    }

    // Then
    assertThat(unanswered.get()).as("requests that the kill left unanswered").isPositive();
    assertThat(outcomes).hasSize(CLIENTS * OPERATIONS_PER_CLIENT);
    assent.settle(holders);
    for (Outcome outcome : outcomes) {
      assertApprovedOnce(outcome);
      assertSameAnswerAgain(outcome);
    }
  }

  /** What a client does that insists: every request until it is answered, with the same key. */
  private Callable<List<Outcome>> story(Holder holder) {
    return () -> {
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < OPERATIONS_PER_CLIENT; i++) {
        String operationId = RunningAssent.freshOperationId();
        Answer creation = insist(() -> api.create(holder.userId(), operationId, "Pay 12.50"));
        assertThat(creation.status()).as(creation.text()).isEqualTo(200);
        String challengeKey = assent.ledger().awaitChallengeKey(operationId);
        Challenged challenged = new Challenged(holder, operationId, challengeKey);
        Answer retrieval =
            insist(
                () ->
                    api.retrieve(
                        RunningAssent.SERIAL_NUMBER, challengeKey, Api.attempt("r" + operationId)));
        assertThat(retrieval.succeeded()).as(retrieval.text()).isTrue();
        String signature = RunningAssent.sign(challenged, retrieval);
        Answer approval = insist(() -> api.authenticate(holder.userId(), challengeKey, signature));
        assertThat(approval.succeeded()).as(approval.text()).isTrue();
        outcomes.add(new Outcome(challenged, signature, approval));
        finished.incrementAndGet();
      }
      return outcomes;
    };
  }

  private Answer insist(Supplier<Answer> request) {
    return RunningAssent.untilAnswered(
        () -> {
          Answer answer = request.get();
          if (answer.status() == 503) {
            unanswered.incrementAndGet();
          }
          return answer;
        });
  }

  private void assertApprovedOnce(Outcome outcome) throws Exception {
    String operationId = outcome.challenged().operationId();
    List<OperationResult> results = assent.ledger().results(operationId);
    assertThat(results).as("results of " + operationId).hasSize(1);
    assertThat(results.getFirst().getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    EvidenceCheck.verify(results.getFirst());
    List<OperationSnapshot> snapshots = assent.ledger().snapshots(operationId);
    assertThat(snapshots)
        .extracting(OperationSnapshot::getChallengeKey)
        .containsOnly(outcome.challenged().challengeKey());
    assertThat(snapshots)
        .extracting(OperationSnapshot::getSequence)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(snapshots.getLast().getState()).isEqualTo(OperationState.APPROVED);
  }

  private void assertSameAnswerAgain(Outcome outcome) {
    Challenged challenged = outcome.challenged();
    Answer again =
        api.authenticate(
            challenged.holder().userId(), challenged.challengeKey(), outcome.signature());
    assertThat(again.text()).isEqualTo(outcome.approval().text());
  }
}
