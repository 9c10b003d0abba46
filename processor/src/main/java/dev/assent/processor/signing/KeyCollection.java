package dev.assent.processor.signing;

import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.settings.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All keys of a store by tenant, the newest first. An entry that cannot be used is left out and
 * logged: one tenant's mistake must not stop the others.
 */
record KeyCollection(Map<String, List<TenantKey>> byTenant) {
  static final KeyCollection EMPTY = new KeyCollection(Map.of());

  private static final Logger LOGGER = LoggerFactory.getLogger(KeyCollection.class);
  private static final Comparator<TenantKey> NEWEST_FIRST =
      Comparator.comparing(TenantKey::notBefore).reversed().thenComparing(TenantKey::keyId);

  KeyCollection {
    byTenant = Map.copyOf(byTenant);
  }

  static KeyCollection read(KeyStore store, Secret pin, Optional<Provider> provider)
      throws KeyStoreException {
    Map<String, List<TenantKey>> found = new HashMap<>();
    for (String alias : Collections.list(store.aliases())) {
      if (!store.isKeyEntry(alias)) {
        continue;
      }
      Optional<KeyAlias> name = KeyAlias.parse(alias);
      if (name.isEmpty()) {
        leftOut(alias, "the alias must read tenant/keyId");
        continue;
      }
      try {
        TenantKey key = read(store, alias, name.get().keyId(), pin, provider);
        if (key.fits()) {
          found.computeIfAbsent(name.get().tenant(), _ -> new ArrayList<>()).add(key);
        } else {
          leftOut(alias, "the certificate is not the private key's");
        }
      } catch (GeneralSecurityException | IllegalArgumentException | ProviderException unusable) {
        leftOut(alias, unusable.getMessage());
      }
    }
    found.replaceAll((_, keys) -> keys.stream().sorted(NEWEST_FIRST).toList());
    return new KeyCollection(found);
  }

  List<TenantKey> of(String tenant) {
    return byTenant.getOrDefault(tenant, List.of());
  }

  /** The names of all keys, in order. */
  List<String> describe() {
    return byTenant.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(key -> entry.getKey() + "/" + key.keyId()))
        .sorted()
        .toList();
  }

  private static TenantKey read(
      KeyStore store, String alias, String keyId, Secret pin, Optional<Provider> provider)
      throws GeneralSecurityException {
    if (!(store.getKey(alias, pin.reveal().toCharArray()) instanceof PrivateKey privateKey)
        || !(store.getCertificate(alias) instanceof X509Certificate certificate)) {
      throw new IllegalArgumentException("the entry must have a private key and a certificate");
    }
    return new TenantKey(
        keyId,
        privateKey,
        SigningKey.of(certificate.getPublicKey()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        provider);
  }

  private static void leftOut(String alias, String why) {
    LOGGER
        .atError()
        .addKeyValue("alias", alias)
        .addKeyValue("why", why)
        .log("A signing key cannot be used");
  }
}
