package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.standalone.cluster.Addresses;
import dev.assent.verification.deployment.MetricNames;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
  void shouldMakeNoMetricThatTheCatalogueDoesNotTellOf() throws Exception {
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

  @Test
  void shouldCountOpenOperationsByAge() throws Exception {
    // When
    assent.challenged(assent.holder());

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(sum("assent_operations_pending{age=\"30s\"}")).isPositive();
              assertThat(sum("assent_operations_uncounted_partitions")).isZero();
            });
  }

  @Test
  void shouldShowATransactionThatHangs() throws Exception {
    // Given
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(hanging())) {
      producer.initTransactions();
      producer.beginTransaction();

      // When
      producer.send(new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), new byte[] {1})).get();

      // Then
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () ->
                  assertThat(sum("assent_stable_stuck_seconds{topic=\"assent.dead-letters\"}"))
                      .isPositive());
      producer.abortTransaction();
    }
  }

  private Set<String> shown() throws Exception {
    return scrape()
        .map(line -> line.split("[{ ]")[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private double sum(String sample) throws Exception {
    return scrape()
        .filter(line -> line.startsWith(sample))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Stream<String> scrape() throws Exception {
    Addresses addresses = assent.local().addresses();
    List<String> lines = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (URI service :
          List.of(addresses.ingress(), addresses.processor(), addresses.connectors())) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/prometheus")).build();
        lines.addAll(client.send(request, HttpResponse.BodyHandlers.ofLines()).body().toList());
      }
    }
    return lines.stream().filter(line -> !line.startsWith("#"));
  }

  private Map<String, Object> hanging() {
    Map<String, Object> configuration = new HashMap<>(assent.local().clientConfiguration());
    configuration.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "hangs");
    configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return configuration;
  }
}
