package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.access.ClusterGate;
import dev.assent.schemas.access.ClusterRefusedException;
import dev.assent.schemas.access.Principal;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.demo.DemoStory;
import dev.assent.standalone.demo.MobileSignatureStory;
import dev.assent.standalone.process.Progress;
import dev.assent.standalone.status.StatusCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole system over TLS, with a principal for each part and nothing allowed beyond its work.
 */
class SecuredStoryTest {
  private static final Duration SHORTLY = Duration.ofMillis(50);

  @TempDir static Path directory;

  private static LocalAssent assent;

  @BeforeAll
  static void start() throws Exception {
    assent =
        LocalAssent.secured(
            Installation.find(), LocalSettings.temporary(directory), Progress.SILENT);
    assent.startInfrastructure();
    assent.startServices();
  }

  @AfterAll
  static void stop() {
    assent.close();
  }

  @Test
  @Tag("AS-15")
  @Tag("KA-1")
  void shouldApproveWithEachPartHeldToItsOwnWork() {
    // Given
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    // When, then
    assertThatCode(
            () -> {
              new DemoStory(assent.addresses(), assent.demoTenant(), out).run();
              new MobileSignatureStory(assent.addresses(), assent.demoTenant(), out).run();
            })
        .as(() -> told.toString(StandardCharsets.UTF_8))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldShowHowAProtectedSystemDoes() throws Exception {
    // Given
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    // When
    new StatusCommand(Optional.of(assent.addresses()), out, out).run(List.of("--once"));

    // Then
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .containsPattern("processor +up")
        .containsPattern("ingress +up")
        .containsPattern("connectors +up");
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  @Tag("KA-1")
  void shouldLetNobodyWriteWhatIsNotItsOwn(Principal principal) {
    try (KafkaProducer<byte[], byte[]> producer = producer(principal, Map.of())) {
      for (Topic topic : Topic.values()) {
        if (!principal.writes(topic)) {
          assertThatThrownBy(() -> write(producer, topic))
              .as("%s writes %s", principal, topic)
              .isInstanceOf(ExecutionException.class)
              .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  @Tag("KA-1")
  void shouldLetNobodyReadWhatIsNotItsOwn(Principal principal) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(principal, Map.of())) {
      for (Topic topic : Topic.values()) {
        TopicPartition partition = new TopicPartition(topic.topicName(), 0);
        consumer.assign(List.of(partition));
        if (principal.reads(topic)) {
          assertThatCode(() -> read(consumer, partition))
              .as("%s reads %s", principal, topic)
              .doesNotThrowAnyException();
        } else {
          assertThatThrownBy(() -> read(consumer, partition))
              .as("%s reads %s", principal, topic)
              .isInstanceOf(TopicAuthorizationException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  @Tag("KA-1")
  void shouldLetNobodyMoveAnothersGroup(Principal principal) {
    TopicPartition partition = new TopicPartition(Topic.RESULTS.topicName(), 0);
    for (Map.Entry<String, Principal> group : owners(ResourceType.GROUP).entrySet()) {
      if (group.getValue() != principal) {
        try (KafkaConsumer<byte[], byte[]> consumer =
            consumer(principal, Map.of("group.id", group.getKey()))) {
          assertThatThrownBy(() -> consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1))))
              .as("%s moves %s", principal, group.getKey())
              .isInstanceOf(GroupAuthorizationException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  @Tag("KA-1")
  void shouldLetNobodyUseAnothersTransactions(Principal principal) {
    for (Map.Entry<String, Principal> owner : owners(ResourceType.TRANSACTIONAL_ID).entrySet()) {
      if (owner.getValue() != principal) {
        try (KafkaProducer<byte[], byte[]> producer =
            producer(
                principal,
                Map.of("transactional.id", owner.getKey(), "enable.idempotence", "true"))) {
          assertThatThrownBy(producer::initTransactions)
              .as("%s takes over %s", principal, owner.getKey())
              .isInstanceOf(TransactionalIdAuthorizationException.class);
        }
      }
    }
  }

  @Test
  @Tag("KA-1")
  void shouldLetNobodyJoinAnothersShareGroup() {
    // Given
    Map<String, Object> configuration = configuration(Principal.PUSH);
    configuration.put("group.id", "assent-connector-bank");

    // When, then
    try (KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(
            configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topic.PUSH_TASKS.topicName()));
      assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
          .isInstanceOf(GroupAuthorizationException.class);
    }
  }

  @Test
  @Tag("AS-15")
  void shouldSpeakToNobodyWithoutACertificate() {
    // Given
    Map<String, Object> configuration = configuration(Principal.INGRESS);
    configuration.keySet().removeIf(name -> name.startsWith("ssl.keystore"));
    configuration.put("default.api.timeout.ms", "10000");
    configuration.put("request.timeout.ms", "5000");

    // When, then
    try (Admin admin = Admin.create(configuration)) {
      assertThatThrownBy(() -> admin.describeCluster().nodes().get())
          .hasCauseInstanceOf(SslAuthenticationException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Principal.class)
  @Tag("KA-6")
  void shouldStartOnlyAsThePrincipalThatItIs(Principal principal) {
    for (Principal other : Principal.values()) {
      if (other.kind() == Principal.Kind.SERVICE) {
        KafkaSettings settings = settings(configuration(principal), 1);
        if (principal == other) {
          assertThatCode(() -> ClusterGate.check(settings, other)).doesNotThrowAnyException();
        } else {
          assertThatThrownBy(() -> ClusterGate.check(settings, other))
              .as("%s as %s", other, principal)
              .isInstanceOf(ClusterRefusedException.class);
        }
      }
    }
  }

  @Test
  @Tag("KA-6")
  void shouldNotStartWithTheRightsOfWhoeverGrantsThem() {
    // Given
    KafkaSettings settings = settings(assent.addresses().grantingClients(), 1);

    // When, then
    assertThatThrownBy(() -> ClusterGate.check(settings, Principal.INGRESS))
        .isInstanceOf(ClusterRefusedException.class)
        .hasMessageStartingWith("ACLs do not hold the ingress back: it may ")
        .hasMessageContaining("assent.results");
  }

  @Test
  @Tag("KA-6")
  void shouldNotStartWithoutOneOfItsRights() throws Exception {
    // Given
    AclBindingFilter right =
        new AclBindingFilter(
            new ResourcePatternFilter(
                ResourceType.TOPIC, Topic.PUSH_TASKS.topicName(), PatternType.LITERAL),
            new AccessControlEntryFilter(
                "User:assent-push", null, AclOperation.READ, AclPermissionType.ALLOW));
    KafkaSettings push = settings(configuration(Principal.PUSH), 1);

    // When
    try (Admin granting = Admin.create(assent.addresses().grantingClients())) {
      List<AclBinding> removed = List.copyOf(granting.deleteAcls(List.of(right)).all().get());
      try {
        // Then
        assertThat(removed).hasSize(1);
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThatThrownBy(() -> ClusterGate.check(push, Principal.PUSH))
                        .isInstanceOf(ClusterRefusedException.class)
                        .hasMessageStartingWith("ACLs are missing: the push may not ")
                        .hasMessageContaining("READ assent.internal.push-tasks"));
      } finally {
        granting.createAcls(removed).all().get();
      }
    }
  }

  @Test
  @Tag("KA-6")
  void shouldNotStartWithFewerCopiesThanItIsToldToHave() {
    // Given
    KafkaSettings settings = settings(configuration(Principal.PROCESSOR), 3);

    // When, then
    assertThatThrownBy(() -> ClusterGate.check(settings, Principal.PROCESSOR))
        .isInstanceOf(ClusterRefusedException.class)
        .hasMessageContaining("has 1 replicas, and cluster.replicas.least is 3");
  }

  private static void write(KafkaProducer<byte[], byte[]> producer, Topic topic) throws Exception {
    producer.send(new ProducerRecord<>(topic.topicName(), 0, null, new byte[] {1})).get();
  }

  /** The position is where a record would be read from: with a fetch behind it that is answered. */
  private static void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    consumer.seekToBeginning(List.of(partition));
    consumer.position(partition);
    consumer.poll(SHORTLY);
  }

  /** Who owns what of the kind, by its name or what its name begins with. */
  private static Map<String, Principal> owners(ResourceType type) {
    Map<String, Principal> owners = new TreeMap<>();
    for (Principal principal : Principal.values()) {
      principal.grants().stream()
          .filter(grant -> grant.type() == type)
          .forEach(grant -> owners.put(grant.name(), principal));
    }
    return owners;
  }

  private static KafkaSettings settings(Map<String, Object> configuration, int leastReplicas) {
    Map<String, String> clients = new HashMap<>();
    configuration.forEach(
        (name, value) -> {
          if (!name.startsWith("schema.registry.")) {
            clients.put(name, value.toString());
          }
        });
    return new KafkaSettings(clients, Map.of(), leastReplicas);
  }

  private static Map<String, Object> configuration(Principal principal) {
    return new HashMap<>(assent.addresses().clientConfiguration(principal));
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Principal principal, Map<String, String> more) {
    Map<String, Object> configuration = configuration(principal);
    // whoever may write nothing must fail for the topic, and not for a number of its own
    configuration.put("enable.idempotence", "false");
    configuration.putAll(more);
    return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Principal principal, Map<String, String> more) {
    Map<String, Object> configuration = configuration(principal);
    configuration.put("allow.auto.create.topics", "false");
    configuration.putAll(more);
    return new KafkaConsumer<>(
        configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
