package dev.assent.processor.settings;

import dev.assent.schemas.approval.ApprovalVerifier;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How approvals are signed.
 *
 * @param store where the tenants' keys lie; left out, nothing is signed
 * @param issuer {@code signing.issuer}: {@code iss}, in which <code>{tenant}</code> stands for the
 *     tenant's id
 * @param audience {@code signing.audience}: {@code aud}, likewise
 * @param lifetime {@code signing.lifetime}: from {@code iat} to {@code exp}, 1 minute to 1 day
 */
public record SigningSettings(
    Optional<Store> store, String issuer, String audience, Duration lifetime) {
  private static final String FILE = "signing.store.file";
  private static final String TENANT = "{tenant}";

  /**
   * A key store.
   *
   * @param type {@code signing.store.type}
   * @param file {@code signing.store.file}: the PKCS#12 file, or the configuration of the JDK's
   *     PKCS#11 provider that names library and slot
   * @param pin {@code signing.store.pin.file}: the password or PIN
   */
  public record Store(StoreType type, Path file, Secret pin) {}

  /** What kind of store. */
  public enum StoreType {
    /** A file (RFC 7292). */
    PKCS12,
    /** A token, of which the keys never leave. */
    PKCS11
  }

  static SigningSettings from(SettingsReader reader) {
    String type = reader.text("signing.store.type", "pkcs12");
    Optional<Store> store =
        reader
            .optionalPath(FILE)
            .map(file -> new Store(type(type), file, reader.secretFile("signing.store.pin.file")));
    return new SigningSettings(
        store,
        reader.text("signing.issuer", "assent/" + TENANT),
        reader.text("signing.audience", TENANT),
        reader.duration(
            "signing.lifetime",
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            ApprovalVerifier.LONGEST_LIFETIME));
  }

  /** The {@code iss} of the tenant's approvals. */
  public String issuerOf(String tenant) {
    return issuer.replace(TENANT, tenant);
  }

  /** The {@code aud} of the tenant's approvals. */
  public String audienceOf(String tenant) {
    return audience.replace(TENANT, tenant);
  }

  private static StoreType type(String text) {
    return Arrays.stream(StoreType.values())
        .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSettingsException(
                    "signing.store.type must be one of "
                        + Arrays.stream(StoreType.values())
                            .map(type -> type.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                        + ", not "
                        + text));
  }
}
