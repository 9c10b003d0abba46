package dev.assent.connectors.webhook;

/** Names of the state stores; a changelog topic is named after each. */
final class StoreName {
  /** Deliveries. Key: subscription, user, operation, sequence. */
  static final String DELIVERIES = "webhook-deliveries-store";

  /** When something is to be done. Key: subscription, whether under way, time, delivery. */
  static final String SCHEDULE = "webhook-schedule-store";

  /** What was given up. Key: subscription, time, delivery. */
  static final String DEAD = "webhook-dead-store";

  /** What is known of receivers. Key: subscription. */
  static final String RECEIVERS = "webhook-receivers-store";

  /** Tenants, on every instance. Key: tenant. */
  static final String TENANTS = "webhook-tenants-store";

  private StoreName() {}
}
