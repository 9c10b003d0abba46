package dev.assent.processor.signing;

import dev.assent.processor.settings.SigningSettings;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.Optional;

/** Where the keys lie. */
sealed interface KeyLocation {

  /** The store with its keys as they are now. */
  KeyStore open(Secret pin) throws GeneralSecurityException, IOException;

  /** Differs from an earlier one where the keys may have changed since. */
  Object stamp() throws IOException;

  /** What signs with the keys where they do not leave their place. */
  Optional<Provider> provider();

  /** The location that the settings name. */
  static KeyLocation of(SigningSettings.Store store) throws IOException {
    return switch (store.type()) {
      case PKCS12 -> new Pkcs12File(store.file());
      case PKCS11 -> Pkcs11Token.configured(store.file());
    };
  }

  /** A PKCS#12 file (RFC 7292). */
  record Pkcs12File(Path file) implements KeyLocation {
    private record Stamp(Object fileKey, FileTime modifiedAt, long size) {}

    @Override
    public KeyStore open(Secret pin) throws GeneralSecurityException, IOException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream content = Files.newInputStream(file)) {
        store.load(content, pin.reveal().toCharArray());
      }
      return store;
    }

    @Override
    public Object stamp() throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          Optional.ofNullable(attributes.fileKey()).orElse(file),
          attributes.lastModifiedTime(),
          attributes.size());
    }

    @Override
    public Optional<Provider> provider() {
      return Optional.empty();
    }
  }

  /**
   * A PKCS#11 token. It tells nobody that it was changed, so that it is looked at again and again.
   */
  record Pkcs11Token(Provider token) implements KeyLocation {
    private static final long LOOKED_AT_EVERY = Duration.ofSeconds(5).toNanos();

    /**
     * @param configuration of the JDK's provider: which library, which slot
     */
    static Pkcs11Token configured(Path configuration) throws IOException {
      try {
        return new Pkcs11Token(
            Security.getProvider("SunPKCS11").configure(configuration.toString()));
      } catch (RuntimeException unusable) {
        throw new IOException("the PKCS#11 library cannot be used", unusable);
      }
    }

    @Override
    public KeyStore open(Secret pin) throws GeneralSecurityException, IOException {
      KeyStore store = KeyStore.getInstance("PKCS11", token);
      store.load(null, pin.reveal().toCharArray());
      return store;
    }

    @Override
    public Object stamp() {
      return System.nanoTime() / LOOKED_AT_EVERY;
    }

    @Override
    public Optional<Provider> provider() {
      return Optional.of(token);
    }
  }
}
