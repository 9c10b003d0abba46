package dev.assent.ingress.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.ingress.kafka.KafkaClients;
import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.MalformedRecordException;
import dev.assent.schemas.settings.KafkaSettings;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TenantReaderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final TopicPartition PARTITION = new TopicPartition(Topic.TENANTS.topicName(), 0);

  private Instant now = NOW;
  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
  private final TenantDirectory directory = new TenantDirectory(() -> now);

  @Test
  void shouldBeLoadedOnceTheEndAtTheStartIsReached() {
    // Given
    TenantReader reader = begin(TenantReaderTest::byName, 2);
    add(0, "first", "first");
    poll(reader);
    boolean tooEarly = reader.loaded();

    // When
    add(1, "second", "second");
    poll(reader);

    // Then
    assertThat(tooEarly).isFalse();
    assertThat(reader.loaded()).isTrue();
    assertThat(known("first")).isTrue();
    assertThat(known("second")).isTrue();
  }

  @Test
  void shouldBeLoadedWhereThereIsNothing() {
    // Given
    TenantReader reader = begin(TenantReaderTest::byName, 0);

    // When
    poll(reader);

    // Then
    assertThat(reader.loaded()).isTrue();
  }

  @Test
  void shouldForgetATenantThatWasDeleted() {
    // Given
    TenantReader reader = begin(TenantReaderTest::byName, 1);
    add(0, "first", "first");
    poll(reader);

    // When
    consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, 1, "first", null));
    poll(reader);

    // Then
    assertThat(known("first")).isFalse();
  }

  @Test
  void shouldForgetAKeyThatWasWithdrawn() {
    // Given
    TenantReader reader = begin(TenantReaderTest::byName, 1);
    add(0, "first", "first");
    poll(reader);

    // When
    add(1, "first", "first with other key");
    poll(reader);

    // Then
    assertThat(known("first")).isFalse();
    assertThat(known("other")).isTrue();
  }

  @Test
  @Tag("AS-20")
  void shouldLockOutATenantThatCannotBeRead() {
    // Given
    TenantReader reader = begin(TenantReaderTest::byName, 1);
    add(0, "first", "first");
    poll(reader);

    // When
    add(1, "first", "garbage");
    poll(reader);

    // Then
    assertThat(known("first")).isFalse();
  }

  @Test
  void shouldLockOutATenantWhoseRecordIsOfAnother() {
    // Given
    TenantReader reader = begin(TenantReaderTest::byName, 1);
    add(0, "first", "first");
    poll(reader);

    // When
    add(1, "first", "other");
    poll(reader);

    // Then
    assertThat(known("first")).isFalse();
    assertThat(known("other")).isFalse();
  }

  @Test
  void shouldTakeAKeyInsideItsWindowOnly() {
    // Given
    Tenant tenant = tenant("first", "first", true);
    tenant.getApiKeys().getFirst().setNotBefore(NOW);
    tenant.getApiKeys().getFirst().setExpiresAt(NOW.plusMillis(10));
    replace(tenant);

    // When, then
    now = NOW.minusMillis(1);
    assertThat(known("first")).isFalse();
    now = NOW;
    assertThat(known("first")).isTrue();
    now = NOW.plusMillis(9);
    assertThat(known("first")).isTrue();
    now = NOW.plusMillis(10);
    assertThat(known("first")).isFalse();
  }

  @Test
  void shouldTakeBothKeysWhileTheirWindowsOverlap() {
    // Given
    Tenant tenant = tenant("first", "old", true);
    tenant.getApiKeys().getFirst().setExpiresAt(NOW.plusMillis(1));
    ApiKey fresh = tenant("first", "new", true).getApiKeys().getFirst();
    tenant.setApiKeys(List.of(tenant.getApiKeys().getFirst(), fresh));
    replace(tenant);

    // When, then
    assertThat(known("old")).isTrue();
    assertThat(known("new")).isTrue();
    now = NOW.plusMillis(1);
    assertThat(known("old")).isFalse();
    assertThat(known("new")).isTrue();
  }

  @Test
  void shouldTryAgainWhereTheRegistryIsAway() {
    // Given
    TenantReader reader =
        begin(
            (_, _) -> {
              throw new ConfigException("away");
            },
            1);
    add(0, "first", "first");

    // When
    assertThatThrownBy(() -> poll(reader)).isInstanceOf(ConfigException.class);

    // Then
    assertThat(reader.loaded()).isFalse();
  }

  @Test
  void shouldKnowNothingOfADisabledTenant() {
    // When
    replace(tenant("first", "first", false));

    // Then
    assertThat(known("first")).isFalse();
  }

  @Test
  void shouldKeepRolesApart() {
    // When
    replace(tenant("first", "first", true));

    // Then
    assertThat(directory.findKey("first.key"))
        .contains(new KeyHolder(new Caller("first", "key-of-first"), Set.of(ApiKeyRole.BACK_END)));
  }

  private void replace(Tenant tenant) {
    directory.replace(List.of(KnownTenant.of(Optional.empty(), tenant, 0)), 1);
  }

  private TenantReader begin(Deserializer<Tenant> deserializer, long end) {
    KafkaClients none =
        new KafkaClients(new KafkaSettings(Map.of("bootstrap.servers", "none:1"), Map.of()));
    TenantReader reader = new TenantReader(none, deserializer, directory);
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    reader.begin(consumer);
    return reader;
  }

  private void add(long offset, String key, String value) {
    consumer.addRecord(
        new ConsumerRecord<>(PARTITION.topic(), 0, offset, key, value.getBytes(UTF_8)));
  }

  private void poll(TenantReader reader) {
    reader.take(consumer, consumer.poll(Duration.ZERO));
  }

  private boolean known(String tenant) {
    return directory.findKey(tenant + ".key").isPresent();
  }

  private static Tenant byName(String topic, byte[] bytes) {
    String name = new String(bytes, UTF_8);
    if (name.equals("garbage")) {
      throw new MalformedRecordException("garbage");
    }
    return name.equals("first with other key")
        ? tenant("first", "other", true)
        : tenant(name, name, true);
  }

  private static Tenant tenant(String name, String keyName, boolean enabled) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest((keyName + ".key").getBytes(UTF_8));
      ApiKey key =
          ApiKey.newBuilder()
              .setKeyId("key-of-" + keyName)
              .setHash(ByteBuffer.wrap(hash))
              .setRoles(List.of(ApiKeyRole.BACK_END))
              .setCreatedAt(Instant.EPOCH)
              .build();
      return Tenant.newBuilder()
          .setTenant(name)
          .setDisplayName(name)
          .setEnabled(enabled)
          .setApiKeys(List.of(key))
          .setPolicy(
              TenantPolicy.newBuilder()
                  .setTimeToLive(60_000L)
                  .setMaximumFailedProofs(3)
                  .setMaximumPending(10)
                  .setRetention(600_000L)
                  .build())
          .build();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
