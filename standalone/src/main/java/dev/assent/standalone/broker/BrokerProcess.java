package dev.assent.standalone.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.UUID;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Main class of the broker's process: formats the directory at the first start, runs the broker
 * until SIGTERM, and prints {@value #READY} once clients can connect. Arguments: directory, host,
 * port and controller port; for one of several brokers its number, from 1 on, and instead of its
 * own controller port those of all, comma separated; and a properties file whose settings replace
 * the usual ones, if wanted.
 */
public final class BrokerProcess {
  /** The line on standard output that says that clients can connect. */
  public static final String READY = "READY";

  private static final int SETTINGS_FILE = 5;

  private BrokerProcess() {}

  /**
   * Runs the broker.
   *
   * @throws Exception where the directory cannot be formatted, or the file cannot be read
   */
  public static void main(String[] arguments) throws Exception {
    BrokerSettings settings =
        new BrokerSettings(
            Path.of(arguments[0]),
            arguments[1],
            Integer.parseInt(arguments[2]),
            arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1,
            Arrays.stream(arguments[3].split(",")).map(Integer::valueOf).toList());
    if (!Files.exists(settings.directory().resolve("meta.properties"))) {
      format(settings);
    }
    Properties properties = settings.properties();
    if (arguments.length > SETTINGS_FILE) {
      try (Reader file = Files.newBufferedReader(Path.of(arguments[SETTINGS_FILE]))) {
        properties.load(file);
      }
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("broker-shutdown")
                .unstarted(
                    () -> {
                      server.shutdown();
                      server.awaitShutdown();
                    }));
    server.startup();
    System.out.println(READY);
    server.awaitShutdown();
  }

  private static void format(BrokerSettings settings) throws Exception {
    Path directory = settings.directory();
    Files.createDirectories(directory);
    Formatter formatter = new Formatter();
    formatter
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(settings.nodeId())
        .setClusterId(clusterId(settings))
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .setIgnoreFormatted(true);
    formatter.run();
  }

  /** Brokers of one cluster must agree, and find out by nothing but where they listen. */
  private static String clusterId(BrokerSettings settings) {
    UUID agreed =
        UUID.nameUUIDFromBytes(
            settings.controllerPorts().toString().getBytes(StandardCharsets.UTF_8));
    return settings.controllerPorts().size() == 1
        ? Uuid.randomUuid().toString()
        : new Uuid(agreed.getMostSignificantBits(), agreed.getLeastSignificantBits()).toString();
  }
}
