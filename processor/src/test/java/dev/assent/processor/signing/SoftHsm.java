package dev.assent.processor.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PKCS#11 token in software: Debian's SoftHSM, where the system or the project's folder has it.
 *
 * @param library the PKCS#11 module
 * @param tool that initialises tokens
 */
record SoftHsm(Path library, Path tool) {
  /** Set for this JVM by the build: the library reads it. */
  private static final String CONFIGURATION = "SOFTHSM2_CONF";

  private static final List<String> FOLDERS =
      List.of(
          "usr/lib/softhsm",
          "usr/lib/x86_64-linux-gnu/softhsm",
          "usr/lib/aarch64-linux-gnu/softhsm");

  static Optional<SoftHsm> find() {
    return Stream.of(Path.of("/"), Path.of("..", ".assent", "softhsm").toAbsolutePath().normalize())
        .flatMap(
            root ->
                FOLDERS.stream()
                    .map(folder -> root.resolve(folder).resolve("libsofthsm2.so"))
                    .map(library -> new SoftHsm(library, root.resolve("usr/bin/softhsm2-util"))))
        .filter(found -> Files.exists(found.library()) && Files.exists(found.tool()))
        .filter(SoftHsm::runs)
        .findFirst();
  }

  /** Libraries that it needs can be missing where it was unpacked and not installed. */
  private static boolean runs(SoftHsm found) {
    try {
      return System.getenv(CONFIGURATION) != null
          && new ProcessBuilder(found.tool().toString(), "--version").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Makes an empty token in the folder; gives the configuration of the JDK's provider for it. */
  Path makeToken(Path folder) throws IOException, InterruptedException {
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    Files.writeString(
        Path.of(System.getenv(CONFIGURATION)),
        "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
            .formatted(tokens));
    Process process =
        new ProcessBuilder(
                List.of(
                    tool.toString(),
                    "--module",
                    library.toString(),
                    "--init-token",
                    "--free",
                    "--label",
                    "assent",
                    "--so-pin",
                    KeyTool.PIN,
                    "--pin",
                    KeyTool.PIN))
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(told);
    }
    return Files.writeString(
        folder.resolve("pkcs11.properties"),
        "name = AssentTest\nlibrary = %s\nslotListIndex = 0\n".formatted(library));
  }
}
