package dev.assent.standalone.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where one combined broker and controller keeps its data and listens, and which others there are.
 *
 * @param directory keeps the logs and the identity of the node
 * @param host address to listen on
 * @param port for clients, 1 to 65,535
 * @param nodeId of this node, 1 and up
 * @param controllerPorts for the controllers of all nodes, in the order of their ids
 */
record BrokerSettings(
    Path directory, String host, int port, int nodeId, List<Integer> controllerPorts) {
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  /** The Kafka settings of the node. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("node.id", Integer.toString(nodeId));
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty(
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d"
            .formatted(host, port, CONTROLLER_LISTENER, host, controllerPorts.get(nodeId - 1)));
    properties.setProperty("advertised.listeners", "PLAINTEXT://%s:%d".formatted(host, port));
    properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
    properties.setProperty("controller.listener.names", CONTROLLER_LISTENER);
    properties.setProperty(
        "controller.quorum.voters",
        IntStream.rangeClosed(1, controllerPorts.size())
            .mapToObj(id -> "%d@%s:%d".formatted(id, host, controllerPorts.get(id - 1)))
            .collect(Collectors.joining(",")));
    properties.setProperty("log.dirs", directory.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    // Of three copies two are enough to go on, and enough to lose nothing.
    String copies = Integer.toString(controllerPorts.size());
    String inSync = Integer.toString(Math.max(1, controllerPorts.size() - 1));
    properties.setProperty("default.replication.factor", copies);
    properties.setProperty("min.insync.replicas", inSync);
    properties.setProperty("offsets.topic.num.partitions", "4");
    properties.setProperty("offsets.topic.replication.factor", copies);
    properties.setProperty("transaction.state.log.num.partitions", "4");
    properties.setProperty("transaction.state.log.replication.factor", copies);
    properties.setProperty("transaction.state.log.min.isr", inSync);
    properties.setProperty("share.coordinator.state.topic.num.partitions", "4");
    properties.setProperty("share.coordinator.state.topic.replication.factor", copies);
    properties.setProperty("share.coordinator.state.topic.min.isr", inSync);
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
