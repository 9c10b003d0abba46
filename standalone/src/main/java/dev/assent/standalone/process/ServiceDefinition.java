package dev.assent.standalone.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What it takes to run one service as a child process.
 *
 * @param title names the service to people
 * @param name names its run file
 * @param command program and arguments
 * @param readiness tells when it is ready
 * @param logFile takes its standard output and error
 * @param readyWithin how long it may take to become ready
 * @param stopWithin how long it may take to end after SIGTERM before it is killed
 */
public record ServiceDefinition(
    String title,
    String name,
    List<String> command,
    Readiness readiness,
    Path logFile,
    Duration readyWithin,
    Duration stopWithin) {
  public ServiceDefinition {
    command = List.copyOf(command);
  }
}
