package dev.assent.verification.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of metrics: those that the sources make, as Prometheus sees them, and those that a text
 * mentions. Many are made at their first use only, so that no scrape shows them all.
 */
public final class MetricNames {
  private static final Pattern MADE =
      Pattern.compile(
          "(Timer|Gauge|FunctionCounter|Counter)\\s*\\.builder\\(\\s*\"(assent\\.[a-z.]+)\"([^;]*);"
              + "|()\\bcounter\\(\\s*\"(assent\\.[a-z.]+)\"");
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

  /** The names that the services' sources make. */
  public static Set<String> made() {
    Set<String> names = new TreeSet<>();
    for (String module : Set.of("processor", "api-ingress", "connectors")) {
      Path sources = DeploymentFiles.path(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> addMade(read(file), names));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  static void addMade(String source, Set<String> names) {
    Matcher matcher = MADE.matcher(source);
    while (matcher.find()) {
      boolean built = matcher.group(1) != null;
      String name = (built ? matcher.group(2) : matcher.group(5)).replace('.', '_');
      switch (built ? matcher.group(1) : "Counter") {
        case "Timer" -> {
          for (String suffix : Set.of("_count", "_sum", "_max")) {
            names.add(name + "_seconds" + suffix);
          }
          if (matcher.group(3).matches("(?s).*(publishPercentileHistogram|serviceLevelObj).*")) {
            names.add(name + "_seconds_bucket");
          }
        }
        case "Gauge" -> names.add(name);
        default -> names.add(name + "_total");
      }
    }
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

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
