package dev.assent.schemas.reference;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.metric.Metric;
import dev.assent.schemas.metric.Metric.Kind;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class MetricPageTest {
  @Test
  void shouldDescribeEveryMetricOnTheReferencePage() {
    // When
    String rows = Arrays.stream(Metric.values()).map(MetricPageTest::row).collect(joining());

    // Then
    CommittedFile.referencePageMustBe("metrics.md", page(rows));
  }

  @Test
  void shouldGiveEachMetricANameOfItsOwn() {
    assertThat(Metric.values())
        .extracting(Metric::prometheusName)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("assent(_[a-z]+)+"));
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s | %s | %s |\n"
        .formatted(
            metric.prometheusName(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            unit(metric),
            metric.tags().stream().map(tag -> "`" + tag + "`").collect(joining(", ")),
            Arrays.stream(Metric.Service.values())
                .filter(metric.services()::contains)
                .map(service -> service.name().toLowerCase(Locale.ROOT))
                .collect(joining(", ")),
            metric.meaning());
  }

  private static String unit(Metric metric) {
    boolean timed = metric.kind() == Kind.TIMER || metric.kind() == Kind.HISTOGRAM;
    return timed || metric.meterName().endsWith(".seconds") ? "seconds" : "number";
  }

  private static String page(String rows) {
    return """
      # Metrics

      Each service shows its metrics for Prometheus at `/prometheus`, without credentials: keep the port inside. Those below are our own. A timer has `_count`, `_sum` and `_max`
      (the longest of the last minutes), a histogram `_bucket` as well. Most appear with their first use only. No tag has a user, a key or a body in it; those whose values somebody else
      chooses are bounded.

      | metric | type | unit | tags | service | meaning |
      |---|---|---|---|---|---|
      %s
      Besides there is what the libraries measure: `jvm_*`, `process_*` and `system_*` (memory, collections, threads, CPU), `kafka_*` (the clients' own metrics under their own names, of which
      `kafka_consumer_fetch_manager_records_lag_max` is how far an instance is behind; readers of committed records count up to the last stable offset only, see `assent_stable_lag`) and
      `http_server_*`. What to do about them: [runbook](../runbook.md).

      Generated from `dev.assent.schemas.metric.Metric` by a test; write it anew with `-Dassent.update=true`.
      """
        .formatted(rows);
  }
}
