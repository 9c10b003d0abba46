package dev.assent.verification.bench.timers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.standalone.device.SimulatedDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Commands as the ingress writes them, without waiting for their replies: what it takes in hours is
 * to be there in minutes.
 */
final class BulkCommands implements AutoCloseable {
  private static final String ORIGIN = "benchmark";

  /** The longest there is, so that the time of a command can be chosen freely before its end. */
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

  private final String tenant;
  private final SelectableAvroSerde<Command> commands;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final SimulatedDevice device =
      SimulatedDevice.create("BENCH-1", SignatureAlgorithm.ES256, KeyEncapsulation.X25519);

  BulkCommands(Map<String, Object> clientConfiguration, String tenant) {
    this.tenant = tenant;
    this.commands = SelectableAvroSerde.forValues(clientConfiguration, Command.class);
    Map<String, Object> configuration = new HashMap<>(clientConfiguration);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    this.producer =
        new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
  }

  /** Registers a device for each user of a batch of that name and size. */
  void registerDevices(String batch, int size) {
    RegisterDevice body =
        RegisterDevice.newBuilder()
            .setSerialNumber(device.serialNumber())
            .setSigningKey(key(device.signingKey()))
            .setEncryptionKey(key(device.encryptionKey()))
            .build();
    for (int number = 0; number < Batch.users(size); number++) {
      UserKey user = new UserKey(tenant, Batch.userId(batch, number));
      send(Topic.COMMANDS, user.text(), command(user, Instant.now()).setBody(body).build());
    }
    flush();
  }

  /** Creates the operations of the batch from one index to before another. */
  void create(Batch batch, int from, int to) {
    for (int index = from; index < to; index++) {
      UserKey user = new UserKey(tenant, batch.userId(index));
      String operationId = batch.operationId(index);
      CreateOperation body =
          CreateOperation.newBuilder()
              .setOperationId(operationId)
              .setKind(OperationKind.SIGNING)
              .setChannel(Channel.DEVICE)
              .setDisplayData(
                  Map.of("amount", "120.00", "currency", "EUR", "payee", "Blue Bicycle Ltd"))
              .setTimeToLive(TIME_TO_LIVE.toMillis())
              .build();
      Command command =
          command(user, batch.dueAt(index).minus(TIME_TO_LIVE))
              .setIdempotencyKey("operation:" + operationId)
              .setBody(body)
              .build();
      send(Topic.CLAIMS, OperationIds.claimKey(tenant, operationId), command);
    }
    flush();
  }

  private Command.Builder command(UserKey user, Instant receivedAt) {
    return Command.newBuilder()
        .setTenant(user.tenant())
        .setUserId(user.userId())
        .setReceivedAt(receivedAt)
        .setOrigin(ORIGIN);
  }

  private void send(Topic topic, String key, Command command) {
    byte[] value = commands.serializer().serialize(topic.topicName(), command);
    var _ =
        producer.send(
            new ProducerRecord<>(topic.topicName(), key, value),
            (_, failed) -> {
              if (failed != null) {
                failure.compareAndSet(null, failed);
              }
            });
  }

  private void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("a command was not written", failure.get());
    }
  }

  private static JsonWebKey key(JsonNode json) {
    return JsonWebKey.newBuilder()
        .setKty(json.path("kty").asText())
        .setCrv(json.path("crv").asText())
        .setX(json.path("x").asText())
        .setY(json.hasNonNull("y") ? json.path("y").asText() : null)
        .build();
  }

  @Override
  public void close() {
    producer.close();
    commands.close();
  }
}
