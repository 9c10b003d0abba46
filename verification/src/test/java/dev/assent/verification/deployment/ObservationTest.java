package dev.assent.verification.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dashboards, alerts and the runbook name what there is. */
final class ObservationTest {
  @Test
  void shouldNameOnlyMetricsOfOursThatTheServicesMake() {
    // Given
    Set<String> made = MetricNames.made();

    // When
    Set<String> named = new TreeSet<>(MetricNames.named());
    named.removeIf(name -> !name.startsWith("assent_"));

    // Then
    assertThat(named).isNotEmpty();
    assertThat(made).containsAll(named);
  }

  @Test
  void shouldHaveAnEntryInTheRunbookForEveryAlert() {
    // Given
    List<String> entries =
        DeploymentFiles.text("docs/runbook.md")
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();

    // When
    List<String> alerts = new ArrayList<>();
    DeploymentFiles.alerts().forEach(rule -> alerts.add(rule.path("alert").asText()));

    // Then
    assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
    assertThat(entries).containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void shouldSayWhoIsCalledAndWhy() {
    for (JsonNode rule : DeploymentFiles.alerts()) {
      // Given
      String alert = rule.path("alert").asText();

      // When, Then
      assertThat(rule.path("expr").asText()).as(alert).isNotBlank();
      assertThat(rule.at("/labels/severity").asText()).as(alert).isIn("page", "ticket");
      assertThat(rule.at("/annotations/summary").asText()).as(alert).isNotBlank();
    }
  }
}
