/**
 * Results for those who have no Kafka: each is posted to the tenant's subscriptions by the Standard
 * Webhooks specification, in order for each operation, until it is taken or its time is over
 * (decision 22).
 */
package dev.assent.connectors.webhook;
