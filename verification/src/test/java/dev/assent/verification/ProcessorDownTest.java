package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.standalone.device.SimulatedDevice;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One request of each kind is sent while the processor is down, and again once it is back. The
 * outage is made once for all tests.
 */
@ExtendWith(SharedSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessorDownTest {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final RunningAssent assent;
  private final Api api;
  private final String operationId = RunningAssent.freshOperationId();
  private Holder holder;
  private Challenged cancelled;
  private Challenged unretrieved;
  private Challenged unretrievedWithKey;
  private Challenged unapproved;
  private String signature;
  private SimulatedDevice secondDevice;
  private List<Answer> answersWhileDown;

  ProcessorDownTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @BeforeAll
  void askWhileTheProcessorIsDown() throws Exception {
    holder = assent.holder();
    cancelled = assent.challenged(holder);
    unretrieved = assent.challenged(holder);
    unretrievedWithKey = assent.challenged(holder);
    unapproved = assent.challenged(holder);
    signature = assent.retrieveAndSign(unapproved);
    secondDevice =
        SimulatedDevice.create("VDS1000120-2", SignatureAlgorithm.EDDSA, KeyEncapsulation.X25519);
    // Known to the ingress from here on, so that cancelling needs no other step first.
    api.nativeOperation(cancelled.operationId());
    assent.killProcessor();
    answersWhileDown = Race.run(requests());
    assent.startProcessor();
  }

  @AfterAll
  void assertThatTheProcessorIsBack() {
    assertThat(api.pending(holder.userId()).status()).isEqualTo(200);
  }

  @Test
  @Tag("AS-20")
  void shouldSayWithinFiveSecondsInEveryDialectWhenToTryAgain() {
    assertThat(answersWhileDown)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).as(answer.text()).isEqualTo(503);
              assertThat(answer.retryAfter())
                  .hasValueSatisfying(s -> assertThat(s).matches("\\d+"));
              assertThat(answer.took()).isLessThan(WITHIN);
            });
  }

  @Test
  void shouldWordTheOutageInTheFormOfTheDialect() {
    assertThat(answersWhileDown.getFirst().json().path("code").asText()).isEqualTo("UNAVAILABLE");
    assertThat(answersWhileDown.get(2).json().has("resultCodes")).isTrue();
    assertThat(answersWhileDown.getLast().contentType()).startsWith("application/problem+json");
  }

  @Test
  void shouldCreateOnceWhatIsAskedForAgain() {
    // When
    Answer answer = api.create(holder.userId(), operationId, "Log in");

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assent.settle(holder);
    assertThat(assent.ledger().snapshots(operationId))
        .filteredOn(snapshot -> snapshot.getSequence() <= 2)
        .extracting(OperationSnapshot::getSequence)
        .doesNotHaveDuplicates();
    assertThat(assent.ledger().snapshots(operationId))
        .extracting(OperationSnapshot::getChallengeKey)
        .filteredOn(key -> key != null)
        .containsOnly(assent.ledger().awaitChallengeKey(operationId));
  }

  @Test
  void shouldNotConsumeAChallengeForNobody() throws Exception {
    // When
    Answer answer = api.retrieve(RunningAssent.SERIAL_NUMBER, unretrieved.challengeKey());

    // Then
    assertThat(answer.succeeded()).as(answer.text()).isTrue();
    assertThat(RunningAssent.sign(unretrieved, answer)).hasSize(128);
  }

  @Test
  void shouldGiveTheChallengeToARetryWithTheSameKey() throws Exception {
    // When
    Answer answer =
        api.retrieve(
            RunningAssent.SERIAL_NUMBER,
            unretrievedWithKey.challengeKey(),
            Api.attempt("retrieval-while-down"));

    // Then
    assertThat(answer.succeeded()).as(answer.text()).isTrue();
    assertThat(RunningAssent.sign(unretrievedWithKey, answer)).hasSize(128);
  }

  @Test
  void shouldApproveOnceWhatIsSignedAgain() throws Exception {
    // When
    Answer answer = api.authenticate(holder.userId(), unapproved.challengeKey(), signature);

    // Then
    assertThat(answer.succeeded()).as(answer.text()).isTrue();
    assent.settle(holder);
    assertThat(assent.ledger().results(unapproved.operationId()))
        .singleElement()
        .satisfies(result -> assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED))
        .satisfies(EvidenceCheck::verify);
  }

  @Test
  void shouldCancelOnceWhatIsCancelledAgain() {
    // When
    Answer answer = api.cancel(cancelled.operationId());

    // Then
    assertThat(answer.json().path("state").asText()).isEqualTo("CANCELLED");
    assent.settle(holder);
    assertThat(assent.ledger().results(cancelled.operationId())).hasSize(1);
    assertThat(assent.ledger().snapshots(cancelled.operationId()).getLast().getState())
        .isEqualTo(OperationState.CANCELLED);
  }

  @Test
  void shouldRegisterOnceTheDeviceThatIsRegisteredAgain() {
    // When
    Answer answer = api.register(holder.userId(), secondDevice);

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(api.devices(holder.userId()).json().findValuesAsText("serialNumber"))
        .containsExactlyInAnyOrder(RunningAssent.SERIAL_NUMBER, "VDS1000120-2");
  }

  private List<Callable<Answer>> requests() {
    return List.of(
        () -> api.create(holder.userId(), operationId, "Log in"),
        () -> api.pending(holder.userId()),
        () -> api.retrieve(RunningAssent.SERIAL_NUMBER, unretrieved.challengeKey()),
        () ->
            api.retrieve(
                RunningAssent.SERIAL_NUMBER,
                unretrievedWithKey.challengeKey(),
                Api.attempt("retrieval-while-down")),
        () -> api.authenticate(holder.userId(), unapproved.challengeKey(), signature),
        () -> api.operation(cancelled.operationId()),
        () -> api.operation("never-heard-of"),
        () -> api.devices(holder.userId()),
        () -> api.register(holder.userId(), secondDevice),
        () -> api.cancel(cancelled.operationId()));
  }
}
