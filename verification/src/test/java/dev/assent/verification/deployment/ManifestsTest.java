package dev.assent.verification.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The Kubernetes manifests against the classes that are made from its own schemas. */
final class ManifestsTest {
  private static final String BASE = "docker/kubernetes/base/";
  private static final Set<String> SERVICES = Set.of("processor", "ingress", "connectors");
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/ConfigMap", ConfigMap.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "v1/Service", Service.class,
          "apps/v1/StatefulSet", StatefulSet.class,
          "apps/v1/Deployment", Deployment.class,
          "batch/v1/Job", Job.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

  /** As strict as the schemas: the models by themselves keep what they do not know. */
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  @Test
  void shouldKeepToTheSchemasOfKubernetes() throws Exception {
    // Given
    List<JsonNode> manifests = manifests();

    // When, Then
    assertThat(manifests).hasSizeGreaterThan(15);
    for (JsonNode manifest : manifests) {
      Object model = STRICT.treeToValue(manifest, kind(manifest));
      assertThat(model).as(name(manifest)).isNotNull();
    }
  }

  @Test
  void shouldFindAFieldThatKubernetesDoesNotHave() {
    // Given
    JsonNode manifest = workload("processor").deepCopy();
    ((ObjectNode) pod(manifest).path("containers").path(0)).put("readynessProbe", 1);

    // When, Then
    assertThatThrownBy(() -> STRICT.treeToValue(manifest, kind(manifest)))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("readynessProbe");
  }

  @Test
  void shouldListEveryManifestForKustomize() {
    // Given
    List<String> files =
        DeploymentFiles.below(BASE).stream()
            .map(file -> file.substring(BASE.length()))
            .filter(file -> !file.equals("kustomization.yaml"))
            .toList();

    // When
    List<String> listed = new ArrayList<>();
    DeploymentFiles.yaml(BASE + "kustomization.yaml")
        .getFirst()
        .path("resources")
        .forEach(resource -> listed.add(resource.asText()));

    // Then
    assertThat(listed).containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void shouldGiveNoContainerMoreRightsThanItNeeds() {
    for (JsonNode manifest : manifests()) {
      // Given
      JsonNode pod = pod(manifest);
      if (pod.isMissingNode()) {
        continue;
      }

      // When, Then
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).as(name(manifest)).isTrue();
      assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
          .as(name(manifest))
          .isFalse();
      for (String kind : List.of("containers", "initContainers")) {
        for (JsonNode container : pod.path(kind)) {
          JsonNode rights = container.path("securityContext");
          assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).isTrue();
          assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
          assertThat(rights.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
          assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void shouldProbeSpreadAndProtectEveryService() {
    // Given
    Set<String> protectedFromDisruption = new TreeSet<>();
    for (JsonNode manifest : manifests()) {
      if (manifest.path("kind").asText().equals("PodDisruptionBudget")) {
        protectedFromDisruption.add(
            manifest.at("/spec/selector/matchLabels").path("app.kubernetes.io/name").asText());
      }
    }

    // When, Then
    assertThat(protectedFromDisruption).isEqualTo(SERVICES);
    for (String name : SERVICES) {
      JsonNode pod = pod(workload(name));
      JsonNode container = pod.path("containers").path(0);
      assertThat(pod.path("topologySpreadConstraints")).as(name).isNotEmpty();
      for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        assertThat(container.at("/" + probe + "/httpGet/path").asText())
            .as(name + " " + probe)
            .startsWith("/health/");
      }
    }
  }

  @Test
  void shouldTakeSecretsByReferenceOnly() {
    // Given
    List<JsonNode> manifests = manifests();

    // When, Then
    for (JsonNode manifest : manifests) {
      assertThat(manifest.path("kind").asText()).isNotEqualTo("Secret");
      for (JsonNode variable : manifest.findValues("env")) {
        for (JsonNode entry : variable) {
          String name = entry.path("name").asText();
          assertThat(name.matches(".*(TOKEN|KEY|PASSWORD|SECRET|PIN)$")).as(name).isFalse();
        }
      }
    }
  }

  private static List<JsonNode> manifests() {
    return DeploymentFiles.below(BASE).stream()
        .filter(file -> !file.endsWith("kustomization.yaml"))
        .flatMap(file -> DeploymentFiles.yaml(file).stream())
        .toList();
  }

  private static JsonNode workload(String name) {
    return manifests().stream()
        .filter(manifest -> !pod(manifest).isMissingNode())
        .filter(manifest -> manifest.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode pod(JsonNode manifest) {
    return manifest.at("/spec/template/spec");
  }

  private static Class<?> kind(JsonNode manifest) {
    String kind = manifest.path("apiVersion").asText() + "/" + manifest.path("kind").asText();
    assertThat(KINDS).containsKey(kind);
    return KINDS.get(kind);
  }

  private static String name(JsonNode manifest) {
    return manifest.path("kind").asText() + " " + manifest.at("/metadata/name").asText();
  }
}
