package dev.assent.connectors.application;

import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.push.PushSettings;
import dev.assent.connectors.push.Pushes;
import dev.assent.connectors.settings.WorkerSettings;
import dev.assent.connectors.worker.SilentMeter;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.InMemoryRegistry;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.settings.SettingsReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Workers on a real broker, with what a test sends them and reads of them. */
final class Workers implements AutoCloseable {
  static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  static final String TASKS = Topic.CONNECTOR_TASKS_IDP.topicName();

  final TestBroker broker;
  private final InMemoryRegistry registry = InMemoryRegistry.start();
  private final Producer<String, byte[]> producer;
  private final Map<String, Object> serde;

  Workers(Path directory) throws Exception {
    broker = TestBroker.start(directory);
    broker.create(
        TASKS,
        Topic.CONNECTOR_OUTCOMES.topicName(),
        Topic.DEAD_LETTERS.topicName(),
        Topic.PUSH_TASKS.topicName(),
        Topic.COMMANDS.topicName());
    serde = new HashMap<>(registry.configuration());
    serde.put("specific.avro.reader", "true");
    SchemaRegistration.register(serde);
    producer = producer(Map.of());
  }

  Producer<String, byte[]> producer(Map<String, Object> more) {
    Map<String, Object> configuration = new HashMap<>(broker.client());
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.putAll(more);
    return new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
  }

  /** A worker with these connectors, by name the provider that each speaks to. */
  Connectors start(Map<String, TestProvider> providers, boolean recognises, String... moreSettings)
      throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("--kafka.bootstrap.servers=" + broker.address());
    arguments.add("--schema.registry.url=" + registry.url());
    arguments.add("--task.lock=PT2S");
    arguments.add("--drain.grace=PT3S");
    arguments.add("--connectors=" + String.join(",", providers.keySet()));
    providers.forEach(
        (name, provider) -> {
          arguments.add("--connector." + name + ".kind=test");
          arguments.add("--connector." + name + ".channel=idp");
          arguments.add("--connector." + name + ".lanes=1");
          arguments.add("--connector." + name + ".url=" + provider.url());
        });
    arguments.addAll(List.of(moreSettings));
    SettingsReader reader = SettingsReader.of(arguments.toArray(String[]::new), Map.of());
    WorkerSettings settings = WorkerSettings.from(reader);
    List<ProviderKind> kinds = List.of(new TestProvider.Kind("test", recognises));
    List<Connectors.Configured> configured =
        Connectors.configure(settings, kinds, OutboundMeter.NONE, Clock.systemUTC());
    reader.finish();
    return Connectors.start(
        settings, configured, Optional.empty(), new SilentMeter(), Clock.systemUTC());
  }

  /** A worker that tells devices. */
  Connectors startTelling(String... settings) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--kafka.bootstrap.servers=" + broker.address());
    arguments.add("--schema.registry.url=" + registry.url());
    SettingsReader reader = SettingsReader.of(arguments.toArray(String[]::new), Map.of());
    WorkerSettings worker = WorkerSettings.from(reader);
    PushSettings push = PushSettings.from(reader).orElseThrow();
    reader.finish();
    Clock clock = Clock.systemUTC();
    return Connectors.start(
        worker,
        List.of(),
        Optional.of(
            new Connectors.Telling(
                push, Pushes.open(push, OutboundMeter.NONE, clock), (_, _, _) -> {})),
        new SilentMeter(),
        clock);
  }

  void send(Topic topic, String key, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get();
  }

  List<Command> commands() {
    return read(Topic.COMMANDS.topicName(), Command.class);
  }

  static ConnectorTask.Builder task(String connector, String operation) {
    return ConnectorTask.newBuilder()
        .setTenant("bank")
        .setUserId("user-" + operation)
        .setOperationId(operation)
        .setChannel(Channel.IDP)
        .setConnector(connector)
        .setCredentialId("credential")
        .setAction(ConnectorAction.START)
        .setTransactionId("T-" + operation)
        .setAttempt(1)
        .setDocument(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)))
        .setExpiresAt(Instant.now().plus(Duration.ofMinutes(5)));
  }

  void send(ConnectorTask.Builder task) throws Exception {
    sendBytes(bytes(task));
  }

  byte[] bytes(ConnectorTask.Builder task) {
    return SelectableAvroSerde.forValues(serde, ConnectorTask.class)
        .serializer()
        .serialize(TASKS, task.build());
  }

  void sendBytes(byte[] value) throws Exception {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(TASKS, "bank/user", value);
    record
        .headers()
        .add(new RecordHeader("traceparent", TRACEPARENT.getBytes(StandardCharsets.US_ASCII)));
    producer.send(record).get();
  }

  List<ConnectorOutcome> outcomes(String operation) {
    return read(Topic.CONNECTOR_OUTCOMES.topicName(), ConnectorOutcome.class).stream()
        .filter(outcome -> outcome.getOperationId().equals(operation))
        .toList();
  }

  List<DeadLetter> deadLetters() {
    return read(Topic.DEAD_LETTERS.topicName(), DeadLetter.class);
  }

  /** All that is in a topic now. */
  private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
    Map<String, Object> configuration = new HashMap<>(broker.client());
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    List<T> found = new ArrayList<>();
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          found.add(
              SelectableAvroSerde.forValues(serde, type)
                  .deserializer()
                  .deserialize(topic, record.value()));
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    producer.close();
    registry.close();
    broker.close();
  }
}
