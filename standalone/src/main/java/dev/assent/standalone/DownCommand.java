package dev.assent.standalone;

import dev.assent.standalone.process.RunFiles;
import dev.assent.standalone.process.StartFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** {@code down}: stops what {@code up} started, or what is left of it, and nothing else. */
final class DownCommand {
  private static final Duration LAUNCHER_GRACE = Duration.ofSeconds(75);
  private static final Duration CHILD_GRACE = Duration.ofSeconds(15);

  private final Path runDirectory;
  private final RunFiles runFiles;
  private final PrintStream out;

  DownCommand(Path runDirectory, PrintStream out) {
    this.runDirectory = runDirectory;
    this.runFiles = new RunFiles(runDirectory);
    this.out = out;
  }

  /**
   * Returns when nothing of the run is left.
   *
   * @throws StartFailure where the launcher does not end
   */
  void run() throws StartFailure, IOException, InterruptedException {
    Optional<RunFiles.RunningProcess> launcher = runFiles.find(RunFiles.LAUNCHER);
    List<RunFiles.RunningProcess> children = runFiles.children();
    if (launcher.isEmpty() && children.isEmpty()) {
      runFiles.stopChildren(CHILD_GRACE);
      RunAddresses.remove(runDirectory);
      out.println("Nothing is running.");
      return;
    }
    String names =
        children.stream().map(RunFiles.RunningProcess::name).collect(Collectors.joining(", "));
    out.println("Stopping " + (names.isEmpty() ? "the start" : names) + " ...");
    if (launcher.isPresent()) {
      stopLauncher(launcher.get().handle());
    }
    runFiles.stopChildren(CHILD_GRACE);
    RunAddresses.remove(runDirectory);
    out.println("Everything is stopped; the state stays.");
  }

  private static void stopLauncher(ProcessHandle launcher)
      throws StartFailure, InterruptedException {
    launcher.destroy();
    try {
      launcher.onExit().get(LAUNCHER_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      throw new StartFailure(
          "Process %d did not stop within %d s; end it with kill -9 and call down again"
              .formatted(launcher.pid(), LAUNCHER_GRACE.toSeconds()));
    }
  }
}
