package dev.assent.verification.bench.ingress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a JVM holds after a full collection.
 *
 * @param heapBytes of live objects
 * @param residentBytes of the whole process in memory
 * @param threads of the process, the JVM's own included
 */
record Sample(long heapBytes, long residentBytes, long threads) {
  private static final double MEBIBYTE = 1 << 20;

  /** What a collector leaves in place of garbage that it does not close ranks over. */
  private static final String FILLER = "jdk.internal.vm.Filler";

  /** Collects first: {@code jcmd}'s histogram of classes counts live objects only. */
  static Sample of(long processId) throws IOException, InterruptedException {
    long heap = 0;
    for (String line : histogram(processId)) {
      if (line.startsWith("Total")) {
        heap += Long.parseLong(line.strip().split("\\s+")[2]);
      } else if (line.contains(FILLER)) {
        heap -= Long.parseLong(line.strip().split("\\s+")[2]);
      }
    }
    List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(processId), "status"));
    return new Sample(heap, 1024 * number(status, "VmRSS:"), number(status, "Threads:"));
  }

  String text() {
    return "%.1f MiB of live objects, %.0f MiB resident, %d threads"
        .formatted(heapBytes / MEBIBYTE, residentBytes / MEBIBYTE, threads);
  }

  String since(Sample before) {
    return "%+.1f MiB of live objects, %+.0f MiB resident, %+d threads"
        .formatted(
            (heapBytes - before.heapBytes) / MEBIBYTE,
            (residentBytes - before.residentBytes) / MEBIBYTE,
            threads - before.threads);
  }

  private static List<String> histogram(long processId) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(processId),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    if (process.waitFor() != 0) {
      throw new IOException("jcmd: " + lines);
    }
    return lines;
  }

  private static long number(List<String> status, String field) {
    return status.stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
