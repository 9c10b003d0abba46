/**
 * All of Assent on one machine: broker, registry, topics, schemas, demo tenant, processor and
 * ingress, for {@code ./assent up} and for tests alike.
 */
package dev.assent.standalone.cluster;
