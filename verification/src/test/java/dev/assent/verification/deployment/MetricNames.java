package dev.assent.verification.deployment;

import dev.assent.schemas.metric.Metric;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of metrics as Prometheus sees them: those of the catalogue, and those in texts. */
public final class MetricNames {
  private static final Pattern MENTIONED =
      Pattern.compile("\\b(?:assent|kafka|jvm|process|system)_[a-z0-9_]+\\b");

  private MetricNames() {}

  /** The names in dashboards, alert rules and the runbook. */
  public static Set<String> named() {
    StringBuilder texts = new StringBuilder();
    DeploymentFiles.below("docker/observed/grafana/dashboards")
        .forEach(
            file ->
                DeploymentFiles.json(file)
                    .findValues("expr")
                    .forEach(expression -> texts.append(expression.asText()).append('\n')));
    DeploymentFiles.alerts().forEach(rule -> texts.append(rule.path("expr").asText()).append('\n'));
    texts.append(DeploymentFiles.text("docs/runbook.md"));
    return mentioned(texts.toString());
  }

  /** The names of all samples of the catalogue. */
  public static Set<String> made() {
    return Arrays.stream(Metric.values())
        .flatMap(metric -> metric.sampleNames().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names in a text. */
  public static Set<String> mentioned(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = MENTIONED.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
