package dev.assent.ingress.waiting;

import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits against a model: {@code -Dassent.seed=N} repeats one run. */
class OperationWaitsTest {
  private static final int SEEDS = 300;
  private static final int STEPS = 200;
  private static final int LIMIT = 6;
  private static final List<String> OPERATIONS = List.of("a", "b", "c");

  @Test
  void shouldTellWhatCameBeforeTheReadInItsOrder() {
    // Given
    OperationWaits waits = new OperationWaits(1);
    Heard heard = new Heard();
    Wait wait = waits.open(name("a"), heard).orElseThrow();
    waits.changed(name("a"), recorded(snapshot("a", 3, false)));
    waits.changed(name("a"), recorded(snapshot("a", 4, true)));

    // When
    waits.begin(wait, snapshot("a", 2, false));

    // Then
    assertThat(heard.sequences).containsExactly(2L, 3L, 4L);
    assertThat(heard.ended).isEqualTo(1);
    assertThat(waits.size()).isZero();
  }

  @Test
  void shouldNotReadAChangeThatNobodyWaitsFor() {
    // Given
    OperationWaits waits = new OperationWaits(1);
    Heard heard = new Heard();
    waits.begin(waits.open(name("a"), heard).orElseThrow(), snapshot("a", 1, false));
    Change unread =
        new Change() {
          @Override
          public int size() {
            return 1;
          }

          @Override
          public Optional<OperationSnapshot> read() {
            throw new AssertionError("read");
          }
        };

    // When
    waits.changed(name("b"), unread);

    // Then
    assertThat(heard.sequences).containsExactly(1L);
  }

  @Test
  @Tag("AS-3")
  void shouldGiveAPlaceBackOnce() {
    // Given
    OperationWaits waits = new OperationWaits(1);
    Wait wait = waits.open(name("a"), new Heard()).orElseThrow();
    boolean full = waits.open(name("b"), new Heard()).isEmpty();

    // When
    wait.end();
    wait.end();

    // Then
    assertThat(full).isTrue();
    assertThat(waits.size()).isZero();
  }

  static LongStream seeds() {
    Long only = Long.getLong("assent.seed");
    return only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldDoAsTheModelDoes(long seed) {
    // Given
    Run run = new Run(new Random(seed));

    // When
    for (int step = 0; step < STEPS; step++) {
      run.step();
    }
    run.waits.close();

    // Then
    for (Expected expected : run.model) {
      assertThat(expected.heard.sequences).isEqualTo(expected.sequences);
      assertThat(expected.heard.ended).isEqualTo(expected.begun ? 1 : 0);
    }
    assertThat(run.waits.size()).isZero();
  }

  private static OperationName name(String operationId) {
    return new OperationName("demo", operationId);
  }

  private static OperationSnapshot snapshot(String operationId, long sequence, boolean terminal) {
    return anOperation(operationId)
        .setSequence(sequence)
        .setState(terminal ? OperationState.EXPIRED : OperationState.CHALLENGED)
        .build();
  }

  private static Change recorded(OperationSnapshot operation) {
    return new Change() {
      @Override
      public int size() {
        return 1;
      }

      @Override
      public Optional<OperationSnapshot> read() {
        return Optional.of(operation);
      }
    };
  }

  private static final class Heard implements Wait.Listener {
    private final List<Long> sequences = new ArrayList<>();
    private int ended;

    @Override
    public void changed(OperationSnapshot operation) {
      assertThat(ended).isZero();
      sequences.add(operation.getSequence());
    }

    @Override
    public void ended(OperationSnapshot latest) {
      assertThat(latest.getSequence()).isEqualTo(sequences.getLast());
      ended++;
    }
  }

  /** What one wait must hear. */
  private static final class Expected {
    private final String operationId;
    private final Wait wait;
    private final Heard heard;
    private final List<Long> sequences = new ArrayList<>();
    private final List<OperationSnapshot> unread = new ArrayList<>();
    private boolean begun;
    private boolean over;

    private Expected(String operationId, Wait wait, Heard heard) {
      this.operationId = operationId;
      this.wait = wait;
      this.heard = heard;
    }

    private void begin(OperationSnapshot read) {
      begun = true;
      hear(read);
      unread.forEach(this::hear);
    }

    private void change(OperationSnapshot operation) {
      if (begun) {
        hear(operation);
      } else {
        unread.add(operation);
      }
    }

    private void hear(OperationSnapshot operation) {
      boolean newer = sequences.isEmpty() || operation.getSequence() > sequences.getLast();
      if (newer && !over) {
        sequences.add(operation.getSequence());
        over = operation.getState() == OperationState.EXPIRED;
      }
    }
  }

  /** Random steps, on the waits and on the model alike. */
  private static final class Run {
    private final Random random;
    private final OperationWaits waits = new OperationWaits(LIMIT);
    private final List<Expected> model = new ArrayList<>();
    private final Map<String, OperationSnapshot> log = new HashMap<>();

    private Run(Random random) {
      this.random = random;
      OPERATIONS.forEach(id -> log.put(id, snapshot(id, 1, false)));
    }

    private void step() {
      switch (random.nextInt(8)) {
        case 0, 1 -> open();
        case 2, 3 -> begin();
        case 4 -> end();
        default -> change();
      }
      assertThat(waits.size()).isEqualTo(open(model));
    }

    private static int open(List<Expected> model) {
      return (int) model.stream().filter(expected -> !expected.over).count();
    }

    private void open() {
      String operationId = any(OPERATIONS);
      boolean free = open(model) < LIMIT;
      Heard heard = new Heard();
      Optional<Wait> wait = waits.open(name(operationId), heard);
      assertThat(wait.isPresent()).isEqualTo(free);
      wait.ifPresent(opened -> model.add(new Expected(operationId, opened, heard)));
    }

    /** Reads a view that may lag behind the log, but never forgets what is older than the lag. */
    private void begin() {
      List<Expected> candidates =
          model.stream().filter(expected -> !expected.begun && !expected.over).toList();
      if (candidates.isEmpty()) {
        return;
      }
      Expected expected = any(candidates);
      OperationSnapshot current = log.get(expected.operationId);
      long lag = random.nextInt((int) Math.min(3, current.getSequence()));
      OperationSnapshot shown =
          lag == 0 ? current : snapshot(expected.operationId, current.getSequence() - lag, false);
      // the latest change is known to whoever reads, however far the view is behind
      if (current.getSequence() > 1) {
        expected.change(current);
      }
      expected.begin(shown);
      waits.begin(expected.wait, shown);
    }

    private void end() {
      if (!model.isEmpty()) {
        Expected expected = any(model);
        expected.wait.end();
        expected.over = true;
      }
    }

    private void change() {
      String operationId = any(OPERATIONS);
      OperationSnapshot before = log.get(operationId);
      if (before.getState() == OperationState.EXPIRED) {
        return;
      }
      OperationSnapshot after =
          snapshot(operationId, before.getSequence() + 1, random.nextInt(20) == 0);
      log.put(operationId, after);
      model.stream()
          .filter(expected -> expected.operationId.equals(operationId))
          .forEach(expected -> expected.change(after));
      waits.changed(name(operationId), recorded(after));
    }

    private <T> T any(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }
  }
}
