package dev.assent.processor.signing;

import dev.assent.processor.settings.SigningSettings;
import dev.assent.processor.settings.SigningSettings.Store;
import dev.assent.processor.settings.SigningSettings.StoreType;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes and changes key stores with the JDK's own tool, as an operator does. */
public final class KeyTool {
  static final String PIN = "123456";

  private final List<String> store;

  private KeyTool(List<String> store) {
    this.store = store;
  }

  /** On a PKCS#12 file, which is made with its first key. */
  public static KeyTool file(Path file) {
    return new KeyTool(List.of("-keystore", file.toString(), "-storetype", "PKCS12"));
  }

  /** On a PKCS#11 token. */
  static KeyTool token(Path configuration) {
    return new KeyTool(
        List.of(
            "-keystore",
            "NONE",
            "-storetype",
            "PKCS11",
            "-addprovider",
            "SunPKCS11",
            "-providerArg",
            configuration.toString()));
  }

  /** Settings that sign with the keys of a PKCS#12 file. */
  public static SigningSettings settings(Path file) {
    return settings(StoreType.PKCS12, file, PIN);
  }

  static SigningSettings settings(StoreType type, Path file, String pin) {
    return new SigningSettings(
        Optional.of(new Store(type, file, new Secret(pin))),
        "assent/{tenant}",
        "{tenant}",
        Duration.ofHours(1));
  }

  /**
   * Makes a key.
   *
   * @param key how the tool calls the kind of key: {@code EC secp256r1}, {@code Ed25519}, {@code
   *     RSA 2048}
   * @param from day from which it signs, {@code 2026/01/01}
   * @param days for which it does
   */
  public KeyTool generate(String alias, String key, String from, int days) {
    String[] kind = key.split(" ");
    List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-keyalg", kind[0]));
    if (kind.length > 1) {
      arguments.addAll(List.of(kind[0].equals("RSA") ? "-keysize" : "-groupname", kind[1]));
    }
    arguments.addAll(List.of("-alias", alias, "-dname", "CN=signer"));
    arguments.addAll(List.of("-startdate", from + " 00:00:00", "-validity", "" + days));
    return run(arguments);
  }

  KeyTool delete(String alias) {
    return run(List.of("-delete", "-alias", alias));
  }

  private KeyTool run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(arguments);
    command.addAll(store);
    command.addAll(List.of("-storepass", PIN));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(told);
      }
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
