package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.WebhookDelivery;
import dev.assent.schemas.key.UserKey;
import java.time.Instant;

/**
 * A subscription of a tenant, and the keys under which the stores have what is its. Neither part
 * has a slash, and times and sequences have 19 digits, so that keys sort as they should.
 */
record SubscriptionKey(String tenant, String webhookId) {
  /** Nothing is later. */
  static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  /** Sorts behind every digit. */
  static final String AFTER_DIGITS = ":";

  private static final int DIGITS = 19;

  static SubscriptionKey of(WebhookDelivery delivery) {
    return new SubscriptionKey(delivery.getTenant(), delivery.getWebhookId());
  }

  /** The key of a text as {@link #text} makes it. */
  static SubscriptionKey parse(String text) {
    int slash = text.indexOf('/');
    return new SubscriptionKey(text.substring(0, slash), text.substring(slash + 1));
  }

  String text() {
    return tenant + "/" + webhookId;
  }

  /** What the keys of everything of this subscription begin with. */
  String prefix() {
    return text() + "/";
  }

  /** What the keys of an operation's deliveries begin with, which sort by sequence. */
  static String operationPrefix(WebhookDelivery delivery) {
    UserKey user = new UserKey(delivery.getTenant(), delivery.getUserId());
    return of(delivery).prefix() + user.text(delivery.getOperationId()) + "/";
  }

  static String deliveryKey(WebhookDelivery delivery) {
    return operationPrefix(delivery) + digits(delivery.getSequence());
  }

  /** What the keys of the schedule begin with, which sort by time. */
  String schedulePrefix(boolean underWay) {
    return prefix() + (underWay ? "lease/" : "ready/");
  }

  String scheduleKey(boolean underWay, Instant dueAt, String deliveryKey) {
    return schedulePrefix(underWay) + digits(dueAt.toEpochMilli()) + "/" + deliveryKey;
  }

  /** What the keys of what was given up begin with, which sort by the time of it. */
  String deadPrefix() {
    return prefix() + "dead/";
  }

  String deadKey(Instant givenUpAt, String deliveryKey) {
    return deadPrefix() + digits(givenUpAt.toEpochMilli()) + "/" + deliveryKey;
  }

  /** The time in a key, behind its prefix. */
  static Instant time(String prefix, String key) {
    return Instant.ofEpochMilli(Long.parseLong(key, prefix.length(), prefix.length() + DIGITS, 10));
  }

  /** A number so that texts sort as numbers do. */
  static String digits(long number) {
    return String.format("%0" + DIGITS + "d", number);
  }
}
