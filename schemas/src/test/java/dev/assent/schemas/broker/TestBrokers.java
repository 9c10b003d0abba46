package dev.assent.schemas.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The brokers of the tests of this JVM. */
public final class TestBrokers {
  /** Settings of Kafka with which one broker is quick, whatever it runs in. */
  public static final Map<String, String> QUICK =
      Map.ofEntries(
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.share.heartbeat.interval.ms", "1000"),
          Map.entry("group.share.min.heartbeat.interval.ms", "1000"),
          // a test does not wait 15 seconds for a lock
          Map.entry("group.share.min.record.lock.duration.ms", "1000"),
          Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
          Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
          Map.entry("log.cleaner.dedupe.buffer.size", "4000000"));

  private static final String IMAGES = "docker/images.env";
  private static final String KAFKA = "KAFKA_IMAGE=";

  private TestBrokers() {}

  /** Made once, and printed. */
  private static final class Made {
    private static final BrokerChoice CHOICE = choose();

    private static BrokerChoice choose() {
      BrokerChoice choice =
          BrokerChoice.of(
              Optional.ofNullable(System.getProperty(BrokerChoice.PROPERTY)),
              () -> DockerClientFactory.instance().isDockerAvailable());
      System.out.println(
          switch (choice) {
            case TESTCONTAINERS -> "Tests take their broker from Testcontainers: " + image();
            case EMBEDDED ->
                "Tests take the embedded broker; -D%s=testcontainers forces the other"
                    .formatted(BrokerChoice.PROPERTY);
          });
      return choice;
    }
  }

  /** The choice of this JVM. */
  public static BrokerChoice choice() {
    return Made.CHOICE;
  }

  /**
   * Starts a broker in a container.
   *
   * @param settings of Kafka
   */
  public static KafkaContainer start(Map<String, String> settings) {
    KafkaContainer container =
        new KafkaContainer(
            DockerImageName.parse(image()).asCompatibleSubstituteFor("apache/kafka"));
    settings.forEach((name, value) -> container.withEnv(variable(name), value));
    container.start();
    return container;
  }

  /** How the image takes a setting of Kafka. */
  static String variable(String setting) {
    return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** The image, from the one place that names images of others. */
  static String image() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve(IMAGES);
      if (Files.exists(file)) {
        try {
          return Files.readAllLines(file).stream()
              .filter(line -> line.startsWith(KAFKA))
              .map(line -> line.substring(KAFKA.length()))
              .findFirst()
              .orElseThrow();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new IllegalStateException("no " + IMAGES + " above the current directory");
  }
}
