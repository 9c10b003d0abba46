package dev.assent.verification.bench.connectors;

import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.process.Guarded;
import dev.assent.standalone.process.Readiness;
import dev.assent.standalone.process.RunFiles;
import dev.assent.standalone.process.ServiceDefinition;
import dev.assent.standalone.process.ServiceProcess;
import dev.assent.standalone.process.StartFailure;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connectors' worker in a JVM of its own, beside those of the system. */
public final class WorkerProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

  private final String name;
  private final ServiceProcess process;
  private volatile boolean ready;

  /**
   * A worker that is not started yet.
   *
   * @param name of the worker and of its log
   * @param settings of its connectors, as arguments
   */
  public WorkerProcess(LocalAssent assent, String name, List<String> settings) throws IOException {
    this.name = name;
    int port = freePort();
    Installation installation = Installation.find();
    Path logs = assent.settings().logDirectory();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                // dozens are started and killed, on a machine that has other things to do
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                installation.classPath("connectors")
                    + File.pathSeparator
                    + installation.guardClasses(),
                // a worker does not outlive a benchmark that was ended
                Guarded.class.getName(),
                "dev.assent.connectors.application.ConnectorsApplication",
                "--kafka.bootstrap.servers=" + assent.addresses().bootstrapServers(),
                "--schema.registry.url=" + assent.addresses().schemaRegistry(),
                "--http.host=127.0.0.1",
                "--http.port=" + port));
    command.addAll(settings);
    this.process =
        new ServiceProcess(
            new ServiceDefinition(
                name,
                name,
                command,
                Readiness.http(URI.create("http://127.0.0.1:" + port + "/health/readiness")),
                logs.resolve(name + ".log"),
                READY_WITHIN,
                STOP_WITHIN),
            new RunFiles(assent.settings().runDirectory().resolve("workers")));
  }

  /** Its name. */
  String name() {
    return name;
  }

  /**
   * Starts it and returns when it takes tasks.
   *
   * @throws StartFailure where it ends or is not ready in time
   */
  public void start() throws StartFailure, InterruptedException {
    process.start();
    process.awaitReady();
    ready = true;
  }

  /** Whether it was seen to be ready since it was last started. */
  boolean isReady() {
    return ready;
  }

  /** Ends it with SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    ready = false;
    process.kill();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      process.stop();
    } catch (InterruptedException _) {
      process.killNow();
      Thread.currentThread().interrupt();
    }
  }
}
