package dev.assent.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers which processes belong to the run, in one file each, so that a later call finds what an
 * earlier one left behind. A process is known by its id and its start time: an id that the system
 * gave to another process since is never taken for ours.
 */
public final class RunFiles {
  /** The run file of the process that started the others. */
  public static final String LAUNCHER = "launcher";

  private static final String SUFFIX = ".pid";

  /** The start time that Linux reports can differ by a second between two observers. */
  private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(3);

  private final Path directory;

  /** Run files in this directory, which is made where it is missing. */
  public RunFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * A process of the run.
   *
   * @param name the service's name
   * @param handle the process, which was alive when this was made
   */
  public record RunningProcess(String name, ProcessHandle handle) {}

  /**
   * Takes the run for the calling process, until it ends.
   *
   * @return nothing where another process has it
   */
  public Optional<FileLock> lock() {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
      }
      return Optional.ofNullable(lock);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Remembers a process under a name. */
  public void write(String name, ProcessHandle handle) {
    try {
      Files.createDirectories(directory);
      long startedAt = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
      Files.writeString(file(name), handle.pid() + " " + startedAt + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Forgets a process. */
  public void remove(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The process of that name, where it is alive. */
  public Optional<RunningProcess> find(String name) {
    return read(file(name)).map(handle -> new RunningProcess(name, handle));
  }

  /** All that are alive except the launcher, the last started first: the order to stop them in. */
  public List<RunningProcess> children() {
    List<RunningProcess> children = new ArrayList<>();
    for (String name : names()) {
      if (!name.equals(LAUNCHER)) {
        find(name).ifPresent(children::add);
      }
    }
    children.sort(
        Comparator.comparing(
                (RunningProcess child) ->
                    child.handle().info().startInstant().orElse(Instant.EPOCH))
            .reversed());
    return children;
  }

  /** Whether files of processes are there, alive or not. */
  public boolean areLeft() {
    return !names().isEmpty();
  }

  /** Stops all children in reverse order, each within the grace, and forgets them. */
  public void stopChildren(Duration grace) throws InterruptedException {
    for (RunningProcess child : children()) {
      ServiceProcess.end(child.handle(), grace);
    }
    names().forEach(this::remove);
  }

  private List<String> names() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path file(String name) {
    return directory.resolve(name + SUFFIX);
  }

  private static Optional<ProcessHandle> read(Path file) {
    String[] parts;
    try {
      parts = Files.readString(file).strip().split(" ");
    } catch (IOException _) {
      return Optional.empty();
    }
    try {
      Instant startedAt = Instant.ofEpochMilli(Long.parseLong(parts[1]));
      return ProcessHandle.of(Long.parseLong(parts[0]))
          .filter(ProcessHandle::isAlive)
          .filter(handle -> startedNear(handle, startedAt));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static boolean startedNear(ProcessHandle handle, Instant startedAt) {
    return handle
        .info()
        .startInstant()
        .filter(
            actual ->
                Duration.between(actual, startedAt).abs().compareTo(START_TIME_TOLERANCE) <= 0)
        .isPresent();
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }
}
