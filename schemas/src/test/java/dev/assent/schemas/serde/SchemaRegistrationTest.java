package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaRegistrationTest {
  private InMemoryRegistry registry;

  @BeforeEach
  void startRegistry() {
    registry = InMemoryRegistry.start();
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private static List<String> subjects() {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.valueSchema().isPresent())
        .map(Topic::valueSubject)
        .toList();
  }

  @Test
  void shouldRegisterEveryTopicThatHasASchema() {
    SchemaRegistration.register(registry.configuration());
    assertThat(registry.subjects()).isEqualTo(subjects()).contains("assent.commands-value");
  }

  @Test
  void shouldChangeNothingTheSecondTime() {
    // Given
    SchemaRegistration.register(registry.configuration());
    int id = registry.register(Records.SUBJECT, Tenant.getClassSchema().toString());
    // When
    SchemaRegistration.register(registry.configuration());
    // Then
    assertThat(registry.subjects()).isEqualTo(subjects());
    assertThat(registry.register(Records.SUBJECT, Tenant.getClassSchema().toString()))
        .isEqualTo(id);
  }

  @Test
  void shouldNameEveryRefusedSubject() {
    registry.failNext(2, 422, "{\"error_code\":42201,\"message\":\"invalid\"}");
    assertThatThrownBy(() -> SchemaRegistration.register(registry.configuration()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(subjects().get(0))
        .hasMessageContaining(subjects().get(1))
        .hasMessageNotContaining(subjects().get(2));
  }

  @Test
  void shouldVerifyWhatIsRegistered() {
    SchemaRegistration.register(registry.configuration());
    assertThatCode(() -> SchemaRegistration.verify(registry.configuration()))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldNameEveryMissingSubject() {
    // Given one subject with its schema and one with another
    registry.register(Records.SUBJECT, Tenant.getClassSchema().toString());
    registry.register(subjects().getFirst(), "\"string\"");
    // When / Then
    assertThatThrownBy(() -> SchemaRegistration.verify(registry.configuration()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            subjects().stream()
                .filter(subject -> !subject.equals(Records.SUBJECT))
                .toArray(String[]::new))
        .hasMessageNotContaining(Records.SUBJECT);
  }

  @Test
  void shouldMakeTheRegistryDispensableForItsSchemas() {
    // Given
    SchemaRegistration.register(registry.configuration());
    SchemaRegistration.verify(registry.configuration());
    registry.close();
    // When
    SelectableAvroSerde<Tenant> serde =
        SelectableAvroSerde.forValues(registry.configuration(), Tenant.class);
    byte[] bytes = serde.serializer().serialize(Records.TOPIC, Records.tenant("bank"));
    // Then
    assertThat(serde.deserializer().deserialize(Records.TOPIC, bytes))
        .isEqualTo(Records.tenant("bank"));
  }

  @Test
  void shouldForgetWhatARegistryThatWasReplacedSaid() {
    // Given an id whose schema the process has asked for
    SchemaRegistration.register(registry.configuration());
    int id = registry.register("other", "\"string\"");
    try (RegistryClient client =
        new RegistryClient(RegistrySettings.from(registry.configuration()))) {
      client.schema(id);
      SchemaRegistration.verify(registry.configuration());
      int asked = registry.requests().size();
      // When
      client.schema(id);
      // Then
      assertThat(registry.requests()).hasSize(asked + 1);
    }
  }

  @Test
  void shouldFindASchemaOnceItIsRegistered() {
    // Given an id that is the next to be given out
    int next = registry.register("other", "\"string\"") + 1;
    assertThat(SchemaRegistration.find(registry.configuration(), next)).isEmpty();
    // When
    registry.register(Records.SUBJECT, Tenant.getClassSchema().toString());
    // Then
    assertThat(SchemaRegistration.find(registry.configuration(), next))
        .contains(Tenant.getClassSchema());
  }

  @Test
  void shouldReportAnUnreachableRegistryAsSuch() {
    registry.close();
    assertThatThrownBy(() -> SchemaRegistration.verify(registry.configuration()))
        .isInstanceOf(RegistryUnavailableException.class);
  }
}
