package dev.assent.connectors.kafka;

import dev.assent.connectors.push.PushLog;
import dev.assent.connectors.worker.ConnectorLog;
import dev.assent.schemas.avro.ChangePushAddress;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.serde.DecodingFailure;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.trace.Correlation;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes outcomes and dead letters, and waits until they are acknowledged. */
public final class KafkaConnectorLog implements ConnectorLog, PushLog, AutoCloseable {
  private static final int LONGEST_KEY = 512;
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final SelectableAvroSerde<ConnectorOutcome> outcomes;
  private final SelectableAvroSerde<DeadLetter> letters;
  private final SelectableAvroSerde<Command> commands;
  private final Producer<String, byte[]> producer;
  private final Clock clock;

  /**
   * A log.
   *
   * @param registry settings of the serde
   */
  public KafkaConnectorLog(KafkaClients clients, Map<String, ?> registry, Clock clock) {
    this.outcomes = SelectableAvroSerde.forValues(registry, ConnectorOutcome.class);
    this.commands = SelectableAvroSerde.forValues(registry, Command.class);
    this.letters = SelectableAvroSerde.forValues(registry, DeadLetter.class);
    this.producer = clients.producer("assent-connectors-outcomes");
    this.clock = clock;
  }

  @Override
  public void report(ConnectorOutcome outcome, Correlation correlation)
      throws NotWrittenException, InterruptedException {
    String topic = Topic.CONNECTOR_OUTCOMES.topicName();
    byte[] value = encoded(() -> outcomes.serializer().serialize(topic, outcome));
    String key = new UserKey(outcome.getTenant(), outcome.getUserId()).text();
    write(new ProducerRecord<>(topic, null, key, value, correlation.headers()));
  }

  @Override
  public void setAside(ConsumerRecord<String, ?> record, Reason reason, String detail)
      throws NotWrittenException, InterruptedException {
    String topic = Topic.DEAD_LETTERS.topicName();
    DeadLetter letter =
        new DeadLetter(
            record.topic(),
            record.partition(),
            record.offset(),
            clock.instant(),
            reason.name(),
            detail,
            null);
    byte[] value = encoded(() -> letters.serializer().serialize(topic, letter));
    // without the other headers, which may carry anything, and without a key that no key should be
    boolean plausible = record.key() != null && record.key().length() <= LONGEST_KEY;
    write(
        new ProducerRecord<>(
            topic,
            null,
            plausible ? record.key() : null,
            value,
            Correlation.read(record.headers()).headers()));
  }

  @Override
  public void forget(
      UserKey user, String serialNumber, ByteBuffer encryptedAddress, Correlation correlation)
      throws NotWrittenException, InterruptedException {
    String topic = Topic.COMMANDS.topicName();
    Command command =
        Command.newBuilder()
            .setTenant(user.tenant())
            .setUserId(user.userId())
            .setReceivedAt(clock.instant())
            .setOrigin("connectors")
            .setBody(new ChangePushAddress(serialNumber, null, encryptedAddress))
            .build();
    byte[] value = encoded(() -> commands.serializer().serialize(topic, command));
    write(new ProducerRecord<>(topic, null, user.text(), value, correlation.headers()));
  }

  private static byte[] encoded(Supplier<byte[]> encoding) throws NotWrittenException {
    try {
      return encoding.get();
    } catch (RuntimeException e) {
      if (DecodingFailure.isTransient(e)) {
        throw new NotWrittenException(e);
      }
      throw e;
    }
  }

  private void write(ProducerRecord<String, byte[]> record)
      throws NotWrittenException, InterruptedException {
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new NotWrittenException(e.getCause());
    } catch (KafkaException e) {
      throw new NotWrittenException(e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
    outcomes.close();
    letters.close();
    commands.close();
  }
}
