package dev.assent.processor.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Puts a record whose key goes on after {@code tenant/user} on the user's partition, so that all
 * that can be read of one user lies together.
 */
public final class UserPartitioner implements StreamPartitioner<String, byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(String topic, String key, byte[] value, int partitions) {
    int end = key.indexOf('/', key.indexOf('/') + 1);
    String user = end < 0 ? key : key.substring(0, end);
    byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
    return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(bytes)) % partitions));
  }
}
