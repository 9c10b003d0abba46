package dev.assent.verification.bench.timers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of a process, from {@code /proc}. */
final class ProcessMemory {
  private ProcessMemory() {}

  /** Megabytes that the process has in memory now. */
  static long residentMegabytes(long processId) throws IOException {
    return megabytes(processId, "VmRSS:");
  }

  /** The most megabytes that the process had in memory since it started. */
  static long highestMegabytes(long processId) throws IOException {
    return megabytes(processId, "VmHWM:");
  }

  private static long megabytes(long processId, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(processId), "status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
