package dev.assent.standalone.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Main class of the broker's process: formats the directory at the first start, runs the broker
 * until SIGTERM, and prints {@value #READY} once clients can connect. Arguments: directory, host,
 * port and controller port; and a properties file whose settings replace the usual ones, if wanted.
 */
public final class BrokerProcess {
  /** The line on standard output that says that clients can connect. */
  public static final String READY = "READY";

  private static final int SETTINGS_FILE = 4;

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
            Integer.parseInt(arguments[3]));
    if (!Files.exists(settings.directory().resolve("meta.properties"))) {
      format(settings.directory());
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

  private static void format(Path directory) throws Exception {
    Files.createDirectories(directory);
    Formatter formatter = new Formatter();
    formatter
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(BrokerSettings.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .setIgnoreFormatted(true);
    formatter.run();
  }
}
