package dev.assent.schemas.vault;

import dev.assent.schemas.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a vault, from a file with one line {@code keyId:base64} for each: a key id of 1 to 32
 * ASCII letters, digits, dots, hyphens and underscores, and a key of 32 bytes. Where the file
 * system has POSIX permissions, nobody but the owner may have any.
 */
final class VaultKeys {
  private static final int KEY_BYTES = 32;
  private static final Pattern LINE = Pattern.compile("([A-Za-z0-9._-]{1,32}):([A-Za-z0-9+/=]+)");
  private static final Set<PosixFilePermission> OF_THE_OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final SequencedMap<String, SecretKey> keys = new LinkedHashMap<>();

  private VaultKeys() {}

  static VaultKeys read(Path file) {
    VaultKeys result = new VaultKeys();
    List<String> lines = lines(file);
    for (int number = 1; number <= lines.size(); number++) {
      try {
        result.add(lines.get(number - 1));
      } catch (IllegalArgumentException wrong) {
        throw new InvalidSettingsException(
            "%s, line %d: %s".formatted(file, number, wrong.getMessage()));
      }
    }
    if (result.keys.isEmpty()) {
      throw new InvalidSettingsException(file + " holds no key");
    }
    return result;
  }

  String currentKeyId() {
    return keys.firstEntry().getKey();
  }

  SequencedMap<String, SecretKey> byId() {
    return Collections.unmodifiableSequencedMap(keys);
  }

  private void add(String line) {
    Matcher matcher = LINE.matcher(line);
    byte[] key = matcher.matches() ? decode(matcher.group(2)) : new byte[0];
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("must read keyId:base64 of 32 bytes");
    }
    SecretKey secretKey = new SecretKeySpec(key, "AES");
    Arrays.fill(key, (byte) 0);
    if (keys.containsKey(matcher.group(1)) || keys.containsValue(secretKey)) {
      throw new IllegalArgumentException("repeats a key or its id");
    }
    keys.put(matcher.group(1), secretKey);
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      // The decoder's message would repeat a part of the key.
      return new byte[0];
    }
  }

  private static List<String> lines(Path file) {
    try {
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (view != null && !OF_THE_OWNER.containsAll(view.readAttributes().permissions())) {
        throw new InvalidSettingsException(
            file + " must be readable and writable by its owner only (mode 600 or 400)");
      }
      return Files.readAllLines(file);
    } catch (IOException _) {
      throw new InvalidSettingsException("cannot read the vault's keys from " + file);
    }
  }
}
