package dev.assent.standalone.trial;

import dev.assent.standalone.broker.BrokerProcess;
import dev.assent.standalone.cluster.TopicCreation;
import dev.assent.standalone.process.StartFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * One broker with the catalogue's topics, and a registry, on loopback, without any protection: what
 * a service needs to become ready once. The images' AOT caches are made with it.
 */
public final class TrialCluster {
  private static final int PARTITIONS = 2;

  private TrialCluster() {}

  /**
   * Runs until the process is ended.
   *
   * @param directory keeps the broker's data
   * @param port of the broker; its controller takes the next one, and the registry the one after
   * @param out is told once services can start
   */
  public static void run(Path directory, int port, PrintStream out)
      throws IOException, StartFailure, ExecutionException, InterruptedException {
    Thread broker =
        Thread.ofPlatform()
            .name("trial-broker")
            .start(
                () -> {
                  try {
                    BrokerProcess.main(
                        new String[] {
                          directory.toString(),
                          "127.0.0.1",
                          Integer.toString(port),
                          Integer.toString(port + 1)
                        });
                  } catch (Exception failure) {
                    throw new IllegalStateException("The trial broker cannot run", failure);
                  }
                });
    try (TrialRegistry _ = new TrialRegistry(port + 2);
        Admin admin =
            Admin.create(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port))) {
      new TopicCreation(admin, PARTITIONS, Optional.empty()).run();
      out.println("The trial cluster is ready");
      broker.join();
    }
  }
}
