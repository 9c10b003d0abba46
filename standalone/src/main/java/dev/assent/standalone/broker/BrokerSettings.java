package dev.assent.standalone.broker;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Where one combined broker and controller keeps its data and listens.
 *
 * @param directory keeps the logs and the identity of the node
 * @param host address to listen on
 * @param port for clients, 1 to 65,535
 * @param controllerPort for the controller, 1 to 65,535
 */
record BrokerSettings(Path directory, String host, int port, int controllerPort) {
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  static final int NODE_ID = 1;

  /** The Kafka settings of the node. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("node.id", Integer.toString(NODE_ID));
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty(
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d"
            .formatted(host, port, CONTROLLER_LISTENER, host, controllerPort));
    properties.setProperty("advertised.listeners", "PLAINTEXT://%s:%d".formatted(host, port));
    properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
    properties.setProperty("controller.listener.names", CONTROLLER_LISTENER);
    properties.setProperty(
        "controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, host, controllerPort));
    properties.setProperty("log.dirs", directory.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("offsets.topic.num.partitions", "4");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("transaction.state.log.num.partitions", "4");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.num.partitions", "4");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    properties.setProperty("group.min.session.timeout.ms", "1000");
    // The defaults (20 ms, 10 s) would hold back the next transaction, or everybody who reads
    // behind
    // one that a killed processor left open.
    properties.setProperty("add.partitions.to.txn.retry.backoff.ms", "1");
    properties.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // Saves 110 MB of memory; the compacted topics of one machine are small.
    properties.setProperty("log.cleaner.dedupe.buffer.size", "4000000");
    return properties;
  }
}
