package dev.assent.standalone.deadletters;

import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.DecodingFailure;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.standalone.deadletters.Cluster.Bounds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code assent.dead-letters} from its beginning to its end. */
final class LetterLog {
  private static final String TOPIC = Topic.DEAD_LETTERS.topicName();

  private final Cluster cluster;
  private final Map<String, Object> configuration;

  LetterLog(Cluster cluster, Map<String, Object> configuration) {
    this.cluster = cluster;
    this.configuration = configuration;
  }

  /**
   * The letters that are wanted.
   *
   * @param most how many are kept, the latest; so much memory is used
   * @throws DeadLetterFailure where there is no such topic or its end cannot be reached
   */
  Letters read(Predicate<Letter> wanted, int most) throws DeadLetterFailure, InterruptedException {
    List<TopicPartition> partitions = cluster.partitions(TOPIC);
    if (partitions.isEmpty()) {
      throw new DeadLetterFailure("There is no topic " + TOPIC + " on this cluster");
    }
    try (SelectableAvroSerde<DeadLetter> serde =
        SelectableAvroSerde.forValues(configuration, DeadLetter.class)) {
      Reading reading = new Reading(serde, wanted, most);
      Map<TopicPartition, Bounds> bounds = cluster.bounds(partitions);
      for (TopicPartition partition : partitions) {
        Bounds all = bounds.get(partition);
        cluster.scan(partition, all.start(), all.end(), reading::take);
      }
      return reading.letters();
    }
  }

  private static final class Reading {
    private final SelectableAvroSerde<DeadLetter> serde;
    private final Predicate<Letter> wanted;
    private final int most;
    private final Deque<Letter> found = new ArrayDeque<>();
    private final Map<Place, Place> replays = new HashMap<>();
    private long leftOut;
    private long unreadable;

    Reading(SelectableAvroSerde<DeadLetter> serde, Predicate<Letter> wanted, int most) {
      this.serde = serde;
      this.wanted = wanted;
      this.most = most;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
      Optional<DeadLetter> content = decode(record.value());
      if (content.isEmpty()) {
        unreadable++;
      } else if (content.get().getReplayedAs() != null) {
        replays.put(Place.of(content.get()), Place.of(content.get().getReplayedAs()));
      } else {
        Letter letter = Letter.of(new LetterId(record.partition(), record.offset()), content.get());
        if (wanted.test(letter)) {
          keep(letter);
        }
      }
    }

    private void keep(Letter letter) {
      found.addLast(letter);
      if (found.size() > most) {
        found.removeFirst();
        leftOut++;
      }
    }

    private Optional<DeadLetter> decode(byte[] value) {
      try {
        return Optional.ofNullable(serde.deserializer().deserialize(TOPIC, value));
      } catch (RuntimeException failure) {
        if (DecodingFailure.isTransient(failure)) {
          throw failure;
        }
        return Optional.empty();
      }
    }

    Letters letters() {
      return new Letters(List.copyOf(found), leftOut, unreadable, Map.copyOf(replays));
    }
  }
}
