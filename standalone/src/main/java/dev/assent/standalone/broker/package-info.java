/** A real Kafka broker, KRaft combined with its controller, as a process of its own. */
package dev.assent.standalone.broker;
