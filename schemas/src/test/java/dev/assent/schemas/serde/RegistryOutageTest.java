package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryOutageTest {
  private static final Duration BOUND = RegistryTransport.PATIENCE.plusSeconds(3);

  private InMemoryRegistry registry;
  private byte[] record;

  @BeforeEach
  void startRegistry() {
    registry = InMemoryRegistry.start();
    int id = registry.register(Records.SUBJECT, Tenant.getClassSchema().toString());
    record = ByteBuffer.allocate(6).putInt(1, id).array();
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private static RegistryAvroDeserializer<Tenant> deserializer(String url) {
    RegistryAvroDeserializer<Tenant> deserializer = new RegistryAvroDeserializer<>();
    deserializer.configure(Map.of("schema.registry.url", url), false);
    return deserializer;
  }

  private RegistryAvroSerializer<Tenant> serializer(boolean autoRegister) {
    Map<String, Object> configuration = new HashMap<>(registry.configuration());
    configuration.put("auto.register.schemas", autoRegister);
    RegistryAvroSerializer<Tenant> serializer = new RegistryAvroSerializer<>();
    serializer.configure(configuration, false);
    return serializer;
  }

  private void shouldBeUnavailable(String url, String message) {
    Instant start = Instant.now();
    assertThatThrownBy(() -> deserializer(url).deserialize(Records.TOPIC, record))
        .isInstanceOf(RegistryUnavailableException.class)
        .isNotInstanceOf(SerializationException.class)
        .hasMessageContaining(message);
    assertThat(Duration.between(start, Instant.now())).isLessThan(BOUND);
  }

  @Test
  void shouldSayThatARefusingRegistryIsUnavailable() {
    registry.close();
    shouldBeUnavailable(registry.url(), "ConnectException");
  }

  @Test
  void shouldSayThatASilentRegistryIsUnavailable() throws IOException {
    // Given a port that takes connections and never answers
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      // When / Then
      shouldBeUnavailable("http://localhost:" + silent.getLocalPort(), "Timeout");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void shouldGiveUpOnAStatusThatStays(int status) {
    registry.failNext(1_000, status);
    shouldBeUnavailable(registry.url(), Integer.toString(status));
    assertThat(registry.requests()).hasSizeBetween(2, 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 301})
  void shouldNotTakeAnotherAnswerForAnUnknownSchema(int status) {
    registry.failNext(1_000, status, "<html>not a registry</html>");
    shouldBeUnavailable(registry.url(), Integer.toString(status));
    assertThat(registry.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{\"schema\""})
  void shouldNotTakeAnythingForASchema(String body) {
    registry.failNext(1_000, 200, body);
    shouldBeUnavailable(registry.url(), "not a JSON object");
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 429})
  void shouldTryAgain(int status) {
    // Given
    registry.failNext(2, status);
    // When
    byte[] bytes = serializer(false).serialize(Records.TOPIC, Records.tenant("bank"));
    // Then
    assertThat(bytes).isNotNull();
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void shouldRecoverFromAnOutageWithoutBeingMadeAnew() {
    // Given
    RegistryAvroSerializer<Tenant> serializer = serializer(false);
    registry.failNext(1_000, 503);
    assertThatThrownBy(() -> serializer.serialize(Records.TOPIC, Records.tenant("bank")))
        .isInstanceOf(RegistryUnavailableException.class);
    // When
    registry.failNext(0, 503);
    // Then
    assertThat(serializer.serialize(Records.TOPIC, Records.tenant("bank"))).isNotNull();
  }

  @Test
  void shouldAskTheNextUrl() {
    // Given
    InMemoryRegistry gone = InMemoryRegistry.start();
    gone.close();
    byte[] bytes = serializer(false).serialize(Records.TOPIC, Records.tenant("bank"));
    // When
    Tenant read =
        deserializer(gone.url() + ", " + registry.url() + "/").deserialize(Records.TOPIC, bytes);
    // Then
    assertThat(read).isEqualTo(Records.tenant("bank"));
  }

  @Test
  void shouldLookUpOnceAfterAConflict() {
    // Given a registration that lost a race against the same one
    registry.answerConflict("race-value");
    // When
    byte[] bytes = serializer(true).serialize("race", Records.tenant("bank"));
    // Then
    assertThat(bytes).isNotNull();
    assertThat(registry.requests())
        .extracting(InMemoryRegistry.Request::path)
        .containsExactly("/subjects/race-value/versions", "/subjects/race-value");
  }

  @Test
  void shouldReportAConflictThatStays() {
    // Given
    registry.failNext(1, 409, "{\"error_code\":409,\"message\":\"field x was removed\"}");
    RegistryAvroSerializer<Tenant> serializer = serializer(true);
    // When / Then
    assertThatThrownBy(() -> serializer.serialize("new", Records.tenant("bank")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("new-value")
        .hasMessageContaining("field x was removed");
    assertThat(registry.requests()).hasSize(2);
  }

  @Test
  void shouldReportARefusedSchema() {
    // Given
    registry.failNext(1, 422, "{\"error_code\":42201,\"message\":\"invalid\"}");
    RegistryAvroSerializer<Tenant> serializer = serializer(true);
    // When / Then
    assertThatThrownBy(() -> serializer.serialize("new", Records.tenant("bank")))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("invalid");
  }

  @Test
  void shouldGiveUpAtOnceWhenInterrupted() {
    // Given
    registry.failNext(1_000, 503);
    Thread.currentThread().interrupt();
    // When / Then
    shouldBeUnavailable(registry.url(), "interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
