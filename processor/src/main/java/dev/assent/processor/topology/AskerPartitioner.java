package dev.assent.processor.topology;

import dev.assent.schemas.key.CorrelationId;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Puts a reply on the partition that the asking ingress reads. */
final class AskerPartitioner implements StreamPartitioner<String, byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, String correlationId, byte[] value, int partitions) {
    int partition = CorrelationId.parse(correlationId).map(CorrelationId::partition).orElse(0);
    return Optional.of(Set.of(partition % partitions));
  }
}
