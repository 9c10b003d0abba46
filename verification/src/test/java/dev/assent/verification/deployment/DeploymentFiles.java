package dev.assent.verification.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.standalone.cluster.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the files of {@code docker/}. */
final class DeploymentFiles {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Installation.find().root();

  private DeploymentFiles() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String name) {
    try {
      return JSON.readTree(text(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a YAML file, with what its anchors and merges stand for. */
  static List<JsonNode> yaml(String name) {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    List<JsonNode> documents = new ArrayList<>();
    yaml.loadAll(text(name)).forEach(document -> documents.add(JSON.valueToTree(document)));
    return documents;
  }

  /** The images that are not ours, by variable. */
  static Map<String, String> images() {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(path("docker/images.env"))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> images = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> images.put(n, properties.getProperty(n)));
    return images;
  }

  /** The rules that alert. */
  static List<JsonNode> alerts() {
    List<JsonNode> rules = new ArrayList<>();
    yaml("docker/observed/alerts.yaml")
        .getFirst()
        .path("groups")
        .forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }

  /** The names of the files below a folder, from the root. */
  static List<String> below(String folder) {
    try (Stream<Path> files = Files.walk(path(folder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> ROOT.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
