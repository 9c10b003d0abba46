package dev.assent.standalone.deadletters;

import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records again, each in one transaction with the note that it was sent.
 *
 * <p>Barrier: everybody who replays has the same transactional id. Whoever begins fences those who
 * began before and waits for their transactions to end; what is noted after that is all there is.
 * So two operators at once, or one who repeats a call that was cut off, send a record once.
 */
final class ReplayProducer implements AutoCloseable {
  /** Names on a replayed record the letter that it was sent for, {@code topic-partition-offset}. */
  static final String REPLAY_OF = "assent-replay-of";

  private static final String TRANSACTIONAL_ID = "assent-dead-letters";

  /** Shorter than the patience of a reader, who cannot pass an open transaction. */
  private static final int TRANSACTION_TIMEOUT_MILLISECONDS = 15_000;

  private static final int ANSWER_WITHIN_MILLISECONDS = 30_000;
  private static final int LONGEST_KEY_BYTES = 512;
  private static final int LONGEST_HEADER_BYTES = 512;

  /** W3C Trace Context; no other header of a record has a meaning to its readers. */
  private static final List<String> KEPT_HEADERS = List.of("traceparent", "tracestate");

  private final Producer<byte[], byte[]> producer;
  private final SelectableAvroSerde<DeadLetter> letters;

  /** Fences whoever replays at the moment. */
  ReplayProducer(Map<String, Object> configuration) {
    Map<String, Object> sending = new HashMap<>(configuration);
    sending.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    sending.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLISECONDS);
    sending.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    sending.put(ProducerConfig.ACKS_CONFIG, "all");
    sending.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_WITHIN_MILLISECONDS);
    sending.put(CommonClientConfigs.CLIENT_ID_CONFIG, TRANSACTIONAL_ID);
    this.letters = SelectableAvroSerde.forValues(configuration, DeadLetter.class);
    this.producer =
        new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
    boolean ready = false;
    try {
      producer.initTransactions();
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  /**
   * Sends one record.
   *
   * @return where it stands now
   * @throws DeadLetterFailure where it was not sent, or it is not known whether it was
   */
  Place send(Replay replay) throws DeadLetterFailure, InterruptedException {
    try {
      producer.beginTransaction();
      Place place = Place.of(producer.send(again(replay)).get());
      producer.send(note(replay, place)).get();
      producer.commitTransaction();
      return place;
    } catch (ExecutionException refused) {
      throw failed(replay, refused.getCause());
    } catch (KafkaException refused) {
      throw failed(replay, refused);
    }
  }

  private static ProducerRecord<byte[], byte[]> again(Replay replay) {
    ConsumerRecord<byte[], byte[]> origin = replay.origin();
    // the same partition, because the ingress chooses it by more than the key
    return new ProducerRecord<>(
        origin.topic(),
        origin.partition(),
        null,
        origin.key(),
        replay.value(),
        headers(replay.letter(), origin));
  }

  private static List<Header> headers(Letter letter, ConsumerRecord<byte[], byte[]> origin) {
    List<Header> headers = new ArrayList<>();
    for (String name : KEPT_HEADERS) {
      Header given = origin.headers().lastHeader(name);
      if (given != null && given.value() != null && given.value().length <= LONGEST_HEADER_BYTES) {
        headers.add(given);
      }
    }
    String name = Topic.DEAD_LETTERS.topicName() + "-" + letter.id();
    headers.add(new RecordHeader(REPLAY_OF, name.getBytes(StandardCharsets.US_ASCII)));
    return headers;
  }

  private ProducerRecord<byte[], byte[]> note(Replay replay, Place place) {
    Letter letter = replay.letter();
    DeadLetter note =
        new DeadLetter(
            letter.place().topic(),
            letter.place().partition(),
            letter.place().offset(),
            Instant.now(),
            letter.reason(),
            letter.detail(),
            place.reference());
    byte[] key = replay.origin().key();
    String topic = Topic.DEAD_LETTERS.topicName();
    return new ProducerRecord<>(
        topic,
        key != null && key.length <= LONGEST_KEY_BYTES ? key : null,
        letters.serializer().serialize(topic, note));
  }

  /** Ends the transaction, so that no reader has to wait for its timeout. */
  private DeadLetterFailure failed(Replay replay, Throwable cause) {
    DeadLetterFailure failure =
        new DeadLetterFailure(
            "%s: not sent, or somebody else replays at the moment; list tells (%s)"
                .formatted(replay.letter().id(), cause.getMessage()),
            cause);
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException alreadyEnded) {
      failure.addSuppressed(alreadyEnded);
    }
    return failure;
  }

  @Override
  public void close() {
    producer.close();
    letters.close();
  }
}
