package dev.assent.connectors.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.assent.connectors.webhook.TestReceiver;
import dev.assent.connectors.webhook.TestReceiver.Message;
import dev.assent.connectors.webhook.WebhookMeter;
import dev.assent.connectors.webhook.WebhookSettings;
import dev.assent.connectors.webhook.Webhooks;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.avro.WebhookSecret;
import dev.assent.schemas.avro.WebhookSubscription;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.InMemoryRegistry;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.vault.SecretVault;
import dev.assent.schemas.vault.WebhookVault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks on a real broker, over real HTTP. */
final class WebhookDeliveryTest {
  private static final int OPERATIONS = 6;
  private static final int EVENTS = 8;
  private static final byte[] SECRET =
      "a secret of thirty-two bytes ...".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private final InMemoryRegistry registry = InMemoryRegistry.start();
  private Map<String, String> serde;
  private SecretVault vault;

  @Test
  void shouldDeliverAllInOrderToAReceiverThatFailsNowAndThenWhateverAnotherDoes() throws Exception {
    // Given
    prepare();
    AtomicInteger calls = new AtomicInteger();
    try (TestBroker broker = TestBroker.start(directory.resolve("broker"));
        TestReceiver failing =
            new TestReceiver(
                exchange ->
                    exchange.sendResponseHeaders(
                        calls.incrementAndGet() % 3 == 0 ? 503 : 204, -1));
        TestReceiver dead = new TestReceiver(exchange -> exchange.sendResponseHeaders(500, -1));
        Producer<String, byte[]> producer =
            new KafkaProducer<>(
                broker.client(), new StringSerializer(), new ByteArraySerializer())) {
      broker.create(
          Topic.RESULTS.topicName(),
          Topic.WEBHOOK_OUTCOMES.topicName(),
          Topic.TENANTS.topicName(),
          Topic.DEAD_LETTERS.topicName());
      send(producer, Topic.TENANTS, "bank", tenant(failing.url(), dead.url()));
      producer.flush();

      // When: it is stopped with half of them delivered, and started again
      List<Message> messages = new ArrayList<>();
      Webhooks first = start(broker);
      decide(producer);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                failing.messages().drainTo(messages);
                return messages.size() > OPERATIONS * EVENTS / 2;
              });
      first.close();
      try (Webhooks second = start(broker)) {
        await()
            .atMost(Duration.ofSeconds(90))
            .until(
                () -> {
                  failing.messages().drainTo(messages);
                  return distinct(messages) == OPERATIONS * EVENTS && second.ready();
                });
      }

      // Then
      Map<String, List<Long>> sequences = new TreeMap<>();
      Webhook reference = new Webhook("whsec_" + Base64.getEncoder().encodeToString(SECRET));
      for (Message message : messages) {
        reference.verify(message.body(), message.headers().map());
        JsonNode data = new ObjectMapper().readTree(message.body()).path("data");
        sequences
            .computeIfAbsent(data.path("operationId").asText(), _ -> new ArrayList<>())
            .add(data.path("sequence").asLong());
      }
      assertThat(sequences).hasSize(OPERATIONS);
      sequences.values().forEach(of -> assertThat(of).isSorted());
      assertThat(dead.messages()).isNotEmpty();
    }
  }

  private void prepare() throws Exception {
    serde = new HashMap<>();
    registry.configuration().forEach((name, value) -> serde.put(name, value.toString()));
    serde.put("specific.avro.reader", "true");
    SchemaRegistration.register(serde);
    Path key = directory.resolve("vault.key");
    Files.writeString(key, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    vault = SecretVault.open(key, new SecureRandom());
  }

  private Webhooks start(TestBroker broker) {
    String[] arguments = {
      "--webhook.state.directory=" + directory.resolve("state"),
      "--webhook.loopback=true",
      "--webhook.pause.first=PT0.1S",
      "--webhook.timeout=PT2S"
    };
    return Webhooks.start(
        Map.of("bootstrap.servers", broker.address()),
        serde,
        WebhookSettings.from(SettingsReader.of(arguments, Map.of())).orElseThrow(),
        vault,
        WebhookMeter.NONE,
        () -> {});
  }

  private static long distinct(List<Message> messages) {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    messages.forEach(message -> seen.add(message.headers().firstValue("webhook-id").orElseThrow()));
    return seen.size();
  }

  private void decide(Producer<String, byte[]> producer) {
    for (long sequence = 1; sequence <= EVENTS; sequence++) {
      for (int number = 0; number < OPERATIONS; number++) {
        UserKey user = new UserKey("bank", "user-" + number);
        String operationId = "payment-" + number;
        OperationResult result =
            OperationResult.newBuilder()
                .setEventId(user.text(operationId) + "/" + sequence)
                .setTenant(user.tenant())
                .setUserId(user.userId())
                .setOperationId(operationId)
                .setKind(OperationKind.SIGNING)
                .setChannel(Channel.DEVICE)
                .setOutcome(ResultOutcome.APPROVED)
                .setReason("PROOF_VERIFIED")
                .setCreatedAt(Instant.now())
                .setDecidedAt(Instant.now())
                .setSequence(sequence)
                .build();
        send(producer, Topic.RESULTS, user.text(), result);
      }
    }
    producer.flush();
  }

  private Tenant tenant(String... urls) {
    List<WebhookSubscription> webhooks = new ArrayList<>();
    for (String url : urls) {
      String webhookId = "webhook-" + webhooks.size();
      byte[] encrypted = new WebhookVault(vault).encrypt("bank", webhookId, "s1", SECRET);
      webhooks.add(
          WebhookSubscription.newBuilder()
              .setWebhookId(webhookId)
              .setUrl(url)
              .setCreatedAt(Instant.now().minusSeconds(60))
              .setSecrets(
                  List.of(
                      WebhookSecret.newBuilder()
                          .setSecretId("s1")
                          .setEncrypted(ByteBuffer.wrap(encrypted))
                          .setCreatedAt(Instant.now())
                          .build()))
              .build());
    }
    return Tenant.newBuilder()
        .setTenant("bank")
        .setDisplayName("Bank")
        .setEnabled(true)
        .setApiKeys(List.of())
        .setPolicy(
            TenantPolicy.newBuilder()
                .setTimeToLive(60_000)
                .setMaximumFailedProofs(3)
                .setMaximumPending(10)
                .setRetention(600_000)
                .build())
        .setWebhooks(webhooks)
        .build();
  }

  private void send(
      Producer<String, byte[]> producer, Topic topic, String key, SpecificRecord value) {
    try (SelectableAvroSerde<SpecificRecord> codec = SelectableAvroSerde.forValues(serde)) {
      byte[] bytes = codec.serializer().serialize(topic.topicName(), value);
      var _ = producer.send(new ProducerRecord<>(topic.topicName(), key, bytes));
    }
  }
}
