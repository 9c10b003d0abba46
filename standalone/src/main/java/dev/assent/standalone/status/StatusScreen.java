package dev.assent.standalone.status;

import dev.assent.schemas.metric.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is shown. Limits are those of the alerts ({@code docker/observed/alerts.yaml}). Dead letters
 * are counted from the start of each service and say nothing about how it is now, so that they are
 * shown and not judged.
 */
final class StatusScreen {
  private static final String CONSUMER_LAG = "kafka_consumer_fetch_manager_records_lag_max";
  private static final double MOST_RECORDS_BEHIND = 1_000;
  private static final double LONGEST_STUCK_SECONDS = 30;
  private static final double LONGEST_PENDING_SECONDS = 660;
  private static final double LONGEST_TASK_SECONDS = 60;
  private static final double LONGEST_EXPIRY_SECONDS = 5;

  private final List<ServiceReport> reports;
  private final List<String> lines = new ArrayList<>();
  private boolean well = true;

  StatusScreen(List<ServiceReport> reports, Instant at) {
    this.reports = List.copyOf(reports);
    services();
    lines.add("");
    lag();
    pending();
    late();
    lines.add(0, "");
    lines.add(
        0, "Assent at %s: %s".formatted(at, well ? "all is well" : "something is not well, see !"));
  }

  /** Whether nothing is out of its limits. */
  boolean isWell() {
    return well;
  }

  /** The screen, a line each; what is out of its limits has an exclamation mark. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  private void services() {
    for (ServiceReport report : reports) {
      judge(
          report.isWell(),
          report.service().title(),
          report.isWell() ? "up" : String.join("; ", report.troubles()),
          report.service().address().toString());
    }
  }

  private void lag() {
    Map<String, Double> behind = new TreeMap<>();
    for (ServiceReport report : reports) {
      behind.merge(
          report.service().title(),
          Math.max(
              report.samples().most(CONSUMER_LAG),
              report.samples().most(Metric.FOLLOWER_LAG.prometheusName())),
          Math::max);
    }
    double most = most(behind);
    judge(most <= MOST_RECORDS_BEHIND, "consumer lag", number(most) + " records", parts(behind));
    double stable = most(Metric.STABLE_LAG.prometheusName());
    double stuck = most(Metric.STABLE_STUCK.prometheusName());
    judge(
        stuck <= LONGEST_STUCK_SECONDS,
        "LSO lag",
        number(stable) + " records",
        stuck > 0 ? "has stayed for " + seconds(stuck) : "");
  }

  private void pending() {
    double uncounted = sum(Metric.PENDING_UNCOUNTED.prometheusName());
    Map<String, Double> ages = sumBy(Metric.PENDING, "age");
    StringBuilder bands = new StringBuilder();
    for (String age : List.of("30s", "2m", "5m", "10m", "more")) {
      double count = ages.getOrDefault(age, 0.0);
      if (count > 0) {
        bands.append(bands.isEmpty() ? "" : ", ");
        bands.append(age.equals("more") ? "older " : "up to " + age + " ").append(number(count));
      }
    }
    if (uncounted > 0) {
      bands.append(" (still being counted in ").append(number(uncounted)).append(" partitions)");
    }
    judge(
        true,
        "pending",
        number(ages.values().stream().mapToDouble(Double::doubleValue).sum()),
        bands.toString().strip());
    double oldest = most(Metric.OLDEST_PENDING.prometheusName());
    judge(oldest <= LONGEST_PENDING_SECONDS, "oldest pending", seconds(oldest), "");
  }

  private void late() {
    Map<String, Double> tasks = new TreeMap<>();
    reports.forEach(
        report ->
            report
                .samples()
                .sumBy(Metric.OLDEST_TASK.prometheusName(), "connector")
                .forEach((connector, age) -> tasks.merge(connector, age, Math::max)));
    tasks.values().removeIf(age -> age == 0);
    judge(
        most(tasks) <= LONGEST_TASK_SECONDS,
        "oldest waiting task",
        seconds(most(tasks)),
        String.join(", ", tasks.keySet()));
    double expiry = most(Metric.EXPIRY_LAG.prometheusName() + "_max");
    judge(expiry <= LONGEST_EXPIRY_SECONDS, "expiry lag", seconds(expiry), "longest of late");
    judge(true, "webhooks not taken", number(sum(Metric.WEBHOOKS_FAILING.prometheusName())), "");
    Map<String, Double> letters = sumBy(Metric.DEAD_LETTERS, "reason");
    letters.values().removeIf(count -> count == 0);
    judge(
        true,
        "dead letters",
        number(letters.values().stream().mapToDouble(Double::doubleValue).sum()),
        parts(letters));
  }

  private void judge(boolean good, String what, String value, String more) {
    well &= good;
    lines.add("%s %-20s %-16s %s".formatted(good ? " " : "!", what, value, more).stripTrailing());
  }

  private double sum(String name) {
    return reports.stream().mapToDouble(report -> report.samples().sum(name)).sum();
  }

  private double most(String name) {
    return reports.stream().mapToDouble(report -> report.samples().most(name)).max().orElse(0);
  }

  private static double most(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private Map<String, Double> sumBy(Metric metric, String label) {
    Map<String, Double> sums = new TreeMap<>();
    reports.forEach(
        report ->
            report
                .samples()
                .sumBy(metric.prometheusName(), label)
                .forEach((value, sum) -> sums.merge(value, sum, Double::sum)));
    return sums;
  }

  private static String parts(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + number(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f s" : "%.0f s", value);
  }
}
