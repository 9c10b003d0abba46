package dev.assent.verification.bench.cluster;

import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.Service;
import dev.assent.verification.bench.ProcessorTime;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;

/**
 * What the system has used up to one moment.
 *
 * @param time of all processes of a service together
 * @param written bytes that the processes of a service handed to disks
 * @param loopback bytes over the loopback interface: all of the traffic there is, callers' included
 * @param topics bytes on the disks of all brokers, by topic
 * @param state bytes on the disks of all processors
 */
record Cost(
    ProcessorTime time,
    Map<String, Long> written,
    long loopback,
    Map<String, Long> topics,
    long state) {
  private static final String LOAD = "load generator";
  private static final String LOOPBACK = "lo:";
  private static final String WRITTEN = "write_bytes:";
  private static final int DEEP = 10;
  private static final double WORTH_A_LINE = 0.5;

  /** Costs of one service are those of all its processes: the title says how many there are. */
  static Cost now(LocalAssent assent) throws IOException, ExecutionException, InterruptedException {
    Map<String, Long> processes = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      for (int number = 1; number <= assent.settings().instances().of(service); number++) {
        if (assent.process(service, number).isRunning()) {
          processes.put(
              service.title() + " " + number, assent.process(service, number).processId());
        }
      }
    }
    processes.put(LOAD, ProcessHandle.current().pid());
    Map<String, Long> written = new LinkedHashMap<>();
    for (Map.Entry<String, Long> process : processes.entrySet()) {
      written.put(process.getKey(), writtenBy(process.getValue()));
    }
    return new Cost(
        ProcessorTime.now(processes),
        written,
        loopbackBytes(),
        topicSizes(assent),
        stateSize(assent));
  }

  /** Prints what one operation took since then. */
  void print(Cost before, long operations, PrintStream out) {
    out.printf("  for each of %,d operations:%n", operations);
    Map<String, ProcessorTime.Usage> used = time.since(before.time);
    used.forEach(
        (process, usage) ->
            out.printf(
                "    %-22s %8.0f microseconds of a core, %9.0f bytes written%n",
                process,
                usage.total() * 1e6 / operations,
                (double) (written.get(process) - before.written.get(process)) / operations));
    double all = used.values().stream().mapToDouble(ProcessorTime.Usage::total).sum();
    out.printf("    %-22s %8.0f microseconds of a core%n", "all", all * 1e6 / operations);
    out.printf(
        "    %-22s %8.0f bytes over the network, the load generator's included%n",
        "", (double) (loopback - before.loopback) / operations);
    out.printf("    %-22s %8.0f bytes%n", "state", (double) (state - before.state) / operations);
    topics.forEach(
        (topic, size) -> {
          double each = (double) (size - before.topics.getOrDefault(topic, 0L)) / operations;
          if (Math.abs(each) > WORTH_A_LINE) {
            out.printf("    %-52s %8.0f bytes on all brokers%n", topic, each);
          }
        });
  }

  private static long writtenBy(long processId) throws IOException {
    return number(Path.of("/proc", Long.toString(processId), "io"), WRITTEN, 1);
  }

  private static long loopbackBytes() throws IOException {
    return number(Path.of("/proc/net/dev"), LOOPBACK, 1);
  }

  private static long number(Path file, String line, int word) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(candidate -> candidate.startsWith(line))
          .mapToLong(found -> Long.parseLong(found.split("\\s+", -1)[word]))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Map<String, Long> topicSizes(LocalAssent assent)
      throws ExecutionException, InterruptedException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Admin admin = Admin.create(assent.clientConfiguration())) {
      var brokers = admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
      admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(directories -> directories.values().stream())
          .map(LogDirDescription::replicaInfos)
          .forEach(
              replicas ->
                  replicas.forEach(
                      (partition, replica) ->
                          sizes.merge(partition.topic(), replica.size(), Long::sum)));
    }
    return sizes;
  }

  private static long stateSize(LocalAssent assent) throws IOException {
    long size = 0;
    for (int number = 1; number <= assent.settings().instances().of(Service.PROCESSOR); number++) {
      Path directory =
          assent
              .settings()
              .stateDirectory()
              .resolve(Service.PROCESSOR.key() + (number == 1 ? "" : "-" + number));
      if (Files.exists(directory)) {
        // RocksDB deletes files while they are counted
        try (Stream<Path> files =
            Files.find(directory, DEEP, (_, found) -> found.isRegularFile())) {
          size += files.mapToLong(Cost::sizeOf).sum();
        }
      }
    }
    return size;
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
