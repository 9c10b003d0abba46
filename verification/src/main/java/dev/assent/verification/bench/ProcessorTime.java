package dev.assent.verification.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Processor time that processes have used so far, from {@code /proc}. */
public record ProcessorTime(Map<String, Usage> usages) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler");
  private static final List<String> COLLECTORS = List.of("GC Thread", "VM Thread");

  /**
   * Seconds that one process used.
   *
   * @param total by all threads, dead ones included
   * @param compiling of these, by the just-in-time compilers: less the longer the process runs
   * @param collecting of these, by the garbage collector
   */
  public record Usage(double total, double compiling, double collecting) {
    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** Both together. */
    public Usage plus(Usage other) {
      return new Usage(
          total + other.total, compiling + other.compiling, collecting + other.collecting);
    }

    private Usage minus(Usage other) {
      return new Usage(
          total - other.total, compiling - other.compiling, collecting - other.collecting);
    }
  }

  /**
   * What they have used so far.
   *
   * @param processes ids by name
   */
  public static ProcessorTime now(Map<String, Long> processes) {
    Map<String, Usage> usages = new LinkedHashMap<>();
    processes.forEach((name, processId) -> usages.put(name, usage(processId)));
    return new ProcessorTime(usages);
  }

  /** Used since then, by process. */
  public Map<String, Usage> since(ProcessorTime before) {
    Map<String, Usage> used = new LinkedHashMap<>();
    usages.forEach((name, usage) -> used.put(name, usage.minus(before.usages().get(name))));
    return used;
  }

  private static Usage usage(long processId) {
    Path process = Path.of("/proc", Long.toString(processId));
    double compiling = 0;
    double collecting = 0;
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      for (Path thread : threads.toList()) {
        Optional<Stat> stat = read(thread);
        if (stat.isPresent()) {
          compiling += stat.get().secondsWhereNamed(COMPILERS);
          collecting += stat.get().secondsWhereNamed(COLLECTORS);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Stat whole = read(process).orElseThrow();
    return new Usage(whole.seconds(), compiling, collecting);
  }

  private static Optional<Stat> read(Path directory) {
    try {
      String stat = Files.readString(directory.resolve("stat"));
      // the name, in parentheses, may hold spaces: count from its end
      int end = stat.lastIndexOf(')');
      String[] fields = stat.substring(end + 2).split(" ");
      long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      return Optional.of(
          new Stat(stat.substring(stat.indexOf('(') + 1, end), ticks / TICKS_PER_SECOND));
    } catch (NoSuchFileException _) {
      // a thread that has just ended
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Stat(String name, double seconds) {
    double secondsWhereNamed(List<String> prefixes) {
      return prefixes.stream().anyMatch(name::startsWith) ? seconds : 0;
    }
  }
}
