package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.RETENTION;
import static dev.assent.processor.topology.TopologyDriver.TIME_TO_LIVE;
import static dev.assent.processor.topology.TopologyDriver.reason;
import static dev.assent.processor.topology.TopologyDriver.retrieval;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.ResultOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimersTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldExpireWithExactlyOneResult() {
    // Given
    stream.create("payment");

    // When
    stream.pass(TIME_TO_LIVE.minus(DueTimers.TICK));
    List<OperationResult> early = stream.results();
    stream.pass(DueTimers.TICK);
    List<OperationResult> due = stream.results();
    stream.pass(TIME_TO_LIVE);

    // Then
    assertThat(early).isEmpty();
    assertThat(due)
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.getOutcome()).isEqualTo(ResultOutcome.EXPIRED);
              assertThat(result.getReason()).isEqualTo("DEADLINE_PASSED");
              assertThat(result.getEvidence()).isNull();
            });
    assertThat(stream.results()).isEmpty();
    assertThat(stream.operations().getLast().value().getState()).isEqualTo(OperationState.EXPIRED);
  }

  @Test
  void shouldNotExpireWhatIsClosed() {
    // Given
    stream.create("payment");
    stream.ask(stream.command(new CancelOperation("payment")));
    stream.results();

    // When
    stream.pass(TIME_TO_LIVE);

    // Then
    assertThat(stream.results()).isEmpty();
  }

  @Test
  void shouldNotKeepCommandsWaitingHoweverMuchIsDue() {
    // Given
    int operations = TickBound.MOST + 200;
    stream.tenant(TopologyDriver.TENANT, true, 1_000);
    List<String> users = List.of("A1B2", "C3D4", "E5F6");
    users.stream().skip(1).forEach(user -> stream.registerFor(user, PHONE));
    for (int number = 0; number < operations; number++) {
      stream.tell(
          stream
              .command(TopologyDriver.creation("operation-" + number))
              .setUserId(users.get(number % users.size()))
              .setCorrelationId(null)
              .build());
    }
    stream.pass(TIME_TO_LIVE.minus(DueTimers.TICK));

    // When
    stream.pass(DueTimers.TICK);
    List<Integer> ticks = new ArrayList<>(List.of(stream.results().size()));
    while (ticks.getLast() > 0) {
      stream.pass(TickBound.PERIOD.multipliedBy(2));
      ticks.add(stream.results().size());
      assertThat(stream.ask(stream.command(new ResolveClaim("operation-0")))).isNotNull();
    }

    // Then
    assertThat(ticks).hasSizeGreaterThan(2).allMatch(fired -> fired <= TickBound.MOST);
    assertThat(ticks.stream().mapToInt(Integer::intValue).sum()).isEqualTo(operations);
  }

  @Test
  @Tag("AS-18")
  void shouldForgetAnOperationAfterTheRetention() {
    // Given
    OperationSnapshot operation = stream.create("payment");
    stream.ask(stream.command(new CancelOperation("payment")).setIdempotencyKey("cancel:payment"));
    stream.operations();

    // When
    stream.pass(RETENTION);

    // Then
    assertThat(stream.operations())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo("bank/A1B2/payment");
              assertThat(record.value()).isNull();
            });
    assertThat(reason(stream.ask(stream.command(new CancelOperation("payment")))))
        .isEqualTo("OPERATION_UNKNOWN");
    assertThat(reason(stream.ask(stream.command(retrieval(operation.getChallengeKey(), PHONE)))))
        .isEqualTo("CHALLENGE_UNKNOWN");
    assertThat(reason(stream.ask(stream.command(new ResolveClaim("payment")))))
        .isEqualTo("OPERATION_UNKNOWN");
  }

  @Test
  @Tag("AS-18")
  void shouldLeaveNothingBehindButTheUser() {
    // Given
    stream.create("payment");
    stream.pass(TIME_TO_LIVE);

    // When
    stream.pass(RETENTION);

    // Then
    assertThat(
            List.of(
                stream.entries(StoreName.OPERATIONS),
                stream.entries(StoreName.CHALLENGES),
                stream.entries(StoreName.ATTEMPTS),
                stream.entries(StoreName.TIMERS),
                stream.entries(StoreName.CLAIMS),
                stream.entries(StoreName.OPERATIONS_VIEW)))
        .containsOnly(0L);
    assertThat(stream.entries(StoreName.USERS)).isEqualTo(1);
  }

  @Test
  @Tag("AS-18")
  void shouldForgetByFewTimersWhatExpiredInOneTick() {
    // Given
    int operations = 2 * Purges.MOST_OF_A_TIMER + 1;
    stream.tenant(TopologyDriver.TENANT, true, operations);
    for (int number = 0; number < operations; number++) {
      stream.tell(
          stream
              .command(TopologyDriver.creation("operation-" + number))
              .setCorrelationId(null)
              .build());
    }

    // When
    stream.pass(TIME_TO_LIVE);
    while (stream.results().size() > 0) {
      stream.pass(TickBound.PERIOD.multipliedBy(2));
    }
    long timers = stream.entries(StoreName.TIMERS);
    stream.pass(RETENTION);
    while (stream.entries(StoreName.TIMERS) > 0) {
      stream.pass(TickBound.PERIOD.multipliedBy(2));
    }

    // Then
    assertThat(timers).isBetween(3L, 6L);
    assertThat(
            List.of(
                stream.entries(StoreName.OPERATIONS),
                stream.entries(StoreName.CHALLENGES),
                stream.entries(StoreName.CLAIMS),
                stream.entries(StoreName.OPERATIONS_VIEW)))
        .containsOnly(0L);
  }

  @Test
  void shouldLetAnotherUserHaveAnIdThatWasGivenBack() {
    // Given
    stream.create("payment");
    stream.registerFor("C3D4", PHONE);
    stream.pass(TIME_TO_LIVE);
    stream.pass(RETENTION);

    // When
    Reply reply = stream.ask(stream.command(TopologyDriver.creation("payment")).setUserId("C3D4"));

    // Then
    OperationSnapshot operation = ((OperationReply) reply.getBody()).getOperation();
    assertThat(operation.getUserId()).isEqualTo("C3D4");
    assertThat(operation.getSequence()).isEqualTo(2);
  }

  @Test
  void shouldGiveAnIdBackThatWasAskedForTwice() {
    // Given
    stream.create("payment");
    stream.create("payment");

    // When
    stream.pass(TIME_TO_LIVE);
    stream.pass(RETENTION);

    // Then
    assertThat(stream.entries(StoreName.CLAIMS)).isZero();
  }

  @Test
  void shouldGiveAnIdBackWhoseCreationWasRefused() {
    // Given
    Command.Builder withoutDevice =
        stream.command(TopologyDriver.creation("payment")).setUserId("C3D4");

    // When
    Reply reply = stream.ask(withoutDevice);

    // Then
    assertThat(reason(reply)).isEqualTo("NO_ELIGIBLE_CREDENTIAL");
    assertThat(stream.entries(StoreName.CLAIMS)).isZero();
  }
}
