package dev.assent.connectors.application;

import dev.assent.schemas.broker.TestBrokers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.testcontainers.kafka.KafkaContainer;

/** A real broker, embedded or in a container, with two partitions for each topic. */
final class TestBroker implements AutoCloseable {
  private final String address;
  private final Runnable end;

  private TestBroker(String address, Runnable end) {
    this.address = address;
    this.end = end;
  }

  static TestBroker start(Path directory) throws Exception {
    return switch (TestBrokers.choice()) {
      case TESTCONTAINERS -> contained();
      case EMBEDDED -> embedded(directory);
    };
  }

  private static TestBroker contained() {
    KafkaContainer container = TestBrokers.start(TestBrokers.QUICK);
    return new TestBroker(container.getBootstrapServers(), container::stop);
  }

  private static TestBroker embedded(Path directory) throws Exception {
    int port = freePort();
    int controller = freePort();
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("node.id", "1"),
            Map.entry("process.roles", "broker,controller"),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controller)),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
            Map.entry("log.dirs", directory.toString())));
    properties.putAll(TestBrokers.QUICK);
    Formatter formatter = new Formatter();
    formatter
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .run();
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
    return new TestBroker(
        "127.0.0.1:" + port,
        () -> {
          server.shutdown();
          server.awaitShutdown();
        });
  }

  String address() {
    return address;
  }

  Map<String, Object> client() {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address);
  }

  void create(String... topics) throws Exception {
    try (Admin admin = Admin.create(client())) {
      admin
          .createTopics(
              Arrays.stream(topics).map(topic -> new NewTopic(topic, 2, (short) 1)).toList())
          .all()
          .get();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
