package dev.assent.verification.bench;

import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.process.Readiness;
import dev.assent.standalone.process.RunFiles;
import dev.assent.standalone.process.ServiceDefinition;
import dev.assent.standalone.process.ServiceProcess;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.passthrough.PassThrough;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The second limit: an empty exactly-once stream behind the same HTTP server. */
final class PassThroughLimit implements AutoCloseable {
  private static final int OK = 200;
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

  private final ServiceProcess process;
  private final ConnectionPool connections;
  private final String body = "x".repeat(200);

  private PassThroughLimit(ServiceProcess process, URI address) {
    this.process = process;
    this.connections = new ConnectionPool(address);
  }

  static PassThroughLimit start(
      Map<String, Object> clientConfiguration, Path directory, int partitions)
      throws InterruptedException, ExecutionException, IOException, StartFailure {
    try (Admin admin = Admin.create(clientConfiguration)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(PassThrough.INPUT, Optional.of(partitions), Optional.empty()),
                  new NewTopic(PassThrough.OUTPUT, Optional.of(partitions), Optional.empty())))
          .all()
          .get();
    }
    URI address = URI.create("http://127.0.0.1:" + freePort());
    ServiceDefinition definition =
        new ServiceDefinition(
            "pass-through",
            "pass-through",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                Installation.find().classPath("verification"),
                PassThrough.class.getName(),
                (String) clientConfiguration.get("bootstrap.servers"),
                directory.resolve("pass-through-state").toString(),
                Integer.toString(address.getPort())),
            Readiness.http(address.resolve("/ready")),
            directory.resolve("pass-through.log"),
            READY_WITHIN,
            STOP_WITHIN);
    ServiceProcess process =
        new ServiceProcess(definition, new RunFiles(directory.resolve("run-pass-through")));
    process.start();
    process.awaitReady();
    return new PassThroughLimit(process, address);
  }

  Timed open(int rate, Duration duration) {
    return measure(work -> Load.open(rate, duration, work));
  }

  Timed closed(int workers, Duration duration) {
    return measure(work -> Load.closed(workers, duration, work));
  }

  private Timed measure(java.util.function.Consumer<Load.Work> load) {
    Histogram histogram = Timed.histogram3();
    LongAdder failures = new LongAdder();
    long start = System.nanoTime();
    load.accept(
        intended -> {
          try {
            if (connections.post("/pass", "Accept: */*", body).status() == OK) {
              histogram.recordValue(Timed.micros(intended, System.nanoTime()));
            } else {
              failures.increment();
            }
          } catch (IOException _) {
            failures.increment();
          }
        });
    if (failures.sum() > 0) {
      throw new IllegalStateException(failures.sum() + " requests failed");
    }
    return new Timed(histogram.getTotalCount() * 1e9 / (System.nanoTime() - start), histogram);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    connections.close();
    try {
      process.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
