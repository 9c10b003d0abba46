package dev.assent.standalone.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.standalone.cluster.Ports;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TrialRegistryTest {
  private TrialRegistry registry;
  private Map<String, Object> configuration;

  @BeforeEach
  void start() throws IOException {
    int port = Ports.free().number(Ports.Use.REGISTRY);
    registry = new TrialRegistry(port);
    configuration = Map.of("schema.registry.url", "http://127.0.0.1:" + port);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void shouldHaveWhatServicesCheckAtTheirStart() {
    assertThatCode(() -> SchemaRegistration.verify(configuration)).doesNotThrowAnyException();
  }

  @Test
  void shouldGiveSchemasBackByTheirIds() {
    // Given
    SchemaRegistration.register(configuration);
    int last = (int) Arrays.stream(Topic.values()).filter(t -> t.valueSchema().isPresent()).count();
    // When
    List<Schema> schemas =
        IntStream.rangeClosed(1, last)
            .mapToObj(
                identifier -> SchemaRegistration.find(configuration, identifier).orElseThrow())
            .toList();

    // Then
    assertThat(schemas).contains(Tenant.getClassSchema());
  }

  @Test
  void shouldNotKnowAnIdThatItNeverGave() {
    assertThat(SchemaRegistration.find(configuration, 12_345)).isEmpty();
  }
}
