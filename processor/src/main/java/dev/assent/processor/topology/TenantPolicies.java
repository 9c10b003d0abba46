package dev.assent.processor.topology;

import dev.assent.processor.decision.Policy;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.catalogue.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenants' policies, read from the store that every instance has whole. */
final class TenantPolicies {
  private static final Logger LOGGER = LoggerFactory.getLogger(TenantPolicies.class);

  private final ReadOnlyKeyValueStore<String, byte[]> store;
  private final TopicCodec<Tenant> codec;
  private final Map<String, Known> known = new HashMap<>();

  TenantPolicies(ReadOnlyKeyValueStore<String, byte[]> store, Map<String, ?> serdeConfiguration) {
    this.store = store;
    this.codec = TopicCodec.registered(Topic.TENANTS, Tenant.class, serdeConfiguration);
  }

  /** What was read last, so that a tenant is decoded once and not with each command. */
  private record Known(Bytes source, Optional<Policy> policy) {}

  private static final class Bytes {
    private final byte[] value;

    Bytes(byte[] value) {
      this.value = value;
    }

    boolean same(byte[] other) {
      return Arrays.equals(value, other);
    }
  }

  /**
   * The policy of an enabled tenant; nothing where the tenant is unknown, disabled or unreadable.
   */
  Optional<Policy> enabled(String tenant) {
    byte[] value = store.get(tenant);
    if (value == null) {
      return Optional.empty();
    }
    Known last = known.get(tenant);
    if (last == null || !last.source().same(value)) {
      last = new Known(new Bytes(value), read(tenant, value));
      known.put(tenant, last);
    }
    return last.policy();
  }

  private Optional<Policy> read(String tenant, byte[] value) {
    try {
      if (codec.decode(value) instanceof TopicCodec.Decoded.Value<Tenant>(var record)) {
        return record.getEnabled() ? Optional.of(policy(record.getPolicy())) : Optional.empty();
      }
    } catch (IllegalArgumentException e) {
      LOGGER
          .atError()
          .addKeyValue("tenant", tenant)
          .addKeyValue("reason", e.getMessage())
          .log("A tenant's policy cannot be used; its commands are refused");
      return Optional.empty();
    }
    LOGGER
        .atError()
        .addKeyValue("tenant", tenant)
        .log("A tenant's record cannot be read; its commands are refused");
    return Optional.empty();
  }

  private static Policy policy(TenantPolicy policy) {
    return new Policy(
        Duration.ofMillis(policy.getTimeToLive()),
        policy.getMaximumFailedProofs(),
        policy.getMaximumPending(),
        Duration.ofMillis(policy.getRetention()));
  }
}
