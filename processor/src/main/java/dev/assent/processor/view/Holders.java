package dev.assent.processor.view;

import dev.assent.processor.topology.UserPartitioner;
import dev.assent.schemas.key.UserKey;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Which instances hold a user's part of a view, as far as this one has been told. It is told with
 * each assignment: of an owner that was killed it hears when the group does.
 *
 * @param partition of the user
 * @param owner writes it, and alone knows its latest state
 * @param standbys follow it, some records behind
 */
record Holders(int partition, HostInfo owner, Set<HostInfo> standbys) {
  /** The holders; nobody where this instance was not told yet. */
  static Optional<Holders> of(KafkaStreams streams, String store, UserKey user) {
    KeyQueryMetadata metadata =
        streams.queryMetadataForKey(store, user.text() + "/", new UserPartitioner());
    return metadata == null || KeyQueryMetadata.NOT_AVAILABLE.equals(metadata)
        ? Optional.empty()
        : Optional.of(
            new Holders(metadata.partition(), metadata.activeHost(), metadata.standbyHosts()));
  }
}
