package dev.assent.connectors.webhook;

/** Names of the topology's nodes. */
final class Node {
  static final String READ_RESULTS = "read-results";
  static final String READ_OUTCOMES = "read-webhook-outcomes";
  static final String DELIVER = "deliver";
  static final String DEAD_LETTER = "dead-letter-delivery";
  static final String READ_TENANTS = "read-tenants";
  static final String KEEP_TENANT = "keep-tenant";

  private Node() {}
}
