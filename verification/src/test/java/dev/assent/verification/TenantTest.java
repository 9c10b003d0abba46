package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tenants from their making to their disabling; what an administrator was told is in force. */
@ExtendWith(SharedSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantTest {
  private static final String BACK_END = "{\"roles\":[\"BACK_END\"]}";
  private static final String STANDARD = "{\"displayName\":\"Test\",\"policy\":{}}";

  private final RunningAssent assent;
  private final String administrator;
  private String tenant;

  TenantTest(RunningAssent assent) throws IOException {
    this.assent = assent;
    this.administrator = Files.readString(assent.local().administrationKeyFile());
  }

  @BeforeEach
  void makeATenant() {
    tenant = "tenant-" + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    assertThat(administer("PUT", "", STANDARD).status()).isEqualTo(201);
  }

  @Test
  @Tag("AS-11")
  void shouldTakeANewKeyAtOnceAndRefuseARemovedOneAtOnce() {
    // Given
    Answer made = administer("POST", "/api-keys", BACK_END);
    String key = key(made);

    // When, then
    assertThat(reads(key)).isEqualTo(200);
    String keyId = made.json().path("keyId").asText();
    assertThat(administer("DELETE", "/api-keys/" + keyId, "").status()).isEqualTo(204);
    assertThat(reads(key)).isEqualTo(401);
  }

  @Test
  void shouldRotateAKeyWithOverlap() {
    // Given
    Answer old = administer("POST", "/api-keys", BACK_END);
    Answer fresh = administer("POST", "/api-keys", BACK_END);
    Instant end = Instant.now().plus(Duration.ofSeconds(2));

    // When
    String path = "/api-keys/" + old.json().path("keyId").asText() + "/expire";
    int status = administer("POST", path, "{\"expiresAt\":\"" + end + "\"}").status();
    int oldWhileItLasts = reads(key(old));

    // Then
    assertThat(status).isEqualTo(200);
    assertThat(oldWhileItLasts).isEqualTo(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(reads(key(old))).isEqualTo(401));
    assertThat(Instant.now()).isAfter(end);
    assertThat(reads(key(fresh))).isEqualTo(200);
  }

  @Test
  @Tag("AS-11")
  void shouldRefuseADisabledTenantOverHttpAndOverKafka() {
    // Given
    String key = key(administer("POST", "/api-keys", BACK_END));
    boolean before = reads(key) == 200;

    // When
    assertThat(administer("POST", "/disable", "").status()).isEqualTo(200);

    // Then
    assertThat(before).isTrue();
    assertThat(reads(key)).isEqualTo(401);
    assertThat(reasonOverKafka()).isEqualTo("TENANT_UNKNOWN");
    // and from then on it is known again
    assertThat(administer("POST", "/enable", "").status()).isEqualTo(200);
    assertThat(reads(key)).isEqualTo(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(this::reasonOverKafka, "NO_ELIGIBLE_CREDENTIAL"::equals);
  }

  @Test
  void shouldFollowARecordThatIsWrittenToTheTopicDirectly() {
    // Given
    String key = key(administer("POST", "/api-keys", BACK_END));
    assertThat(reads(key)).isEqualTo(200);

    // When somebody publishes the tenant with no key
    publish(administer("GET", "", ""));

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(reads(key)).isEqualTo(401));
    assertThat(administer("GET", "", "").json().path("apiKeys")).isEmpty();
    assertThat(reads(assent.local().demoTenant().backEndKey())).isEqualTo(200);
  }

  @Test
  @Tag("AS-3")
  void shouldRefuseWhatExceedsTheQuotaOfOperations() {
    // Given
    Answer before = administer("GET", "", "");
    String limited = "{\"displayName\":\"Test\",\"policy\":{\"operationsPerSecond\":1}}";
    Answer put =
        assent
            .api()
            .send(
                "PUT",
                path(""),
                limited.getBytes(StandardCharsets.UTF_8),
                Map.of("X-Api-Key", administrator, "If-Match", before.entityTag().orElseThrow()));
    String key = key(administer("POST", "/api-keys", BACK_END));

    // When two come within the second
    Answer refused =
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> create(key), answer -> answer.status() == 429);

    // Then
    assertThat(put.status()).isEqualTo(200);
    assertThat(refused.text()).contains("QUOTA_EXCEEDED");
    assertThat(refused.retryAfter()).contains("1");
  }

  private Answer create(String key) {
    String body = "{\"operationId\":\"%s\"}".formatted(RunningAssent.freshOperationId());
    return assent
        .api()
        .send(
            "POST",
            "/v2/users/" + RunningAssent.freshUserId() + "/operations",
            body.getBytes(StandardCharsets.UTF_8),
            Map.of("X-Api-Key", key));
  }

  /** Why a request over Kafka, of a user without a device, is set aside. */
  private String reasonOverKafka() {
    OperationRequest request =
        assent.request(
            RunningAssent.freshUserId(), RunningAssent.freshOperationId(), Duration.ofSeconds(30));
    request.setTenant(tenant);
    RecordMetadata written = assent.publish(request);
    DeadLetter letter =
        assent.ledger().awaitDeadLetter(Topic.REQUESTS, written.partition(), written.offset());
    return letter.getReason();
  }

  private void publish(Answer shown) {
    Tenant record =
        Tenant.newBuilder()
            .setTenant(tenant)
            .setDisplayName("Test")
            .setEnabled(true)
            .setApiKeys(List.of())
            .setPolicy(
                TenantPolicy.newBuilder()
                    .setTimeToLive(60_000L)
                    .setMaximumFailedProofs(3)
                    .setMaximumPending(10)
                    .setRetention(600_000L)
                    .build())
            .setVersion(shown.json().path("version").asLong())
            .build();
    try (SelectableAvroSerde<Tenant> serde =
        SelectableAvroSerde.forValues(assent.local().clientConfiguration(), Tenant.class)) {
      String topic = Topic.TENANTS.topicName();
      assent.publish(Topic.TENANTS, tenant, serde.serializer().serialize(topic, record));
    }
  }

  private int reads(String key) {
    return assent
        .api()
        .send("GET", "/v2/users/A1B2C3/operations/pending", new byte[0], Map.of("X-Api-Key", key))
        .status();
  }

  private Answer administer(String method, String path, String body) {
    return assent
        .api()
        .send(
            method,
            path(path),
            body.getBytes(StandardCharsets.UTF_8),
            Map.of("X-Api-Key", administrator));
  }

  private String path(String rest) {
    return "/api/v1/tenants/" + tenant + rest;
  }

  private static String key(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("key").asText();
  }
}
