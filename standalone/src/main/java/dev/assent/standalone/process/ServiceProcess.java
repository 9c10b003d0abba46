package dev.assent.standalone.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One service as a child process: started, awaited, stopped, killed and started again. Each start
 * has a fresh log; the log of the start before is kept beside it as {@code *.previous}.
 */
public final class ServiceProcess {
  /**
   * A child shares the terminal's process group, so Ctrl-C would reach all of them at once. A
   * signal that is ignored before {@code exec} stays ignored by the JVM, and the launcher can stop
   * them in order.
   */
  private static final List<String> WITHOUT_TERMINAL_SIGNALS =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "assent");

  private static final Duration POLL = Duration.ofMillis(50);

  private final ServiceDefinition definition;
  private final RunFiles runFiles;
  private Process process;
  private boolean expectedToRun;

  /** A service that does not run yet. */
  public ServiceProcess(ServiceDefinition definition, RunFiles runFiles) {
    this.definition = definition;
    this.runFiles = runFiles;
  }

  /** Names the service to people. */
  public String title() {
    return definition.title();
  }

  /** Takes the service's standard output and error. */
  public Path logFile() {
    return definition.logFile();
  }

  /** Whether the process is alive. */
  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** The process id of the running service. */
  public synchronized long processId() {
    if (process == null) {
      throw new IllegalStateException(title() + " was not started");
    }
    return process.pid();
  }

  /**
   * Starts the process without waiting for it to be ready.
   *
   * @throws StartFailure where the program cannot be run
   */
  public synchronized void start() throws StartFailure {
    if (isRunning()) {
      throw new IllegalStateException(title() + " runs already");
    }
    List<String> command = new ArrayList<>(WITHOUT_TERMINAL_SIGNALS);
    command.addAll(definition.command());
    try {
      keepPreviousLog();
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(definition.logFile().toFile())
              .start();
      expectedToRun = true;
      runFiles.write(definition.name(), process.toHandle());
    } catch (IOException failure) {
      throw new StartFailure(
          "The " + title() + " could not be started: " + failure.getMessage(), failure);
    }
  }

  /**
   * Waits until the service is ready.
   *
   * @throws StartFailure where it ends instead, or is not ready in time
   */
  public void awaitReady() throws StartFailure, InterruptedException {
    Process awaited;
    synchronized (this) {
      awaited = process;
    }
    long deadline = System.nanoTime() + definition.readyWithin().toNanos();
    while (!definition.readiness().isReady()) {
      if (awaited.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StartFailure(endedMessage());
      }
      if (System.nanoTime() > deadline) {
        throw new StartFailure(
            "The %s was not ready within %d s; its log is %s, last line: %s"
                .formatted(
                    title(), definition.readyWithin().toSeconds(), logFile(), lastLogLine()));
      }
    }
  }

  /**
   * Completes when a process that was not stopped or killed through this object ends.
   *
   * @return the line that says so
   */
  public CompletableFuture<String> endedUnexpectedly() {
    CompletableFuture<String> ended = new CompletableFuture<>();
    synchronized (this) {
      Process watched = process;
      var _ =
          watched
              .onExit()
              .thenAccept(
                  _ -> {
                    if (isExpectedToRun(watched)) {
                      ended.complete(endedMessage());
                    }
                  });
    }
    return ended;
  }

  /** Ends the process with SIGTERM, and kills it where that takes too long. Does nothing twice. */
  public void stop() throws InterruptedException {
    Process stopped = expectEnd();
    if (stopped != null) {
      end(stopped.toHandle(), definition.stopWithin());
      runFiles.remove(definition.name());
    }
  }

  /** Kills the process with SIGKILL and waits until it is gone. */
  public void kill() throws InterruptedException {
    Process killed = expectEnd();
    if (killed != null) {
      killed.destroyForcibly().waitFor();
      runFiles.remove(definition.name());
    }
  }

  /** Kills the process with SIGKILL without waiting for its end. */
  public void killNow() {
    Process killed = expectEnd();
    if (killed != null) {
      killed.destroyForcibly();
    }
  }

  /**
   * Ends any process with SIGTERM, and kills it where that takes longer than the grace.
   *
   * @return false where it had to be killed
   */
  static boolean end(ProcessHandle handle, Duration grace) throws InterruptedException {
    handle.destroy();
    if (awaitEnd(handle, grace)) {
      return true;
    }
    handle.destroyForcibly();
    awaitEnd(handle, Duration.ofSeconds(5));
    return false;
  }

  private static boolean awaitEnd(ProcessHandle handle, Duration within)
      throws InterruptedException {
    try {
      handle.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException failure) {
      throw new IllegalStateException("cannot watch process " + handle.pid(), failure);
    }
  }

  private synchronized Process expectEnd() {
    expectedToRun = false;
    return process;
  }

  private synchronized boolean isExpectedToRun(Process candidate) {
    return expectedToRun && candidate.pid() == process.pid();
  }

  private String endedMessage() {
    return "The %s ended by itself; its log is %s, last line: %s"
        .formatted(title(), logFile(), lastLogLine());
  }

  private String lastLogLine() {
    try {
      return Files.readString(logFile(), StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
          .reduce((_, last) -> last)
          .orElse("(none)");
    } catch (IOException _) {
      return "(unreadable)";
    }
  }

  private void keepPreviousLog() throws IOException {
    Path log = definition.logFile();
    Files.createDirectories(log.getParent());
    if (Files.exists(log)) {
      Files.move(
          log,
          log.resolveSibling(log.getFileName() + ".previous"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
