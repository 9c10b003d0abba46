package dev.assent.processor.simulation;

import java.io.PrintStream;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What happened, as a hash to compare runs by, and in words where somebody wants to read it. */
final class Trace {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final Optional<PrintStream> out;
  private final Set<String> reached = new TreeSet<>();
  private long hash = FNV_OFFSET;
  private long length;

  private Trace(Optional<PrintStream> out) {
    this.out = out;
  }

  /** A trace that is only hashed. */
  static Trace silent() {
    return new Trace(Optional.empty());
  }

  /** A trace that is printed line by line. */
  static Trace printed(PrintStream out) {
    return new Trace(Optional.of(out));
  }

  void add(long milliseconds, String event) {
    length++;
    hash = (hash ^ milliseconds) * FNV_PRIME;
    for (int i = 0; i < event.length(); i++) {
      hash = (hash ^ event.charAt(i)) * FNV_PRIME;
    }
    out.ifPresent(
        printer ->
            printer.printf("%4d.%03d %s%n", milliseconds / 1_000, milliseconds % 1_000, event));
  }

  /** Something rare happened that a simulation must be able to reach. */
  void reach(String rarity) {
    reached.add(rarity);
  }

  /** The rare things that happened. */
  Set<String> reached() {
    return reached;
  }

  /** Hash and length of all that was added. */
  String summary() {
    return "%016x/%d".formatted(hash, length);
  }
}
