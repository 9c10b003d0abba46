package dev.assent.standalone.administration;

import dev.assent.standalone.process.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The secrets that the services share, each in a file that only its owner can read. What is there
 * stays: what the vault's key encrypted is unreadable without it.
 */
final class FreshSecrets {
  private static final int KEY_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  /**
   * Makes what is missing.
   *
   * @return the names of the files that were made
   */
  List<String> makeMissing(Path directory) throws IOException {
    Files.createDirectories(directory);
    Map<String, Supplier<String>> secrets = new LinkedHashMap<>();
    secrets.put("view-token", this::token);
    secrets.put("administration-key", () -> "first." + token());
    secrets.put("vault-key", () -> "k1:" + Base64.getEncoder().encodeToString(bytes()));
    List<String> made = new ArrayList<>();
    for (Map.Entry<String, Supplier<String>> secret : secrets.entrySet()) {
      Path file = directory.resolve(secret.getKey());
      if (!Files.exists(file)) {
        PrivateFile.write(file, secret.getValue().get());
        made.add(secret.getKey());
      }
    }
    return made;
  }

  private String token() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
  }

  private byte[] bytes() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
