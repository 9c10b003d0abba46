package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.WebhookDelivery;
import dev.assent.schemas.avro.WebhookReceiverRecord;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The stores of one task, as records. */
final class DeliveryStores {
  private static final byte[] PRESENT = {};
  private static final StringSerializer TEXT = new StringSerializer();

  private final SingleObjectSerde<WebhookDelivery> deliveryCodec =
      SingleObjectSerde.of(WebhookDelivery.class);
  private final SingleObjectSerde<WebhookReceiverRecord> receiverCodec =
      SingleObjectSerde.of(WebhookReceiverRecord.class);
  private final KeyValueStore<String, byte[]> deliveries;
  private final KeyValueStore<String, byte[]> schedule;
  private final KeyValueStore<String, byte[]> dead;
  private final KeyValueStore<String, byte[]> receivers;

  /**
   * Before which time there is nothing under a prefix of the schedule or of what was given up. Most
   * entries are removed soon, and a scan walks over every tombstone that it meets.
   */
  private final Map<String, Instant> nothingBefore = new HashMap<>();

  DeliveryStores(ProcessingContext context) {
    deliveries = context.getStateStore(StoreName.DELIVERIES);
    schedule = context.getStateStore(StoreName.SCHEDULE);
    dead = context.getStateStore(StoreName.DEAD);
    receivers = context.getStateStore(StoreName.RECEIVERS);
  }

  /**
   * Something to be done.
   *
   * @param dueAt when
   */
  record Due(Instant dueAt, String deliveryKey) {}

  /** Something that was given up. */
  record Dead(String key, Instant givenUpAt, WebhookDelivery delivery) {}

  Optional<WebhookDelivery> delivery(String deliveryKey) {
    return Optional.ofNullable(deliveries.get(deliveryKey)).map(deliveryCodec::decode);
  }

  /** The first delivery of the operation. */
  Optional<WebhookDelivery> first(String operationPrefix) {
    return first(deliveries, operationPrefix).map(entry -> deliveryCodec.decode(entry.value));
  }

  /** Keeps the delivery, and its place in the schedule where it has one. */
  void put(WebhookDelivery delivery) {
    String key = SubscriptionKey.deliveryKey(delivery);
    deliveries.put(key, deliveryCodec.encode(delivery));
    if (delivery.getDueAt() != null) {
      schedule.put(scheduleKey(delivery, key), PRESENT);
      comes(
          SubscriptionKey.of(delivery).schedulePrefix(delivery.getUnderWay()), delivery.getDueAt());
    }
  }

  /** Removes the delivery and its place in the schedule. */
  void remove(WebhookDelivery delivery) {
    String key = SubscriptionKey.deliveryKey(delivery);
    deliveries.delete(key);
    unschedule(delivery);
  }

  /** Removes the place in the schedule only. */
  void unschedule(WebhookDelivery delivery) {
    if (delivery.getDueAt() != null) {
      schedule.delete(scheduleKey(delivery, SubscriptionKey.deliveryKey(delivery)));
    }
  }

  /** What is due first of the subscription. */
  Optional<Due> due(SubscriptionKey subscription, boolean underWay) {
    String prefix = subscription.schedulePrefix(underWay);
    try (KeyValueIterator<String, byte[]> found = timed(schedule, prefix)) {
      if (!found.hasNext()) {
        nothingBefore.put(prefix, SubscriptionKey.LATEST);
        return Optional.empty();
      }
      String key = found.next().key;
      Instant dueAt = SubscriptionKey.time(prefix, key);
      nothingBefore.put(prefix, dueAt);
      return Optional.of(new Due(dueAt, key.substring(key.indexOf('/', prefix.length()) + 1)));
    }
  }

  /** Some of the subscription's deliveries, in no particular order. */
  List<WebhookDelivery> some(SubscriptionKey subscription, int limit) {
    List<WebhookDelivery> some = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all =
        deliveries.prefixScan(subscription.prefix(), TEXT)) {
      while (all.hasNext() && some.size() < limit) {
        some.add(deliveryCodec.decode(all.next().value));
      }
    }
    return some;
  }

  void putDead(WebhookDelivery delivery, Instant givenUpAt) {
    SubscriptionKey subscription = SubscriptionKey.of(delivery);
    dead.put(
        subscription.deadKey(givenUpAt, SubscriptionKey.deliveryKey(delivery)),
        deliveryCodec.encode(delivery));
    comes(subscription.deadPrefix(), givenUpAt);
  }

  void removeDead(Dead one) {
    dead.delete(one.key());
  }

  /** What was given up first, and before the time. */
  List<Dead> dead(SubscriptionKey subscription, Instant before, int limit) {
    List<Dead> found = new ArrayList<>();
    String prefix = subscription.deadPrefix();
    Instant next = SubscriptionKey.LATEST;
    try (KeyValueIterator<String, byte[]> all = timed(dead, prefix)) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        Instant givenUpAt = SubscriptionKey.time(prefix, entry.key);
        if (!givenUpAt.isBefore(before) || found.size() == limit) {
          next = givenUpAt;
          break;
        }
        found.add(new Dead(entry.key, givenUpAt, deliveryCodec.decode(entry.value)));
      }
    }
    // what is found is still there
    nothingBefore.put(prefix, found.isEmpty() ? next : found.getFirst().givenUpAt());
    return found;
  }

  void put(SubscriptionKey subscription, Receiver receiver) {
    receivers.put(
        subscription.text(),
        receiverCodec.encode(
            new WebhookReceiverRecord(
                receiver.underWay(),
                receiver.failures(),
                receiver.closedUntil().orElse(null),
                receiver.redriven().orElse(null))));
  }

  void removeReceiver(SubscriptionKey subscription) {
    receivers.delete(subscription.text());
    nothingBefore.keySet().removeIf(prefix -> prefix.startsWith(subscription.prefix()));
  }

  /** All receivers there are. */
  Map<SubscriptionKey, Receiver> receivers() {
    Map<SubscriptionKey, Receiver> found = new LinkedHashMap<>();
    try (KeyValueIterator<String, byte[]> all = receivers.all()) {
      all.forEachRemaining(
          entry -> {
            WebhookReceiverRecord record = receiverCodec.decode(entry.value);
            found.put(
                SubscriptionKey.parse(entry.key),
                new Receiver(
                    record.getUnderWay(),
                    record.getFailures(),
                    Optional.ofNullable(record.getClosedUntil()),
                    Optional.ofNullable(record.getRedriven())));
          });
    }
    return found;
  }

  /** Something comes under the prefix; of a prefix that was not looked at nothing is known. */
  private void comes(String prefix, Instant time) {
    nothingBefore.computeIfPresent(prefix, (_, known) -> time.isBefore(known) ? time : known);
  }

  /** What is under a prefix that a time follows, from where there is something on. */
  private KeyValueIterator<String, byte[]> timed(
      KeyValueStore<String, byte[]> store, String prefix) {
    Instant from = nothingBefore.getOrDefault(prefix, Instant.EPOCH);
    return store.range(
        prefix + SubscriptionKey.digits(from.toEpochMilli()),
        prefix + SubscriptionKey.AFTER_DIGITS);
  }

  private static Optional<KeyValue<String, byte[]>> first(
      KeyValueStore<String, byte[]> store, String prefix) {
    try (KeyValueIterator<String, byte[]> found = store.prefixScan(prefix, TEXT)) {
      return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    }
  }

  private static String scheduleKey(WebhookDelivery delivery, String deliveryKey) {
    return SubscriptionKey.of(delivery)
        .scheduleKey(delivery.getUnderWay(), delivery.getDueAt(), deliveryKey);
  }
}
