package dev.assent.verification.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ComposeFilesTest {
  private static final Pattern IMAGE_VARIABLE = Pattern.compile("\\$\\{([A-Z]+_IMAGE):\\?.*}");
  private static final Set<String> OURS = Set.of("prepare", "processor", "ingress", "connectors");

  @Test
  void shouldPinEveryImageOfOthers() {
    // Given
    Map<String, String> images = DeploymentFiles.images();

    // When, Then
    assertThat(images).isNotEmpty();
    images.forEach(
        (variable, image) ->
            assertThat(image).as(variable).matches("[a-z./-]+:v?[0-9]+(\\.[0-9]+)*[a-z0-9_.-]*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker/services.yaml", "docker/compose.observed.yaml"})
  void shouldTakeTheImagesOfOthersFromTheOnePlace(String file) {
    // Given
    Map<String, String> images = DeploymentFiles.images();

    // When
    List<String> foreign = new ArrayList<>();
    services(file)
        .forEach(
            (name, service) -> {
              String image = service.path("image").asText();
              if (!image.isEmpty() && !image.startsWith("assent/")) {
                foreign.add(image);
              }
            });

    // Then
    assertThat(foreign).isNotEmpty();
    for (String image : foreign) {
      Matcher variable = IMAGE_VARIABLE.matcher(image);
      assertThat(variable.matches()).as(image).isTrue();
      assertThat(images).containsKey(variable.group(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"processor", "api-ingress", "connectors", "admin"})
  void shouldBuildOnTheBaseImageOfTheOnePlace(String image) {
    // Given
    String base = DeploymentFiles.images().get("JAVA_IMAGE");

    // When
    String dockerfile = DeploymentFiles.text("docker/%s/Dockerfile".formatted(image));

    // Then
    assertThat(dockerfile).contains("ARG JAVA_IMAGE=" + base + "\n");
    assertThat(dockerfile).contains("\nUSER 10001:10001\n").contains("\nHEALTHCHECK ");
    assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
        .allMatch(line -> line.startsWith("FROM ${JAVA_IMAGE}"));
  }

  @Test
  void shouldLetOurServicesWriteNowhereButWhereTheyMust() {
    // Given
    Map<String, JsonNode> services = services("docker/services.yaml");

    // When, Then
    for (String name : OURS) {
      JsonNode service = services.get(name);
      assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
      assertThat(service.path("cap_drop").toString()).as(name).isEqualTo("[\"ALL\"]");
      assertThat(service.path("security_opt").toString()).as(name).contains("no-new-privileges");
      assertThat(service.path("tmpfs").toString()).as(name).contains("/tmp:exec");
    }
  }

  @Test
  void shouldPublishNothingBeyondThisMachine() {
    // Given
    List<String> ports = new ArrayList<>();

    // When
    for (String file : List.of("docker/compose.yaml", "docker/compose.observed.yaml")) {
      services(file)
          .values()
          .forEach(service -> service.path("ports").forEach(port -> ports.add(port.asText())));
    }

    // Then
    assertThat(ports).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  private static Map<String, JsonNode> services(String file) {
    Map<String, JsonNode> services = new TreeMap<>();
    DeploymentFiles.yaml(file)
        .getFirst()
        .path("services")
        .properties()
        .forEach(entry -> services.put(entry.getKey(), entry.getValue()));
    return services;
  }
}
