package dev.assent.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.standalone.process.Progress;
import dev.assent.standalone.process.StartFailure;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAssentTest {
  @TempDir static Path directory;
  private static LocalAssent assent;

  @BeforeAll
  static void startInfrastructure() throws Exception {
    assent =
        new LocalAssent(Installation.find(), LocalSettings.temporary(directory), Progress.SILENT);
    assent.startInfrastructure();
  }

  @AfterAll
  static void stop() {
    assent.close();
  }

  @Test
  void shouldCreateEveryTopicOfTheCatalogue() throws Exception {
    // Given
    List<String> names = List.of(Topic.values()).stream().map(Topic::topicName).toList();

    // When
    Map<String, TopicDescription> topics;
    try (Admin admin = admin()) {
      topics = admin.describeTopics(names).allTopicNames().get();
    }

    // Then
    for (Topic topic : Topic.values()) {
      assertThat(topics.get(topic.topicName()).partitions())
          .as(topic.topicName())
          .hasSize(topic.partitions(LocalSettings.STANDARD_PARTITIONS));
    }
  }

  @Test
  void shouldLeaveExistingTopicsAlone() throws Exception {
    // Given
    try (Admin admin = admin()) {
      TopicCreation creation = new TopicCreation(admin, LocalSettings.STANDARD_PARTITIONS);

      // When
      int created = creation.run();

      // Then
      assertThat(created).isZero();
    }
  }

  @Test
  void shouldSayWhichTopicHasAnotherNumberOfPartitions() {
    // Given
    try (Admin admin = admin()) {
      TopicCreation creation = new TopicCreation(admin, 3);

      // When, then
      assertThatThrownBy(creation::run)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("has 4 partitions, not the 3 asked for")
          .hasMessageContaining("--partitions=4");
    }
  }

  @Test
  void shouldRegisterSchemasASecondTime() {
    // Given
    Map<String, Object> configuration = assent.clientConfiguration();

    // When
    SchemaRegistration.register(configuration);

    // Then: does not throw
    SchemaRegistration.verify(configuration);
  }

  @Test
  void shouldKeepDataWhenTheBrokerIsKilledAndStartedAgain() throws Exception {
    // Given
    Tenant before = readTenant();

    // When
    assent.process(Service.BROKER).kill();
    assent.start(Service.BROKER);

    // Then
    assertThat(before.getTenant()).isEqualTo(assent.demoTenant().tenant());
    assertThat(readTenant()).isEqualTo(before);
  }

  @Test
  void shouldMakeATenantThatBelievesInTheSimulatedProviders() throws Exception {
    // Given
    TestAuthority authority =
        TestAuthority.read(assent.settings().stateDirectory().resolve("simulated-authority.pem"));

    // When
    Optional<Tenant> tenant =
        new TenantTopic(assent.clientConfiguration()).latest(assent.demoTenant().tenant());

    // Then
    assertThat(tenant.orElseThrow().getPolicy().getTrustAnchors())
        .containsExactly(ByteBuffer.wrap(authority.root().getEncoded()));
  }

  private static Tenant readTenant() {
    Map<String, Object> configuration = new HashMap<>(assent.clientConfiguration());
    configuration.put("isolation.level", "read_committed");
    configuration.put("auto.offset.reset", "earliest");
    try (SelectableAvroSerde<Tenant> serde =
            SelectableAvroSerde.forValues(configuration, Tenant.class);
        KafkaConsumer<String, Tenant> consumer =
            new KafkaConsumer<>(configuration, new StringDeserializer(), serde.deserializer())) {
      consumer.assign(List.of(new TopicPartition(Topic.TENANTS.topicName(), 0)));
      ConsumerRecords<String, Tenant> records = consumer.poll(Duration.ofSeconds(20));
      ConsumerRecord<String, Tenant> only = records.iterator().next();
      return only.value();
    }
  }

  private static Admin admin() {
    return Admin.create(assent.clientConfiguration());
  }
}
