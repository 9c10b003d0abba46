package dev.assent.standalone.cluster;

import dev.assent.standalone.process.PrivateFile;
import dev.assent.standalone.process.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The PKCS#12 store that the demo tenant's approvals are signed from, made with the JDK's own tool.
 *
 * @param file the store
 * @param pin the file that holds its password, and nothing else
 */
record SigningStore(Path file, Path pin) {
  private static final String KEY_ID = "k1";
  private static final int DAYS = 3_650;

  static SigningStore in(Path directory) {
    return new SigningStore(
        directory.resolve("signing-keys.p12"), directory.resolve("signing-pin"));
  }

  /**
   * Makes the store where there is none yet.
   *
   * @param password of the store
   */
  void ensure(Installation installation, String tenant, String password)
      throws IOException, InterruptedException, StartFailure {
    if (Files.exists(file)) {
      return;
    }
    PrivateFile.write(pin, password);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Process process =
        new ProcessBuilder(
                List.of(
                    installation.java().resolveSibling("keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-alias",
                    tenant + "/" + KEY_ID,
                    "-dname",
                    "CN=" + tenant,
                    "-validity",
                    Integer.toString(DAYS),
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    fresh.toString(),
                    "-storepass:file",
                    pin.toString()))
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new StartFailure("The signing keys could not be made: " + told.strip());
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
