package dev.assent.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unpacks the archive, and starts each of its programs. */
final class DistributionTest {
  /** Those that a bank may use and pass on without a duty beyond a notice. */
  private static final Set<String> LICENCES =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "CC0-1.0",
          "EPL-2.0",
          "Bouncy Castle Licence",
          "Go License");

  @TempDir static Path directory;
  private static Path home;

  private record Ended(int status, String output) {}

  @BeforeAll
  static void unpack() throws Exception {
    // a folder with a space: nothing may be split there
    Path folder = Files.createDirectory(directory.resolve("the folder"));
    Ended ended =
        run(
            Map.of(),
            List.of("tar", "-xzf", System.getProperty("assent.archive"), "-C", folder.toString()));
    assertThat(ended.status()).as(ended.output()).isZero();
    try (Stream<Path> folders = Files.list(folder)) {
      home = folders.findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"assent-processor", "assent-ingress", "assent-connectors", "assent-admin"})
  void shouldHaveEveryLibraryThatAPartRunsWith(String part) throws IOException {
    // Given
    String libraries = Files.readString(home.resolve("lib").resolve(part + ".libraries"));

    // When
    List<String> missing =
        Arrays.stream(libraries.strip().split(":"))
            .filter(library -> !Files.exists(home.resolve(library)))
            .toList();

    // Then
    assertThat(libraries).contains("lib/assent-schemas-");
    assertThat(missing).isEmpty();
  }

  @Test
  void shouldListEveryLibraryInItsBillOfMaterials() throws Exception {
    // Given
    Set<String> digests = new HashSet<>();
    for (JsonNode component : components()) {
      component.path("hashes").forEach(hash -> digests.add(hash.path("content").asText()));
    }

    // When
    List<String> missing = new ArrayList<>();
    try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
      for (Path library : libraries.toList()) {
        String name = library.getFileName().toString();
        if (name.endsWith(".jar")
            && !name.startsWith("assent-")
            && !digests.contains(digest(library))) {
          missing.add(name);
        }
      }
    }

    // Then
    assertThat(missing).isEmpty();
  }

  @Test
  void shouldHaveLibrariesOfKnownLicencesOnly() throws Exception {
    // When
    List<String> others = new ArrayList<>();
    for (JsonNode component : components()) {
      List<String> licences = new ArrayList<>();
      for (JsonNode choice : component.path("licenses")) {
        JsonNode licence = choice.path("license");
        licences.add(licence.path("id").asText(licence.path("name").asText()));
      }
      if (!component.path("group").asText().equals("dev.assent")
          && licences.stream().noneMatch(LICENCES::contains)) {
        others.add(component.path("purl").asText() + " " + licences);
      }
    }

    // Then
    assertThat(others).isEmpty();
  }

  private static JsonNode components() throws IOException {
    JsonNode components =
        new ObjectMapper().readTree(home.resolve("bom.json").toFile()).path("components");
    assertThat(components.size()).isGreaterThan(50);
    return components;
  }

  private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  @ParameterizedTest
  @CsvSource({
    "assent-processor, kafka.bootstrap.servers must be given",
    "assent-ingress, kafka.bootstrap.servers must be given",
    "assent-connectors, kafka.bootstrap.servers must be given",
    "assent-admin, assent-admin prepare"
  })
  void shouldStartEachPart(String part, String told) throws Exception {
    // Given
    List<String> command = new ArrayList<>(List.of(program(part)));
    if (!part.equals("assent-admin")) {
      command.add("--schema.registry.url=http://registry");
    }

    // When
    Ended ended = run(Map.of(), command);

    // Then
    assertThat(ended.status()).as(ended.output()).isEqualTo(2);
    assertThat(ended.output()).contains(told);
  }

  @Test
  void shouldRefuseAnOlderJava() throws Exception {
    // Given
    Path old = Files.createDirectories(directory.resolve("old/bin")).resolve("java");
    Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"21.0.2\" 2024-01-16' >&2\n");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwx------"));

    // When
    Ended ended =
        run(
            Map.of("JAVA_HOME", directory.resolve("old").toString()),
            List.of(program("assent-ingress")));

    // Then
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.output()).contains("is version 21: Assent needs Java 25 or newer");
  }

  @Test
  void shouldTakeOptionsOfTheVirtualMachine() throws Exception {
    // Given
    Map<String, String> environment = Map.of("JAVA_OPTS", "-Xmx64m -XX:+PrintFlagsFinal");

    // When
    Ended ended = run(environment, List.of(program("assent-admin")));

    // Then
    assertThat(ended.output()).containsPattern("MaxHeapSize += 67108864");
  }

  @Test
  void shouldStartThroughASymbolicLink() throws Exception {
    // Given
    Path link =
        Files.createSymbolicLink(directory.resolve("admin"), Path.of(program("assent-admin")));

    // When
    Ended ended = run(Map.of(), List.of(link.toString()));

    // Then
    assertThat(ended.output()).contains("assent-admin prepare");
  }

  @Test
  void shouldFindAPartUnhealthyThatDoesNotListen() throws Exception {
    // Given
    List<String> command =
        List.of(program("assent-processor"), "--health", "http://127.0.0.1:1/health/readiness");

    // When
    Ended ended = run(Map.of(), command);

    // Then
    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
  }

  private static String program(String part) {
    return home.resolve("bin").resolve(part).toString();
  }

  private static Ended run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
    return new Ended(process.exitValue(), output);
  }
}
