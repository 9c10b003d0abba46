package dev.assent.standalone;

import dev.assent.standalone.process.PrivateFile;
import dev.assent.standalone.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that survives a restart.
 *
 * <p>Barrier: a directory without our mark that is not empty belongs to somebody else; it is
 * neither used nor, above all, deleted, whatever {@code ASSENT_STATE} says.
 */
final class StateDirectory {
  private static final String MARK = ".assent-state";

  private final Path directory;

  StateDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory where it is missing.
   *
   * @throws StartFailure where it is not ours
   */
  void prepare() throws StartFailure, IOException {
    requireOurs();
    PrivateFile.createDirectory(directory);
    if (!Files.exists(directory.resolve(MARK))) {
      Files.createFile(directory.resolve(MARK));
    }
  }

  /**
   * Deletes everything in it.
   *
   * @throws StartFailure where it is not ours
   */
  void delete() throws StartFailure, IOException {
    requireOurs();
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(directory)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    // The mark goes last of all, so that a deletion that was interrupted can be taken up again.
    for (Path path : deepestFirst) {
      if (!path.equals(directory) && !path.equals(directory.resolve(MARK))) {
        Files.delete(path);
      }
    }
    Files.deleteIfExists(directory.resolve(MARK));
    Files.delete(directory);
  }

  private void requireOurs() throws StartFailure, IOException {
    if (!Files.exists(directory) || Files.exists(directory.resolve(MARK))) {
      return;
    }
    try (Stream<Path> content = Files.list(directory)) {
      if (content.findAny().isPresent()) {
        throw new StartFailure(
            directory + " is not empty and not a state directory of Assent: choose another");
      }
    }
  }
}
