package dev.assent.standalone.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The built repository: where the class path of each service and the unpacked registry are.
 *
 * @param root the repository's root directory
 */
public record Installation(Path root) {
  /** The system property that names the root. */
  public static final String ROOT_PROPERTY = "assent.root";

  /**
   * The installation that the system property {@value #ROOT_PROPERTY} names, or else the one around
   * the current directory.
   */
  public static Installation find() {
    String named = System.getProperty(ROOT_PROPERTY);
    if (named != null) {
      return new Installation(Path.of(named));
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path candidate = start; candidate != null; candidate = candidate.getParent()) {
      if (Files.exists(candidate.resolve("assent"))
          && Files.isDirectory(candidate.resolve("standalone"))) {
        return new Installation(candidate);
      }
    }
    throw new IllegalStateException("no Assent repository around " + start);
  }

  /** The class path of a module: its classes and everything it runs with. */
  public String classPath(String module) {
    Path target = root.resolve(module).resolve("target");
    try {
      return target.resolve("classes")
          + File.pathSeparator
          + Files.readString(target.resolve("class-path")).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(module + " is not built", failure);
    }
  }

  /** The classes of this module alone, which hold the main class that guards every child. */
  public Path guardClasses() {
    return root.resolve("standalone/target/classes");
  }

  /** The unpacked schema registry. */
  Path registry() {
    return root.resolve("standalone/target/registry");
  }

  /** The Java of this process, which runs the children too. */
  Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
