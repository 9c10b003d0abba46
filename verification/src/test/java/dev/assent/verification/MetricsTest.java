package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.verification.deployment.MetricNames;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSystem.class)
final class MetricsTest {
  private final RunningAssent assent;

  MetricsTest(RunningAssent assent) {
    this.assent = assent;
  }

  @Test
  void shouldShowWhatDashboardsAlertsAndTheRunbookName() throws Exception {
    // Given
    assent.challenged(assent.holder());
    Set<String> expected = new TreeSet<>(MetricNames.named());
    // many of ours are made at their first use: those are held against the sources
    expected.removeIf(name -> name.startsWith("assent_"));

    // When
    Set<String> shown = shown();

    // Then
    assertThat(expected).isNotEmpty();
    assertThat(shown).containsAll(expected);
  }

  @Test
  void shouldMakeNoMetricThatTheSourcesDoNotTellOf() throws Exception {
    // Given
    assent.challenged(assent.holder());
    Set<String> made = MetricNames.made();

    // When
    Set<String> shown = shown();
    shown.removeIf(name -> !name.startsWith("assent_"));

    // Then
    assertThat(shown).isNotEmpty();
    assertThat(made).containsAll(shown);
  }

  private Set<String> shown() throws Exception {
    Set<String> names = new TreeSet<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (URI service :
          Set.of(assent.local().addresses().ingress(), assent.local().addresses().processor())) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/prometheus")).build();
        String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        names.addAll(
            body.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toSet()));
      }
    }
    return names;
  }
}
