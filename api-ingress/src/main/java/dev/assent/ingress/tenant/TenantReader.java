package dev.assent.ingress.tenant;

import dev.assent.ingress.kafka.KafkaClients;
import dev.assent.ingress.kafka.PartitionFollower;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.DecodingFailure;
import dev.assent.schemas.serde.MalformedRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the directory as the tenants' topic says: first all of it, then each change.
 *
 * <p>A tenant whose latest record cannot be read, or is of another tenant than its key says, is
 * locked out: what it says may be that a key was withdrawn.
 */
public final class TenantReader implements PartitionFollower.Following, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TenantReader.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topic.TENANTS.topicName(), 0);

  private final TenantDirectory directory;
  private final Deserializer<Tenant> deserializer;
  private final PartitionFollower follower;
  private final Map<String, KnownTenant> tenants = new HashMap<>();
  private long endAtStart;
  private volatile boolean loaded;

  public TenantReader(
      KafkaClients clients, Deserializer<Tenant> deserializer, TenantDirectory directory) {
    this.directory = directory;
    this.deserializer = deserializer;
    this.follower =
        new PartitionFollower(
            "assent-ingress-tenants", () -> clients.consumer("assent-ingress-tenants"), this);
  }

  /** Starts reading. */
  public void start() {
    follower.start();
  }

  /** Whether everything that was there at the start was read. */
  public boolean loaded() {
    return loaded;
  }

  /** Whether the thread that reads still runs. */
  public boolean alive() {
    return follower.alive();
  }

  /** What the last try to read failed with, as long as it is not read again. */
  public Optional<String> trouble() {
    return follower.trouble();
  }

  /** Records that were written and not read yet; 0 where that is not known. */
  public long lag() {
    return follower.lag();
  }

  @Override
  public void close() {
    follower.close();
  }

  @Override
  public void begin(Consumer<String, byte[]> consumer) {
    tenants.clear();
    consumer.assign(List.of(PARTITION));
    consumer.seekToBeginning(List.of(PARTITION));
    endAtStart = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
  }

  @Override
  public void take(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    boolean first = !loaded;
    records.forEach(this::take);
    boolean complete = consumer.position(PARTITION) >= endAtStart;
    if (complete && (first || !records.isEmpty())) {
      directory.replace(tenants.values(), consumer.position(PARTITION));
      loaded = true;
    }
  }

  /** What is known stays in force until it was read again. */
  @Override
  public void end() {}

  private void take(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      tenants.remove(record.key());
      return;
    }
    try {
      Tenant tenant = deserializer.deserialize(record.topic(), record.headers(), record.value());
      if (!tenant.getTenant().equals(record.key())) {
        throw new MalformedRecordException("the record is of another tenant than its key");
      }
      Optional<KnownTenant> before = Optional.ofNullable(tenants.get(record.key()));
      tenants.put(record.key(), KnownTenant.of(before, tenant, record.offset()));
    } catch (RuntimeException e) {
      if (DecodingFailure.isTransient(e)) {
        throw e; // the follower starts again
      }
      tenants.remove(record.key());
      LOG.atError()
          .addKeyValue("tenant", record.key())
          .addKeyValue("offset", record.offset())
          .addKeyValue("failure", e.getClass().getSimpleName())
          .log("a tenant cannot be read and is locked out");
    }
  }
}
