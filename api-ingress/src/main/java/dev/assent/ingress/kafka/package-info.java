/**
 * Plain Kafka clients with the settings that correctness depends on, and a thread that follows
 * partitions.
 */
package dev.assent.ingress.kafka;
