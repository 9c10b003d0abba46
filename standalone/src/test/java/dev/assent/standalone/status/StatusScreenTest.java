package dev.assent.standalone.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatusScreenTest {
  private static final Instant AT = Instant.parse("2026-11-22T23:00:00Z");

  @Test
  void shouldBeWellWithinTheLimits() {
    // When
    StatusScreen screen =
        screen(
            "assent_operations_pending{age=\"30s\"} 12.0\nassent_operations_oldest_seconds 20.0");

    // Then
    assertThat(screen.isWell()).isTrue();
    assertThat(screen.lines())
        .anyMatch(line -> line.matches("  pending +12 +up to 30s 12"))
        .anyMatch(line -> line.matches("  oldest pending +20 s"))
        .noneMatch(line -> line.startsWith("!"));
  }

  @Test
  void shouldMarkWhatIsOutOfItsLimits() {
    // When
    StatusScreen screen =
        screen(
            "assent_stable_lag{topic=\"t\"} 40.0\nassent_stable_stuck_seconds{topic=\"t\"} 31.0");

    // Then
    assertThat(screen.isWell()).isFalse();
    assertThat(screen.lines())
        .filteredOn(line -> line.startsWith("!"))
        .singleElement()
        .asString()
        .contains("LSO lag", "40 records", "31 s");
  }

  @Test
  void shouldSayWhichServiceIsNotWellAndWhy() throws Exception {
    // Given
    String health =
        """
        {"name":"assent","status":"DOWN","details":{
          "service":{"name":"assent","status":"UP"},
          "stream":{"name":"assent","status":"DOWN","details":{"state":"REBALANCING",
            "restoring":{"users/3":"10 of 20 records"}}}}}
        """;
    ServiceReport report =
        new ServiceReport(
            new ServiceAddress("processor", URI.create("http://127.0.0.1:8081")),
            ServiceQuestions.troubles(health),
            samples(""));

    // When
    StatusScreen screen = new StatusScreen(List.of(report), AT);

    // Then
    assertThat(screen.isWell()).isFalse();
    assertThat(String.join("\n", screen.lines()))
        .contains("! processor", "stream: state REBALANCING, restoring users/3 10 of 20 records");
  }

  @Test
  void shouldShowDeadLettersWithoutJudging() {
    // When
    StatusScreen screen = screen("assent_dead_letters_total{reason=\"MALFORMED_RECORD\"} 2.0");

    // Then
    assertThat(screen.isWell()).isTrue();
    assertThat(screen.lines())
        .anyMatch(line -> line.matches("  dead letters +2 +MALFORMED_RECORD 2"));
  }

  private static StatusScreen screen(String metrics) {
    return new StatusScreen(
        List.of(
            new ServiceReport(
                new ServiceAddress("processor", URI.create("http://127.0.0.1:8081")),
                List.of(),
                samples(metrics))),
        AT);
  }

  private static Samples samples(String metrics) {
    return Samples.parse(metrics.lines());
  }
}
