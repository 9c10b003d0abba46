package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.TIME_TO_LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.processor.topology.PendingByAge.Band;
import dev.assent.schemas.avro.CancelOperation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PendingOperationsTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  @TempDir private Path directory;
  @TempDir private Path other;
  private TopologyDriver stream;

  @BeforeEach
  void start() {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldCountOpenOperationsByAge() {
    // Given
    Instant created = stream.now();
    create("old", 3);
    stream.pass(Duration.ofSeconds(40));
    create("new", 2);

    // When
    stream.pass(A_WHILE);

    // Then
    assertThat(stream.pending().counts())
        .isEqualTo(Map.of(Band.UNDER_30_SECONDS, 2, Band.UNDER_2_MINUTES, 3));
    assertThat(stream.pending().oldest()).contains(created.truncatedTo(ChronoUnit.SECONDS));
    assertThat(stream.pending().complete()).isTrue();
  }

  @Test
  void shouldCountNothingThatIsClosed() {
    // Given
    create("payment", 3);
    stream.ask(stream.command(new CancelOperation("payment-0")));

    // When
    stream.pass(A_WHILE);
    int open = sum();
    stream.pass(TIME_TO_LIVE);
    stream.pass(A_WHILE); // the timers of one moment fire in any order

    // Then
    assertThat(open).isEqualTo(2);
    assertThat(stream.pending().counts()).isEmpty();
    assertThat(stream.pending().oldest()).isEmpty();
  }

  @Test
  void shouldFindWhatWasOpenBeforeARestartWhileItOpensAndCloses() {
    // Given
    int operations = 2 * PendingOperations.TIMERS_OF_A_STEP;
    create("payment", operations);

    // When
    stream = stream.restarted(other);
    stream.pass(PendingOperations.STEP);
    PendingByAge early = stream.pending();
    stream.ask(stream.command(new CancelOperation("payment-0")));
    stream.ask(stream.command(new CancelOperation("payment-" + (operations - 1))));
    create("later", 5);
    for (int step = 0; step < 10; step++) {
      stream.pass(PendingOperations.STEP);
    }

    // Then
    assertThat(early.counts())
        .isEqualTo(Map.of(Band.UNDER_30_SECONDS, PendingOperations.TIMERS_OF_A_STEP));
    assertThat(early.complete()).isFalse();
    assertThat(stream.pending().complete()).isTrue();
    assertThat(sum()).isEqualTo(operations - 2 + 5);
  }

  private void create(String name, int count) {
    for (int number = 0; number < count; number++) {
      stream.create(name + "-" + number);
    }
  }

  private int sum() {
    return stream.pending().counts().values().stream().mapToInt(Integer::intValue).sum();
  }
}
