/** Share groups that tasks come from, and the topics that outcomes and dead letters go to. */
package dev.assent.connectors.kafka;
