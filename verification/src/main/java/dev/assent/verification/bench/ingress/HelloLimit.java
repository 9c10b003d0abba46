package dev.assent.verification.bench.ingress;

import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.process.Readiness;
import dev.assent.standalone.process.RunFiles;
import dev.assent.standalone.process.ServiceDefinition;
import dev.assent.standalone.process.ServiceProcess;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.hello.Hello;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The ceiling: the same HTTP server with the same heap, which only says hello. */
final class HelloLimit implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

  private final ServiceProcess process;
  private final URI address;

  private HelloLimit(ServiceProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  static HelloLimit start(Path directory) throws IOException, StartFailure, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + freePort());
    ServiceDefinition definition =
        new ServiceDefinition(
            "hello",
            "hello",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                Installation.find().classPath("verification"),
                Hello.class.getName(),
                Integer.toString(address.getPort())),
            Readiness.http(address.resolve("/hello")),
            directory.resolve("hello.log"),
            READY_WITHIN,
            STOP_WITHIN);
    ServiceProcess process =
        new ServiceProcess(definition, new RunFiles(directory.resolve("run-hello")));
    process.start();
    process.awaitReady();
    return new HelloLimit(process, address);
  }

  URI address() {
    return address;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      process.stop();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
