package dev.assent.standalone.cluster;

import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.standalone.process.PrivateFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * The tenant of the quick start with its API keys in clear. Only their hashes go to Kafka; the keys
 * themselves are kept in a file that only its owner can read.
 *
 * @param tenant the tenant's id
 * @param frontEndKey serves the user's device (role FRONT_END)
 * @param backEndKey is the relying party's own (roles BACK_END and CREDENTIAL_ADMINISTRATION)
 */
public record DemoTenant(String tenant, String frontEndKey, String backEndKey) {
  private static final String ID = "demo";
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final TenantPolicy POLICY =
      TenantPolicy.newBuilder()
          .setTimeToLive(Duration.ofMinutes(2).toMillis())
          .setMaximumFailedProofs(5)
          .setMaximumPending(50)
          .setRetention(Duration.ofDays(7).toMillis())
          .setLoginRedirectUrl("https://bank.example/login?operation={operationId}")
          .setMaximumChallengeAge(Duration.ofMinutes(2).toMillis())
          .build();

  /** A demo tenant with fresh keys, that nobody knows of yet. */
  static DemoTenant generate() {
    return new DemoTenant(ID, freshKey("demo-front-end"), freshKey("demo-back-end"));
  }

  /**
   * Makes the tenant: publishes it, then keeps its keys. In this order, because keys that are kept
   * and were never published would be refused for good; the other way round the next start makes
   * new ones.
   *
   * @param file where the keys are kept
   * @param root of the authority that certifies the simulated providers' users
   * @throws ExecutionException where the broker does not take the record
   */
  static DemoTenant create(Path file, TenantTopic topic, X509Certificate root)
      throws IOException, ExecutionException, InterruptedException {
    DemoTenant tenant = generate();
    topic.publish(believing(tenant.toRecord(Instant.now()), root));
    tenant.write(file);
    return tenant;
  }

  /**
   * Lets a tenant that was made before there were simulated providers believe in them; all that was
   * decided about it since stays.
   *
   * @throws ExecutionException where the broker does not take the record
   */
  void believe(TenantTopic topic, X509Certificate root)
      throws ExecutionException, InterruptedException {
    Optional<Tenant> before = topic.latest(tenant);
    if (before.isPresent()) {
      topic.publish(believing(before.get(), root));
    }
  }

  private static Tenant believing(Tenant before, X509Certificate root) {
    return Tenant.newBuilder(before)
        .setPolicy(Simulators.believing(before.getPolicy(), root))
        .build();
  }

  /**
   * Reads the tenant that {@link #write} kept.
   *
   * @throws IOException where the file cannot be read or lacks a key
   */
  public static DemoTenant read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return new DemoTenant(
        required(properties, "tenant", file),
        required(properties, "front-end-key", file),
        required(properties, "back-end-key", file));
  }

  /** Keeps the tenant in a file that only its owner can read. */
  void write(Path file) throws IOException {
    PrivateFile.write(
        file,
        "tenant=%s\nfront-end-key=%s\nback-end-key=%s\n"
            .formatted(tenant, frontEndKey, backEndKey));
  }

  /** The record for {@code assent.tenants}. */
  Tenant toRecord(Instant createdAt) {
    return Tenant.newBuilder()
        .setTenant(tenant)
        .setDisplayName("Demonstration")
        .setEnabled(true)
        .setApiKeys(
            List.of(
                apiKey(frontEndKey, createdAt, ApiKeyRole.FRONT_END),
                apiKey(
                    backEndKey,
                    createdAt,
                    ApiKeyRole.BACK_END,
                    ApiKeyRole.CREDENTIAL_ADMINISTRATION)))
        .setPolicy(POLICY)
        .build();
  }

  /** Names the tenant without its keys. */
  @Override
  public String toString() {
    return "DemoTenant[tenant=" + tenant + "]";
  }

  private static ApiKey apiKey(String key, Instant createdAt, ApiKeyRole... roles) {
    return ApiKey.newBuilder()
        .setKeyId(key.substring(0, key.indexOf('.')))
        .setHash(ByteBuffer.wrap(sha256(key)))
        .setRoles(List.of(roles))
        .setCreatedAt(createdAt)
        .build();
  }

  private static String freshKey(String keyId) {
    byte[] bytes = new byte[KEY_BYTES];
    RANDOM.nextBytes(bytes);
    return keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static String required(Properties properties, String name, Path file) throws IOException {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IOException(file + " lacks " + name);
    }
    return value;
  }
}
