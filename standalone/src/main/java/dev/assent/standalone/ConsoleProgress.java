package dev.assent.standalone;

import dev.assent.standalone.process.Progress;
import java.io.PrintStream;
import java.time.Duration;

/** Progress as lines on the console. */
final class ConsoleProgress implements Progress {
  private final PrintStream out;

  ConsoleProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void began(String what) {
    out.printf("  %-16s ...%n", what);
  }

  @Override
  public void ended(String what, String result, Duration took) {
    out.printf("  %-16s %s (%.1f s)%n", what, result, took.toMillis() / 1000.0);
  }
}
