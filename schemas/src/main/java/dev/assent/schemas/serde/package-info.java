/**
 * Avro on Kafka: the Confluent wire format over the Confluent Schema Registry protocol for public
 * topics, and Avro single objects, which need no registry, for state stores and internal topics.
 */
package dev.assent.schemas.serde;
