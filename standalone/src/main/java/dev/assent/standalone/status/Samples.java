package dev.assent.standalone.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What a service shows in Prometheus' text format (version 0.0.4); NaN is left out. */
final class Samples {
  private static final Pattern LINE =
      Pattern.compile("(?<name>[a-zA-Z_:][\\w:]*)(?:\\{(?<labels>.*)})? (?<value>\\S+)(?: \\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("(?<name>\\w+)=\"(?<value>(?:[^\"\\\\]|\\\\.)*)\"");

  private final List<Sample> samples = new ArrayList<>();

  private record Sample(String name, Map<String, String> labels, double value) {}

  static Samples parse(Stream<String> lines) {
    Samples parsed = new Samples();
    lines.filter(line -> !line.startsWith("#")).forEach(parsed::add);
    return parsed;
  }

  private void add(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return;
    }
    double value = number(matcher.group("value"));
    if (Double.isNaN(value)) {
      return;
    }
    Map<String, String> labels = new TreeMap<>();
    if (matcher.group("labels") != null) {
      Matcher label = LABEL.matcher(matcher.group("labels"));
      while (label.find()) {
        labels.put(label.group("name"), label.group("value"));
      }
    }
    samples.add(new Sample(matcher.group("name"), labels, value));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The sum of all of the name; 0 without any. */
  double sum(String name) {
    return values(name).sum();
  }

  /** The largest of the name; 0 without any. */
  double most(String name) {
    return values(name).max().orElse(0);
  }

  /** The sums of the name by one label's value. */
  Map<String, Double> sumBy(String name, String label) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .collect(
            Collectors.groupingBy(
                sample -> sample.labels().getOrDefault(label, ""),
                TreeMap::new,
                Collectors.summingDouble(Sample::value)));
  }

  private DoubleStream values(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).mapToDouble(Sample::value);
  }
}
