package dev.assent.standalone.deadletters;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.catalogue.Topic.Cleanup;
import dev.assent.standalone.deadletters.Cluster.Bounds;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The records that letters are about, at the places where they were first written. */
final class Origins {
  private final Cluster cluster;

  Origins(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Those of the places whose record is still there. */
  Set<Place> retained(Collection<Place> places) throws DeadLetterFailure, InterruptedException {
    Map<TopicPartition, Bounds> bounds =
        cluster.bounds(places.stream().map(Place::topicPartition).collect(Collectors.toSet()));
    Set<Place> retained = new HashSet<>();
    for (Place place : Set.copyOf(places)) {
      Bounds all = bounds.get(place.topicPartition());
      boolean within = all != null && all.include(place.offset());
      if (within && (!isCompacted(place.topic()) || read(place).isPresent())) {
        retained.add(place);
      }
    }
    return retained;
  }

  /** The record at that place, or nothing where it is no longer there. */
  Optional<ConsumerRecord<byte[], byte[]>> read(Place place)
      throws DeadLetterFailure, InterruptedException {
    return cluster.read(place);
  }

  /**
   * Whether a later record has the same key on a topic where only the latest counts: to write the
   * older one again would undo the later, such as the withdrawal of an API key.
   */
  boolean isSuperseded(ConsumerRecord<byte[], byte[]> record)
      throws DeadLetterFailure, InterruptedException {
    if (!isCompacted(record.topic())) {
      return false;
    }
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    AtomicBoolean later = new AtomicBoolean();
    cluster.scan(
        partition,
        record.offset() + 1,
        cluster.bounds(Set.of(partition)).get(partition).end(),
        candidate -> {
          if (Arrays.equals(candidate.key(), record.key())) {
            later.set(true);
          }
        });
    return later.get();
  }

  private static boolean isCompacted(String topicName) {
    return ReplayRules.find(topicName)
        .map(Topic::cleanup)
        .filter(Cleanup.Compact.class::isInstance)
        .isPresent();
  }
}
