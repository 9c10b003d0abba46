package dev.assent.standalone.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SamplesTest {
  private static final Samples SAMPLES =
      Samples.parse(
          """
          # HELP assent_dead_letters_total Records that were set aside
          # TYPE assent_dead_letters_total counter
          assent_dead_letters_total{connector="",reason="MALFORMED_RECORD"} 3.0
          assent_dead_letters_total{connector="idp",reason="MALFORMED_RECORD"} 1.0
          assent_dead_letters_total{connector="idp",reason="ABANDONED"} 2.0
          assent_operations_oldest_seconds 4.5E1
          kafka_consumer_fetch_manager_records_lag_max{client_id="a",topic="t \\"}{ x"} NaN
          kafka_consumer_fetch_manager_records_lag_max{client_id="b"} 7.0
          """
              .lines());

  @Test
  void shouldAddUpByLabel() {
    assertThat(SAMPLES.sumBy("assent_dead_letters_total", "reason"))
        .containsEntry("MALFORMED_RECORD", 4.0)
        .containsEntry("ABANDONED", 2.0)
        .hasSize(2);
  }

  @Test
  void shouldReadNumbersInEveryForm() {
    assertThat(SAMPLES.most("assent_operations_oldest_seconds")).isEqualTo(45);
  }

  @Test
  void shouldLeaveOutWhatIsNoNumber() {
    assertThat(SAMPLES.most("kafka_consumer_fetch_manager_records_lag_max")).isEqualTo(7);
  }

  @Test
  void shouldFindNothingWhereThereIsNothing() {
    assertThat(SAMPLES.sum("assent_audit_lost_total")).isZero();
  }
}
