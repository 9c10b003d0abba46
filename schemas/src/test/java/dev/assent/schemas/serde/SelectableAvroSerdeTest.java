package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectableAvroSerdeTest {
  private InMemoryRegistry registry;

  @BeforeEach
  void startRegistry() {
    registry = InMemoryRegistry.start();
    registry.register(Records.SUBJECT, Tenant.getClassSchema().toString());
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  /** Remembers the configuration it got. */
  public static final class RecordingSerializer implements Serializer<Object> {
    private static Map<String, ?> received = Map.of();

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
      received = configuration;
    }

    @Override
    public byte[] serialize(String topic, Object value) {
      return new byte[] {42};
    }
  }

  /** Reads generic records, like Confluent's by default. */
  public static final class GenericDeserializer implements Deserializer<Object> {
    @Override
    public Object deserialize(String topic, byte[] bytes) {
      return new GenericData.Record(Tenant.getClassSchema());
    }
  }

  @Test
  void shouldUseOurClassesUnlessTold() {
    // Given
    SelectableAvroSerde<Tenant> serde =
        SelectableAvroSerde.forValues(registry.configuration(), Tenant.class);
    // When
    byte[] bytes = serde.serializer().serialize(Records.TOPIC, Records.tenant("bank"));
    // Then
    assertThat(serde.serializer()).isInstanceOf(RegistryAvroSerializer.class);
    assertThat(serde.deserializer().deserialize(Records.TOPIC, bytes))
        .isEqualTo(Records.tenant("bank"));
  }

  @Test
  void shouldPassTheWholeConfigurationToTheClassItIsTold() {
    // Given
    Map<String, Object> configuration = new HashMap<>(registry.configuration());
    configuration.put("assent.avro.serializer.class", RecordingSerializer.class.getName());
    configuration.put("a.library's.own.key", 7);
    // When
    SelectableAvroSerde<Tenant> serde = SelectableAvroSerde.forValues(configuration);
    // Then
    assertThat(RecordingSerializer.received).isEqualTo(configuration);
    assertThat(serde.serializer().serialize("any", Records.tenant("bank"))).containsExactly(42);
  }

  @Test
  void shouldRefuseARecordOfAnotherClass() {
    // Given a good record of another topic
    byte[] bytes =
        SelectableAvroSerde.forValues(registry.configuration(), Tenant.class)
            .serializer()
            .serialize(Records.TOPIC, Records.tenant("bank"));
    Deserializer<TenantPolicy> deserializer =
        SelectableAvroSerde.forValues(registry.configuration(), TenantPolicy.class).deserializer();
    // When / Then
    assertThatThrownBy(() -> deserializer.deserialize("policies", bytes))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("TenantPolicy");
  }

  @Test
  void shouldBlameTheConfigurationForGenericRecords() {
    // Given
    Map<String, Object> configuration = new HashMap<>(registry.configuration());
    configuration.put("assent.avro.deserializer.class", GenericDeserializer.class.getName());
    Deserializer<Tenant> deserializer =
        SelectableAvroSerde.forValues(configuration, Tenant.class).deserializer();
    // When / Then
    assertThatThrownBy(() -> deserializer.deserialize(Records.TOPIC, new byte[] {0}))
        .isInstanceOfSatisfying(
            ConfigException.class,
            failure -> assertThat(DecodingFailure.isTransient(failure)).isTrue())
        .hasMessageContaining("specific.avro.reader");
  }

  @Test
  void shouldNameAClassThatIsMissingOrOfTheWrongKind() {
    for (String wrong : new String[] {"no.such.Class", "java.lang.Object"}) {
      Map<String, Object> configuration = new HashMap<>(registry.configuration());
      configuration.put("assent.avro.deserializer.class", wrong);
      assertThatThrownBy(() -> SelectableAvroSerde.forValues(configuration, Tenant.class))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(wrong);
    }
  }

  @Test
  void shouldRefuseToWorkBeforeItIsConfigured() {
    try (SelectableAvroSerde<Tenant> serde = new SelectableAvroSerde<>()) {
      assertThatThrownBy(serde::serializer).isInstanceOf(IllegalStateException.class);
    }
  }
}
