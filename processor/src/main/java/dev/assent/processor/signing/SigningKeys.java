package dev.assent.processor.signing;

import dev.assent.processor.settings.SigningSettings;
import dev.assent.schemas.approval.IssuerKeys;
import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants' keys, as their store has them now. Which key signs, and until when what it signed
 * verifies, is the matter of its certificate: the newest valid one signs, so that old and new
 * overlap.
 *
 * <p>Barrier: the public keys are read from the store as it is at that moment, so that a key which
 * was removed verifies nothing from then on (security requirement JW-14); a store that cannot be
 * read any more has no keys. Signing goes by what was last looked at, at most a second ago, and
 * never waits for the store.
 */
public final class SigningKeys implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(SigningKeys.class);
  private static final long LOOKED_AT_EVERY_MILLIS = 1_000;

  private final SigningSettings settings;
  private final Optional<KeyLocation> location;
  private final Optional<ScheduledExecutorService> watch;
  private volatile KeyCollection keys = KeyCollection.EMPTY;
  private Object knownStamp;

  private SigningKeys(SigningSettings settings, Optional<KeyLocation> location) {
    this.settings = settings;
    this.location = location;
    this.watch = location.map(_ -> daemon());
  }

  /**
   * Opens the store that the settings name, if they do.
   *
   * @throws InvalidSettingsException where it cannot be opened
   */
  public static SigningKeys open(SigningSettings settings) {
    try {
      Optional<KeyLocation> location = Optional.empty();
      if (settings.store().isPresent()) {
        location = Optional.of(KeyLocation.of(settings.store().get()));
      }
      SigningKeys keys = new SigningKeys(settings, location);
      if (location.isPresent()) {
        keys.load(location.get());
      }
      keys.watch.ifPresent(
          executor -> {
            var _ =
                executor.scheduleWithFixedDelay(
                    keys::refresh,
                    LOOKED_AT_EVERY_MILLIS,
                    LOOKED_AT_EVERY_MILLIS,
                    TimeUnit.MILLISECONDS);
          });
      return keys;
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw new InvalidSettingsException(
          "signing.store.file: the store cannot be opened: " + e.getMessage());
    }
  }

  /** The key that signs for the tenant at that time. */
  Optional<TenantKey> signing(String tenant, Instant at) {
    return keys.of(tenant).stream().filter(key -> key.isValidAt(at)).findFirst();
  }

  /** Whether there is a store at all. */
  boolean areSetUp() {
    return location.isPresent();
  }

  /** The tenant's public keys as the store has them now; none for a tenant without. */
  public IssuerKeys published(String tenant, Instant now) {
    refresh();
    return new IssuerKeys(
        settings.issuerOf(tenant),
        settings.audienceOf(tenant),
        keys.of(tenant).stream()
            .filter(key -> now.isBefore(key.notAfter()))
            .map(
                key -> new IssuerKey(key.keyId(), key.publicKey(), key.notBefore(), key.notAfter()))
            .toList());
  }

  @Override
  public void close() {
    watch.ifPresent(ScheduledExecutorService::shutdownNow);
  }

  private synchronized void refresh() {
    location.ifPresent(
        store -> {
          try {
            if (!store.stamp().equals(knownStamp)) {
              load(store);
            }
          } catch (GeneralSecurityException | IOException | RuntimeException e) {
            if (knownStamp != null) {
              LOGGER
                  .atError()
                  .addKeyValue("failure", e.getClass().getSimpleName())
                  .log("The signing keys cannot be read any more; nothing is signed or verifies");
            }
            knownStamp = null;
            keys = KeyCollection.EMPTY;
          }
        });
  }

  private synchronized void load(KeyLocation store) throws GeneralSecurityException, IOException {
    // read before the store: a change in between is found the next time
    Object stamp = store.stamp();
    Secret pin = settings.store().orElseThrow().pin();
    KeyCollection read = KeyCollection.read(store.open(pin), pin, store.provider());
    if (!read.describe().equals(keys.describe())) {
      LOGGER.atInfo().addKeyValue("keys", read.describe()).log("The signing keys were read");
    }
    keys = read;
    knownStamp = stamp;
  }

  private static ScheduledExecutorService daemon() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("signing-keys").factory());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }
}
