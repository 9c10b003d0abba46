package dev.assent.schemas.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry);

  @Test
  void shouldMakeWhatTheCatalogueSays() {
    // When
    meters.counter(Metric.DEAD_LETTERS, "MALFORMED_RECORD", "").increment();

    // Then
    assertThat(registry.getMeters())
        .singleElement()
        .extracting(Meter::getId)
        .satisfies(
            id -> {
              assertThat(id.getName()).isEqualTo("assent.dead.letters");
              assertThat(id.getTag("reason")).isEqualTo("MALFORMED_RECORD");
              assertThat(id.getDescription()).isEqualTo(Metric.DEAD_LETTERS.meaning());
            });
  }

  @Test
  void shouldRefuseOtherTags() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> meters.counter(Metric.DEAD_LETTERS, "MALFORMED_RECORD"));
  }

  @Test
  void shouldRefuseAnotherKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> meters.gauge(Metric.AUDIT_LOST, new AtomicInteger(), AtomicInteger::get));
  }
}
