package dev.assent.verification.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time that processes have used so far, from {@code /proc}. */
record ProcessorTime(Map<String, Double> seconds) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  static ProcessorTime now(Map<String, Long> processes) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    processes.forEach((name, processId) -> seconds.put(name, read(processId)));
    return new ProcessorTime(seconds);
  }

  /** Seconds used since then, by process. */
  Map<String, Double> since(ProcessorTime before) {
    Map<String, Double> used = new LinkedHashMap<>();
    seconds.forEach((name, value) -> used.put(name, value - before.seconds().get(name)));
    return used;
  }

  private static double read(long processId) {
    try {
      String stat = Files.readString(Path.of("/proc/" + processId + "/stat"));
      // the name, in parentheses, may hold spaces: count from its end
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
          / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
