package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static dev.assent.processor.topology.TopologyDriver.encode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.processor.decision.TestProvider;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderDeclined;
import dev.assent.schemas.avro.RegisterProviderCredential;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.trace.Correlation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a command's record carries is on all that follows from it, and nothing else is. */
@Tag("KA-10")
final class CarriedHeadersTest {
  private static final Map<String, String> CARRIED =
      Map.of(
          "traceparent",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "tracestate",
          "congo=t61rcWkgMzE",
          "x-request-id",
          "request-1");

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(TestDevice.elliptic("VDS-1"));
    drain();
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldBeOnAllThatFollowsFromACreation() {
    // When
    create("payment", Channel.DEVICE);

    // Then
    assertCarried(Topic.REPLIES, 1);
    assertCarried(Topic.OPERATIONS, 1);
    assertCarried(Topic.ADMITTED, 1);
  }

  @Test
  void shouldBeOnTheResult() {
    // Given
    create("payment", Channel.DEVICE);
    drain();

    // When
    pipe(
        Topic.COMMANDS,
        USER.text(),
        stream.command(new CancelOperation("payment")).setIdempotencyKey("cancel").build());

    // Then
    assertCarried(Topic.REPLIES, 1);
    assertCarried(Topic.OPERATIONS, 1);
    assertCarried(Topic.RESULTS, 1);
  }

  @Test
  void shouldBeOnARepeatedReplyAndOnARefusal() {
    // Given
    create("payment", Channel.DEVICE);
    drain();

    // When
    create("payment", Channel.DEVICE);
    pipe(Topic.COMMANDS, USER.text(), stream.command(new CancelOperation("other")).build());

    // Then
    assertCarried(Topic.REPLIES, 2);
  }

  @Test
  void shouldComeBackWithTheTimer() {
    // Given
    create("payment", Channel.DEVICE);
    drain();

    // When
    stream.pass(TopologyDriver.TIME_TO_LIVE.plusSeconds(1));

    // Then
    assertCarried(Topic.OPERATIONS, 1);
    assertCarried(Topic.RESULTS, 1);
  }

  @Test
  void shouldGoToTheProviderAndComeBackFromIt() {
    // Given
    registerAtProvider();
    create("payment", Channel.IDP);
    ConnectorTask start = onlyTask();
    drain();

    // When
    report(start, new ProviderAccepted("ref-1", 5_000L, null));
    drain();
    stream.pass(Duration.ofSeconds(5));
    ConnectorTask status = onlyTask();
    report(status, new ProviderDeclined());

    // Then
    assertCarried(Topic.RESULTS, 1);
  }

  @Test
  void shouldComeFromARequestOfAnUpstreamSystem() {
    // When
    pipe(Topic.REQUESTS, USER.text(), TopologyDriver.request("upstream"));

    // Then
    assertCarried(Topic.REQUESTED, 1);
    assertCarried(Topic.ADMITTED, 1);
    assertCarried(Topic.OPERATIONS, 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Topic.class,
      names = {"REQUESTS", "CLAIMS", "COMMANDS", "CONNECTOR_OUTCOMES"})
  @Tag("KA-3")
  void shouldBeOnADeadLetter(Topic topic) {
    // When
    stream.pipe(topic, new TestRecord<>(new byte[] {'k'}, new byte[] {1, 2}, headers()));

    // Then
    assertCarried(Topic.DEAD_LETTERS, 1);
  }

  private void create(String operationId, Channel channel) {
    pipe(
        Topic.CLAIMS,
        OperationIds.claimKey(USER.tenant(), operationId),
        stream
            .command(
                CreateOperation.newBuilder(creation(operationId))
                    .setKind(OperationKind.SIGNING)
                    .setChannel(channel)
                    .build())
            .setIdempotencyKey("operation:" + operationId)
            .build());
  }

  private void registerAtProvider() {
    stream.ask(
        stream
            .command(
                RegisterProviderCredential.newBuilder()
                    .setCredentialId("credential-1")
                    .setChannel(Channel.IDP)
                    .setConnector("swiss-id")
                    .setCertificate(ByteBuffer.wrap(TestProvider.elliptic().certificate()))
                    .build())
            .setIdempotencyKey("credential"));
    drain();
  }

  private ConnectorTask onlyTask() {
    List<TestRecord<String, byte[]>> tasks = stream.records(Topic.CONNECTOR_TASKS_IDP);
    assertThat(tasks).hasSize(1);
    assertThat(texts(tasks.getFirst().headers())).isEqualTo(CARRIED);
    return TopologyDriver.decode(
        Topic.CONNECTOR_TASKS_IDP, tasks.getFirst().value(), ConnectorTask.class);
  }

  private void report(ConnectorTask task, Object body) {
    pipe(
        Topic.CONNECTOR_OUTCOMES,
        USER.text(),
        ConnectorOutcome.newBuilder()
            .setTenant(task.getTenant())
            .setUserId(task.getUserId())
            .setOperationId(task.getOperationId())
            .setTransactionId(task.getTransactionId())
            .setAttempt(task.getAttempt())
            .setReceivedAt(stream.now())
            .setBody(body)
            .build());
  }

  private void pipe(Topic topic, String key, SpecificRecord value) {
    stream.pipe(
        topic,
        new TestRecord<>(
            key.getBytes(StandardCharsets.UTF_8), encode(topic, value), headers(), stream.now()));
  }

  /** What is carried, among what must not be. */
  private static Headers headers() {
    Headers headers =
        Correlation.of(
                CARRIED.get("traceparent"), CARRIED.get("tracestate"), CARRIED.get("x-request-id"))
            .headers();
    headers.add("Authorization", "Basic c2VjcmV0".getBytes(StandardCharsets.UTF_8));
    headers.add("baggage", "user=secret".getBytes(StandardCharsets.UTF_8));
    return headers;
  }

  private void assertCarried(Topic topic, int records) {
    List<TestRecord<String, byte[]>> written = stream.records(topic);
    assertThat(written).as(topic.topicName()).hasSize(records);
    assertThat(written)
        .as(topic.topicName())
        .allSatisfy(record -> assertThat(texts(record.headers())).isEqualTo(CARRIED));
  }

  private static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new TreeMap<>();
    Arrays.stream(headers.toArray()).forEach(header -> texts.put(header.key(), text(header)));
    return texts;
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private void drain() {
    Stream.of(Topic.values()).forEach(stream::records);
  }
}
