package dev.assent.connectors.application;

import static dev.assent.connectors.application.Workers.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.connectors.kafka.ShareGroups;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderAnswerLost;
import dev.assent.schemas.avro.ProviderUnreachable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a real broker's share groups: who does a task, how often, and who waits for whom. */
class ShareGroupTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static Workers workers;

  private final String connector = "c" + UUID.randomUUID();
  private final String operation = UUID.randomUUID().toString();
  private TestProvider provider;

  @BeforeAll
  static void startBroker(@TempDir Path directory) throws Exception {
    workers = new Workers(directory);
  }

  @AfterAll
  static void stopBroker() {
    workers.close();
  }

  @BeforeEach
  void startProvider() throws Exception {
    provider = TestProvider.start();
  }

  @AfterEach
  void stopProvider() {
    provider.close();
  }

  @Test
  void shouldReportWhatCameOfATaskThatWasThereBefore() throws Exception {
    // Given
    workers.send(task(connector, operation));

    // When
    try (Connectors _ = workers.start(Map.of(connector, provider), false)) {
      ConnectorOutcome outcome = awaitOutcome(operation);

      // Then
      assertThat(outcome.getBody())
          .isEqualTo(ProviderAccepted.newBuilder().setProviderReference("reference").build());
      assertThat(outcome.getTransactionId()).isEqualTo("T-" + operation);
      assertThat(provider.calls())
          .containsExactly(
              new TestProvider.Call("/start", "T-" + operation, Optional.of(Workers.TRACEPARENT)));
    }
  }

  @Test
  void shouldCallAgainUnderTheSameIdWhereTheProviderRecognisesIt() throws Exception {
    // Given
    dieInTheMiddleOfTheCall(true);

    // When
    try (Connectors _ = workers.start(Map.of(connector, provider), true)) {
      ConnectorOutcome outcome = awaitOutcome(operation);

      // Then
      assertThat(outcome.getBody()).isInstanceOf(ProviderAccepted.class);
      assertThat(provider.calls())
          .extracting(TestProvider.Call::transactionId)
          .containsExactly("T-" + operation, "T-" + operation);
    }
  }

  @Test
  void shouldNotStartAgainWhereNobodyKnowsWhetherItWasStarted() throws Exception {
    // Given
    dieInTheMiddleOfTheCall(false);

    // When
    try (Connectors _ = workers.start(Map.of(connector, provider), false)) {
      ConnectorOutcome outcome = awaitOutcome(operation);

      // Then
      assertThat(outcome.getBody()).isInstanceOf(ProviderAnswerLost.class);
      assertThat(provider.calls()).hasSize(1);
    }
  }

  @Test
  void shouldKeepATaskForAsLongAsItsCallTakes() throws Exception {
    // Given
    CountDownLatch answer = new CountDownLatch(1);
    provider.behave(status -> waited(answer, status));

    // When
    try (Connectors _ = workers.start(Map.of(connector, provider), true);
        Connectors _ = workers.start(Map.of(connector, provider), true)) {
      workers.send(task(connector, operation));
      await().atMost(SOON).until(() -> provider.calls().size() == 1);
      // three times the lock of two seconds
      await().during(Duration.ofSeconds(6)).atMost(SOON).until(() -> provider.calls().size() == 1);
      answer.countDown();
      awaitOutcome(operation);

      // Then
      await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> provider.calls().size() == 1);
      assertThat(workers.outcomes(operation)).hasSize(1);
    }
  }

  @Test
  void shouldSetAsideWhatNoWorkerComesToAnEndWith() throws Exception {
    // Given
    workers.send(task(connector, operation));
    List<Short> counts = giveBack(4);

    // When
    try (Connectors _ = workers.start(Map.of(connector, provider), false)) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(workers.deadLetters())
                      .anySatisfy(
                          letter -> {
                            assertThat(letter.getReason()).isEqualTo("ABANDONED");
                            assertThat(letter.getTopic()).isEqualTo(Workers.TASKS);
                          }));
    }

    // Then
    assertThat(counts).containsExactly((short) 1, (short) 2, (short) 3, (short) 4);
    assertThat(provider.calls()).isEmpty();
    assertThat(workers.outcomes(operation)).isEmpty();
  }

  @Test
  void shouldLetNobodyWaitForASlowProvider() throws Exception {
    // Given
    CountDownLatch answer = new CountDownLatch(1);
    provider.behave(status -> waited(answer, status));
    String slow = connector + "-slow";
    Map<String, TestProvider> both = new LinkedHashMap<>();
    try (TestProvider quick = TestProvider.start()) {
      both.put(slow, provider);
      both.put(connector, quick);

      // When
      try (Connectors _ = workers.start(both, false, "--connector." + slow + ".concurrency=2")) {
        for (int number = 0; number < 20; number++) {
          workers.send(task(slow, operation + "-" + number));
        }
        await().atMost(SOON).until(() -> !provider.calls().isEmpty());
        workers.send(task(connector, operation));

        // Then
        await().atMost(SOON).until(() -> workers.outcomes(operation).size() == 1);
        assertThat(provider.calls()).hasSizeBetween(1, 2);
        answer.countDown();
      }
    }
  }

  @Test
  void shouldComeToAnEndWithACallBeforeItStops() throws Exception {
    // Given
    CountDownLatch answer = new CountDownLatch(1);
    provider.behave(status -> waited(answer, status));
    Connectors worker = workers.start(Map.of(connector, provider), false);
    workers.send(task(connector, operation));
    await().atMost(SOON).until(() -> provider.calls().size() == 1);

    // When
    Thread closing = Thread.ofVirtual().start(worker::close);
    await().atMost(SOON).until(() -> worker.troubles().containsKey("worker"));
    answer.countDown();
    closing.join();

    // Then
    assertThat(workers.outcomes(operation))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.getBody()).isInstanceOf(ProviderAccepted.class));
  }

  @Test
  void shouldNotCarryOutWhatWasNeverCommitted() throws Exception {
    // Given
    try (Producer<String, byte[]> processor =
        workers.producer(Map.of("transactional.id", "processor"))) {
      processor.initTransactions();
      processor.beginTransaction();
      processor
          .send(
              new ProducerRecord<>(
                  Workers.TASKS, "bank/user", workers.bytes(task(connector, "aborted"))))
          .get();
      processor.abortTransaction();
      processor.beginTransaction();
      processor
          .send(
              new ProducerRecord<>(
                  Workers.TASKS, "bank/user", workers.bytes(task(connector, operation))))
          .get();
      processor.commitTransaction();
    }

    // When
    try (Connectors _ = workers.start(Map.of(connector, provider), false)) {
      awaitOutcome(operation);
    }

    // Then
    assertThat(provider.calls())
        .extracting(TestProvider.Call::transactionId)
        .containsExactly("T-" + operation);
  }

  @Test
  void shouldSetBytesAsideOnceHoweverManyConnectorsSeeThem() throws Exception {
    // Given
    Map<String, TestProvider> both = new LinkedHashMap<>();
    both.put(connector, provider);
    both.put(connector + "-other", provider);

    // When
    try (Connectors _ = workers.start(both, false)) {
      workers.sendBytes(new byte[] {1, 2, 3});
      workers.send(task(connector, operation));
      workers.send(task(connector + "-other", operation + "-other"));
      awaitOutcome(operation);
      awaitOutcome(operation + "-other");
    }

    // Then
    assertThat(workers.deadLetters())
        .filteredOn(letter -> letter.getReason().equals("MALFORMED_RECORD"))
        .hasSize(1);
  }

  @Test
  void shouldHoldCallsBackFromAProviderThatIsDownAndComeBackToIt() throws Exception {
    // Given
    provider.behave(_ -> 503);
    try (Connectors _ =
        workers.start(
            Map.of(connector, provider),
            false,
            "--connector." + connector + ".breaker.calls=4",
            "--connector." + connector + ".breaker.open=PT2S")) {
      for (int number = 0; number < 4; number++) {
        workers.send(task(connector, operation + "-" + number));
        awaitOutcome(operation + "-" + number);
      }
      int before = provider.calls().size();

      // When
      workers.send(task(connector, operation));
      ConnectorOutcome heldBack = awaitOutcome(operation);
      provider.behave(status -> status);

      // Then
      assertThat(heldBack.getBody()).isInstanceOf(ProviderUnreachable.class);
      assertThat(provider.calls()).hasSize(before);
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                String next = UUID.randomUUID().toString();
                workers.send(task(connector, next));
                return awaitOutcome(next).getBody() instanceof ProviderAccepted;
              });
    }
  }

  @Test
  void shouldNotCallForAnOperationThatIsOver() throws Exception {
    // Given
    workers.send(task(connector, "late").setExpiresAt(Instant.now().minusMillis(1)));
    workers.send(task(connector, operation));

    // When
    try (Connectors _ = workers.start(Map.of(connector, provider), false)) {
      awaitOutcome(operation);
    }

    // Then
    assertThat(provider.calls()).hasSize(1);
    assertThat(workers.outcomes("late")).isEmpty();
  }

  /** A worker that is stopped while its provider does not answer, and gives the task back. */
  private void dieInTheMiddleOfTheCall(boolean recognises) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    provider.behave(status -> waited(never, status));
    try (Connectors _ = workers.start(Map.of(connector, provider), recognises)) {
      workers.send(task(connector, operation));
      await().atMost(SOON).until(() -> provider.calls().size() == 1);
    }
    provider.behave(status -> status);
    assertThat(workers.outcomes(operation)).isEmpty();
  }

  /** A member of the group that takes all there is and releases it, so many times. */
  private List<Short> giveBack(int times) throws Exception {
    Map<String, Object> configuration = new HashMap<>(workers.broker.client());
    configuration.put("group.id", ShareGroups.name(connector));
    configuration.put("share.acknowledgement.mode", "explicit");
    try (Admin admin = Admin.create(workers.broker.client())) {
      ShareGroups.prepare(admin, List.of(ShareGroups.name(connector)), Duration.ofSeconds(2));
    }
    List<Short> counts = new ArrayList<>();
    try (ShareConsumer<String, byte[]> consumer =
        new KafkaShareConsumer<>(
            configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Workers.TASKS));
      while (counts.size() < times) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          boolean own = new String(record.value(), StandardCharsets.ISO_8859_1).contains(operation);
          if (own) {
            counts.add(record.deliveryCount().orElseThrow());
          }
          consumer.acknowledge(record, own ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
        }
        consumer.commitSync();
      }
    }
    return counts;
  }

  private static ConnectorOutcome awaitOutcome(String operation) {
    return await()
        .atMost(SOON)
        .until(() -> workers.outcomes(operation), found -> !found.isEmpty())
        .getFirst();
  }

  private static int waited(CountDownLatch latch, int status) {
    try {
      return latch.await(30, TimeUnit.SECONDS) ? status : 500;
    } catch (InterruptedException _) {
      return 500;
    }
  }
}
