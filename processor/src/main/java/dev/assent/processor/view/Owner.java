package dev.assent.processor.view;

import dev.assent.processor.topology.UserPartitioner;
import dev.assent.schemas.key.UserKey;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.state.HostInfo;

/** Who holds a user's part of a view. */
sealed interface Owner {

  /** This instance. */
  record Here(int partition) implements Owner {}

  /** Another instance. */
  record There(HostInfo host) implements Owner {}

  /** Nobody for now: the owner moves. */
  record Nobody() implements Owner {}

  static Owner of(KafkaStreams streams, HostInfo self, String store, UserKey user) {
    KeyQueryMetadata metadata =
        streams.queryMetadataForKey(store, user.text() + "/", new UserPartitioner());
    if (metadata == null || KeyQueryMetadata.NOT_AVAILABLE.equals(metadata)) {
      return new Nobody();
    }
    return metadata.activeHost().equals(self)
        ? new Here(metadata.partition())
        : new There(metadata.activeHost());
  }
}
