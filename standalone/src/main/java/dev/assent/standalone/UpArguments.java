package dev.assent.standalone;

import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.cluster.Instances;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.cluster.Ports;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code up} was asked for. A flag wins over the environment variable, which wins over the
 * standard value; an unknown flag or {@code ASSENT_} variable is an error. Variables that begin
 * with {@value SettingsReader#ENVIRONMENT_PREFIX} are for the services.
 *
 * @param settings where to keep files and listen
 * @param fresh whether to start empty
 * @param secure whether all speak TLS, each as a principal of its own
 */
record UpArguments(LocalSettings settings, boolean fresh, boolean secure) {
  private static final String PREFIX = "ASSENT_";
  private static final String STATE = "ASSENT_STATE";
  private static final String PARTITIONS = "ASSENT_PARTITIONS";
  private static final String PARTITIONS_FLAG = "--partitions";
  private static final List<String> SEVERAL =
      List.of("--brokers", "--processors", "--ingresses", "--connectors");

  static UpArguments parse(List<String> arguments, Map<String, String> environment, Path home)
      throws UsageFailure {
    rejectUnknown(environment);
    Map<Ports.Use, Integer> numbers = new EnumMap<>(Ports.Use.class);
    for (Ports.Use use : Ports.Use.values()) {
      String chosen = environment.get(use.environmentVariable());
      numbers.put(use, chosen == null ? use.standard() : number(use.environmentVariable(), chosen));
    }
    Map<String, Integer> several = new HashMap<>();
    for (String flag : SEVERAL) {
      String chosen = environment.get(variable(flag));
      several.put(flag, chosen == null ? 1 : number(variable(flag), chosen));
    }
    int partitions =
        environment.containsKey(PARTITIONS)
            ? number(PARTITIONS, environment.get(PARTITIONS))
            : LocalSettings.STANDARD_PARTITIONS;
    boolean fresh = false;
    boolean secure = false;
    for (String argument : arguments) {
      if (argument.equals("--fresh")) {
        fresh = true;
        continue;
      }
      if (argument.equals("--secure")) {
        secure = true;
        continue;
      }
      String[] parts = argument.split("=", 2);
      if (parts.length == 2 && parts[0].equals(PARTITIONS_FLAG)) {
        partitions = number(parts[0], parts[1]);
      } else if (parts.length == 2 && SEVERAL.contains(parts[0])) {
        several.put(parts[0], number(parts[0], parts[1]));
      } else {
        numbers.put(portUse(parts, argument), number(parts[0], parts[1]));
      }
    }
    String state = environment.get(STATE);
    try {
      Instances instances =
          new Instances(
              several.get("--brokers"),
              several.get("--processors"),
              several.get("--ingresses"),
              several.get("--connectors"));
      if (secure && instances.brokers() > 1) {
        throw new UsageFailure("--secure has one broker");
      }
      return new UpArguments(
          new LocalSettings(
              state == null ? home.resolve("state") : Path.of(state),
              home.resolve("logs"),
              home.resolve("run"),
              new Ports(numbers).forInstances(instances),
              partitions,
              LocalSettings.STANDARD_STREAM_THREADS,
              instances),
          fresh,
          secure);
    } catch (IllegalArgumentException invalid) {
      throw new UsageFailure(invalid.getMessage());
    }
  }

  private static void rejectUnknown(Map<String, String> environment) throws UsageFailure {
    Set<String> known = new TreeSet<>(Set.of(STATE, PARTITIONS));
    SEVERAL.forEach(flag -> known.add(variable(flag)));
    for (Ports.Use use : Ports.Use.values()) {
      known.add(use.environmentVariable());
    }
    for (String name : environment.keySet()) {
      if (name.startsWith(PREFIX)
          && !name.startsWith(SettingsReader.ENVIRONMENT_PREFIX)
          && !known.contains(name)) {
        throw new UsageFailure(
            "Unknown environment variable %s; known are %s"
                .formatted(name, String.join(", ", known)));
      }
    }
  }

  private static String variable(String flag) {
    return PREFIX + flag.substring(2).toUpperCase(Locale.ROOT);
  }

  private static Ports.Use portUse(String[] parts, String argument) throws UsageFailure {
    for (Ports.Use use : Ports.Use.values()) {
      if (parts.length == 2 && use.flag().equals(parts[0])) {
        return use;
      }
    }
    throw new UsageFailure("Unknown argument " + argument);
  }

  private static int number(String name, String text) throws UsageFailure {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new UsageFailure(name + " must be a number, not " + text);
    }
  }
}
