package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.WebhookSubscription;
import dev.assent.schemas.serde.DecodingFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants' subscriptions, read from the store that every instance has whole, and remembered
 * until that store changes.
 */
final class Subscriptions {
  private static final Logger LOGGER = LoggerFactory.getLogger(Subscriptions.class);

  private final ReadOnlyKeyValueStore<String, byte[]> store;
  private final String topic;
  private final Deserializer<Tenant> deserializer;
  private final AtomicLong changes;
  private final Map<String, Known> known = new HashMap<>();
  private long knownAt;

  /** What a tenant has; of one that cannot be read it is not known, so nothing is thrown away. */
  private record Known(boolean readable, boolean enabled, List<WebhookSubscription> all) {
    static final Known NOTHING = new Known(true, false, List.of());
    static final Known UNREADABLE = new Known(false, false, List.of());
  }

  /** What is to be done with a delivery. */
  sealed interface Standing {
    /** It may be made. */
    record Open(WebhookSubscription subscription) implements Standing {}

    /** It waits: the subscription is paused, or its tenant disabled or not readable. */
    record Waiting(Optional<WebhookSubscription> subscription) implements Standing {}

    /** There is no such subscription any more. */
    record Gone() implements Standing {}
  }

  /**
   * @param changes counts up after each change of the store
   */
  Subscriptions(
      ReadOnlyKeyValueStore<String, byte[]> store,
      String topic,
      Deserializer<Tenant> deserializer,
      AtomicLong changes) {
    this.store = store;
    this.topic = topic;
    this.deserializer = deserializer;
    this.changes = changes;
  }

  /** All subscriptions of the tenant; not to be changed. */
  List<WebhookSubscription> of(String tenant) {
    return known(tenant).all();
  }

  /** How it stands with the subscription. */
  Standing standing(SubscriptionKey key) {
    Known tenant = known(key.tenant());
    Optional<WebhookSubscription> found =
        tenant.all().stream()
            .filter(subscription -> subscription.getWebhookId().equals(key.webhookId()))
            .findFirst();
    if (!tenant.readable()) {
      return new Standing.Waiting(Optional.empty());
    }
    return found
        .<Standing>map(
            subscription ->
                tenant.enabled() && !subscription.getPaused()
                    ? new Standing.Open(subscription)
                    : new Standing.Waiting(found))
        .orElseGet(Standing.Gone::new);
  }

  private Known known(String tenant) {
    // read before the store: a change in between is found the next time
    long now = changes.get();
    if (now != knownAt) {
      known.clear();
      knownAt = now;
    }
    return known.computeIfAbsent(tenant, this::read);
  }

  private Known read(String tenant) {
    byte[] value = store.get(tenant);
    if (value == null) {
      return Known.NOTHING;
    }
    try {
      Tenant read = deserializer.deserialize(topic, value);
      return new Known(true, read.getEnabled(), List.copyOf(read.getWebhooks()));
    } catch (RuntimeException e) {
      if (DecodingFailure.isTransient(e)) {
        throw e;
      }
      LOGGER
          .atError()
          .addKeyValue("tenant", tenant)
          .log("A tenant's record cannot be read; its webhooks wait");
      return Known.UNREADABLE;
    }
  }
}
