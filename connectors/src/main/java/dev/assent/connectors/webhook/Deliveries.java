package dev.assent.connectors.webhook;

import dev.assent.connectors.webhook.DeliveryStores.Dead;
import dev.assent.connectors.webhook.DeliveryStores.Due;
import dev.assent.connectors.webhook.Subscriptions.Standing;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.RecordReference;
import dev.assent.schemas.avro.WebhookDelivery;
import dev.assent.schemas.avro.WebhookOutcome;
import dev.assent.schemas.avro.WebhookSubscription;
import dev.assent.schemas.trace.Correlation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The deliveries of one task: which attempt is made next, and what comes of its outcome. Of the
 * deliveries of one subscription and operation only the first is in the schedule.
 */
final class Deliveries {
  /** Of one subscription at once, so that none keeps the others waiting. */
  private static final int STEPS = 100;

  /** What is removed or made again at once. */
  private static final int BATCH = 200;

  /** Until what holds a subscription up is looked at again. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final DeliveryStores stores;
  private final Subscriptions subscriptions;
  private final DeliveryRules rules;
  private final WebhookSender sender;
  private final DeadLetters deadLetters;
  private final WebhookMeter meter;
  private final RandomGenerator random;
  private final Map<SubscriptionKey, Line> lines = new HashMap<>();

  /** Where it is told what was given up. */
  @FunctionalInterface
  interface DeadLetters {
    /**
     * A delivery was given up.
     *
     * @param detail why, in words without content
     */
    void givenUp(WebhookDelivery delivery, String detail);
  }

  /** A subscription, with what of it is remembered between two looks. */
  private static final class Line {
    private final SubscriptionKey key;
    private Receiver receiver;

    /** Nothing is to be done before. */
    private Instant nextDue = Instant.EPOCH;

    Line(SubscriptionKey key, Receiver receiver) {
      this.key = key;
      this.receiver = receiver;
    }
  }

  Deliveries(
      DeliveryStores stores,
      Subscriptions subscriptions,
      DeliveryRules rules,
      WebhookSender sender,
      DeadLetters deadLetters,
      WebhookMeter meter,
      RandomGenerator random) {
    this.stores = stores;
    this.subscriptions = subscriptions;
    this.rules = rules;
    this.sender = sender;
    this.deadLetters = deadLetters;
    this.meter = meter;
    this.random = random;
    stores.receivers().forEach((key, receiver) -> lines.put(key, new Line(key, receiver)));
  }

  /**
   * Takes a result over for each of the tenant's subscriptions that was there when it was decided.
   *
   * @param source where the result stands
   * @param correlation what it carries
   */
  void accept(
      OperationResult result, RecordReference source, Correlation correlation, Instant now) {
    for (WebhookSubscription subscription : subscriptions.of(result.getTenant())) {
      if (result.getDecidedAt().isBefore(subscription.getCreatedAt())) {
        continue;
      }
      WebhookDelivery delivery =
          WebhookDelivery.newBuilder()
              .setTenant(result.getTenant())
              .setUserId(result.getUserId())
              .setWebhookId(subscription.getWebhookId())
              .setOperationId(result.getOperationId())
              .setSequence(result.getSequence())
              .setMessageId(ResultEvent.messageId(result))
              .setPayload(ByteBuffer.wrap(ResultEvent.body(result)))
              .setSource(source)
              .setAcceptedAt(now)
              .setAttempts(0)
              .setUnderWay(false)
              .setTraceparent(correlation.traceparent().orElse(null))
              .setTracestate(correlation.tracestate().orElse(null))
              .build();
      if (stores.delivery(SubscriptionKey.deliveryKey(delivery)).isPresent()) {
        continue; // the same result again would take the place of what is under way
      }
      Line line = line(SubscriptionKey.of(delivery));
      enqueue(line, delivery, now);
      work(line, now);
    }
  }

  /** Takes what came of an attempt. */
  void outcome(WebhookOutcome outcome, Instant now) {
    Optional<WebhookDelivery> found = stores.delivery(outcome.getDeliveryKey());
    if (found.isEmpty()) {
      return; // an earlier attempt was answered as well, or the subscription is gone
    }
    WebhookDelivery delivery = found.get();
    Line line = line(SubscriptionKey.of(delivery));
    if (outcome.getFailure() == null) {
      // of whichever attempt: the receiver has it
      delivered(line, delivery, now);
    } else if (delivery.getUnderWay() && delivery.getAttempts() == outcome.getAttempt()) {
      Optional<Duration> requested =
          Optional.ofNullable(outcome.getRetryAfter()).map(Duration::ofMillis);
      failed(line, delivery, outcome.getFailure(), requested, now);
    }
    line.nextDue = Instant.EPOCH;
    work(line, now);
  }

  /** Does what is due. */
  void tick(Instant now) {
    lines.values().forEach(line -> work(line, now));
  }

  /** Removes what nobody wants any more, and makes again what is asked for. */
  void upkeep(Instant now) {
    for (Line line : new ArrayList<>(lines.values())) {
      switch (subscriptions.standing(line.key)) {
        case Standing.Gone _ -> purge(line);
        case Standing.Open(WebhookSubscription subscription) -> redrive(line, subscription, now);
        case Standing.Waiting(Optional<WebhookSubscription> subscription) ->
            subscription.ifPresent(known -> redrive(line, known, now));
      }
      stores
          .dead(line.key, now.minus(DeliveryRules.DEAD_RETENTION), BATCH)
          .forEach(stores::removeDead);
    }
  }

  /** How many subscriptions have a receiver that did not take the last attempt. */
  int failing() {
    return (int) lines.values().stream().filter(line -> line.receiver.failures() > 0).count();
  }

  private void work(Line line, Instant now) {
    if (now.isBefore(line.nextDue)) {
      return;
    }
    Standing standing = subscriptions.standing(line.key);
    for (int step = 0; step < STEPS; step++) {
      Optional<Due> lease = stores.due(line.key, true);
      if (lease.isPresent() && !lease.get().dueAt().isAfter(now)) {
        WebhookDelivery lost = stores.delivery(lease.get().deliveryKey()).orElseThrow();
        failed(line, lost, "no outcome in time", Optional.empty(), now);
        continue;
      }
      Optional<Due> ready = stores.due(line.key, false);
      if (ready.isEmpty() || ready.get().dueAt().isAfter(now)) {
        line.nextDue = earliest(lease, ready);
        return;
      }
      WebhookDelivery delivery = stores.delivery(ready.get().deliveryKey()).orElseThrow();
      if (isOver(delivery, now)) {
        giveUp(delivery, now);
        continue;
      }
      if (!(standing instanceof Standing.Open(WebhookSubscription subscription))
          || !sender.hasRoom()
          || !line.receiver.admits(now, rules.concurrency())) {
        Instant reopened = line.receiver.closedUntil().filter(now::isBefore).orElse(Instant.MAX);
        line.nextDue = earliest(now.plus(AGAIN), reopened);
        return;
      }
      begin(line, delivery, subscription, now);
    }
  }

  private void begin(
      Line line, WebhookDelivery delivery, WebhookSubscription subscription, Instant now) {
    stores.unschedule(delivery);
    delivery.setAttempts(delivery.getAttempts() + 1);
    delivery.setUnderWay(true);
    delivery.setDueAt(now.plus(rules.lease()));
    stores.put(delivery);
    keep(line, line.receiver.begun());
    sender.send(new Attempt(SubscriptionKey.deliveryKey(delivery), delivery, subscription));
  }

  private void delivered(Line line, WebhookDelivery delivery, Instant now) {
    Receiver receiver = delivery.getUnderWay() ? line.receiver.ended() : line.receiver;
    keep(line, receiver.answered());
    stores.remove(delivery);
    letNextIn(delivery, now);
    meter.delivered(Duration.between(delivery.getAcceptedAt(), now));
  }

  private void failed(
      Line line,
      WebhookDelivery delivery,
      String failure,
      Optional<Duration> requested,
      Instant now) {
    keep(line, line.receiver.ended().failed(now, requested, rules, random));
    stores.unschedule(delivery);
    delivery.setUnderWay(false);
    delivery.setLastFailure(failure);
    delivery.setDueAt(
        now.plus(
            Pause.after(delivery.getAttempts(), rules.firstPause(), rules.longestPause(), random)));
    meter.failed();
    if (isOver(delivery, now)) {
      giveUp(delivery, now);
    } else {
      stores.put(delivery);
    }
  }

  private void giveUp(WebhookDelivery delivery, Instant now) {
    stores.remove(delivery);
    letNextIn(delivery, now);
    delivery.setDueAt(null);
    stores.putDead(delivery, now);
    meter.givenUp();
    deadLetters.givenUp(
        delivery,
        "webhook %s: not delivered within %s; %d attempts, the last: %s"
            .formatted(
                delivery.getWebhookId(),
                rules.lifetime(),
                delivery.getAttempts(),
                Optional.ofNullable(delivery.getLastFailure()).orElse("none was made")));
  }

  /** The next of the operation, which waited for this one. */
  private void letNextIn(WebhookDelivery delivery, Instant now) {
    stores
        .first(SubscriptionKey.operationPrefix(delivery))
        .filter(next -> next.getDueAt() == null)
        .ifPresent(
            next -> {
              next.setDueAt(now);
              stores.put(next);
            });
  }

  private void enqueue(Line line, WebhookDelivery delivery, Instant now) {
    boolean waits = stores.first(SubscriptionKey.operationPrefix(delivery)).isPresent();
    delivery.setDueAt(waits ? null : now);
    stores.put(delivery);
    if (!waits) {
      line.nextDue = Instant.EPOCH;
    }
  }

  private void redrive(Line line, WebhookSubscription subscription, Instant now) {
    Instant request = subscription.getRedriveRequestedAt();
    if (request == null || line.receiver.redriven().filter(request::equals).isPresent()) {
      return;
    }
    List<Dead> given = stores.dead(line.key, request, BATCH);
    for (Dead one : given) {
      WebhookDelivery delivery = one.delivery();
      delivery.setAcceptedAt(now);
      delivery.setAttempts(0);
      delivery.setLastFailure(null);
      stores.removeDead(one);
      enqueue(line, delivery, now);
    }
    if (given.size() < BATCH) {
      keep(line, line.receiver.answered().redrivenUpTo(request));
    }
    line.nextDue = Instant.EPOCH;
  }

  private void purge(Line line) {
    List<WebhookDelivery> left = stores.some(line.key, BATCH);
    left.forEach(stores::remove);
    List<Dead> dead = stores.dead(line.key, Instant.MAX, BATCH);
    dead.forEach(stores::removeDead);
    if (left.size() < BATCH && dead.size() < BATCH) {
      stores.removeReceiver(line.key);
      lines.remove(line.key);
    }
  }

  private Line line(SubscriptionKey key) {
    return lines.computeIfAbsent(
        key,
        fresh -> {
          stores.put(fresh, Receiver.NEW);
          return new Line(fresh, Receiver.NEW);
        });
  }

  private void keep(Line line, Receiver receiver) {
    line.receiver = receiver;
    stores.put(line.key, receiver);
  }

  private boolean isOver(WebhookDelivery delivery, Instant now) {
    return !now.isBefore(delivery.getAcceptedAt().plus(rules.lifetime()));
  }

  private static Instant earliest(Optional<Due> one, Optional<Due> other) {
    return earliest(
        one.map(Due::dueAt).orElse(Instant.MAX), other.map(Due::dueAt).orElse(Instant.MAX));
  }

  private static Instant earliest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
