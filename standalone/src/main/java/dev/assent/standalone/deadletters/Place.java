package dev.assent.standalone.deadletters;

import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.RecordReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a record stands.
 *
 * @param topic as a letter names it, which need not be a topic that there is
 */
record Place(String topic, int partition, long offset) {

  static Place of(DeadLetter letter) {
    return new Place(letter.getTopic(), letter.getPartition(), letter.getOffset());
  }

  static Place of(RecordReference reference) {
    return new Place(reference.getTopic(), reference.getPartition(), reference.getOffset());
  }

  static Place of(RecordMetadata metadata) {
    return new Place(metadata.topic(), metadata.partition(), metadata.offset());
  }

  TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }

  RecordReference reference() {
    return new RecordReference(topic, partition, offset);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
