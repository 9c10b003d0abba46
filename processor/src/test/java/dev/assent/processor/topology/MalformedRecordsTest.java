package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ProviderRefused;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.catalogue.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MalformedRecordsTest {
  private static final String CONTENT = "content-that-must-not-be-repeated";
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
            Topic.REQUESTS,
            Topic.COMMANDS,
            Topic.CLAIMS,
            Topic.CONNECTOR_OUTCOMES,
            Topic.REQUESTED,
            Topic.ADMITTED)
        .flatMap(
            topic ->
                Stream.of(
                    Arguments.of(topic, "nothing", null),
                    Arguments.of(topic, "no bytes", new byte[0]),
                    Arguments.of(topic, "text", CONTENT.getBytes(StandardCharsets.UTF_8)),
                    Arguments.of(topic, "an unknown schema", new byte[] {0, 127, 127, 0, 0, 1}),
                    Arguments.of(topic, "the record of another topic", anotherTopics()),
                    Arguments.of(topic, "a record that ends early", cut(topic))));
  }

  private static byte[] anotherTopics() {
    return TopologyDriver.encode(
        Topic.REPLIES, Publication.refusal(dev.assent.schemas.model.Reason.ABANDONED));
  }

  private static byte[] cut(Topic topic) {
    Command command =
        Command.newBuilder()
            .setTenant(CONTENT)
            .setReceivedAt(START)
            .setOrigin("test")
            .setBody(new CancelOperation("payment"))
            .build();
    byte[] whole =
        switch (topic) {
          case REQUESTED, ADMITTED -> TopologyDriver.encodeInternal(command);
          case REQUESTS -> TopologyDriver.encode(topic, TopologyDriver.request(CONTENT));
          case CONNECTOR_OUTCOMES ->
              TopologyDriver.encode(
                  topic,
                  new ConnectorOutcome(
                      CONTENT,
                      "A1B2",
                      "payment",
                      "A1",
                      1,
                      START,
                      new ProviderRefused("refused", null)));
          default -> TopologyDriver.encode(topic, command);
        };
    return java.util.Arrays.copyOf(whole, whole.length - 3);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("malformed")
  @Tag("KA-3")
  void shouldSetAsideWhatCannotBeReadAndGoOn(Topic topic, String what, byte[] value) {
    // When
    stream.pipe(topic, "key", value);

    // Then
    assertThat(stream.deadLetters())
        .as(what)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getReason()).isEqualTo("MALFORMED_RECORD");
              assertThat(letter.getTopic()).isEqualTo(topic.topicName());
              assertThat(letter.getOffset()).isEqualTo(offset(topic));
              assertThat(letter.getRecordedAt()).isEqualTo(START);
              assertThat(letter.toString()).doesNotContain(CONTENT);
            });
    assertThat(stream.create("next").getState()).isEqualTo(OperationState.CHALLENGED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Topic.class,
      names = {"REQUESTS", "COMMANDS", "CLAIMS", "CONNECTOR_OUTCOMES", "REQUESTED", "ADMITTED"})
  void shouldSetAsideARecordWithoutAKey(Topic topic) {
    // When
    stream.pipe(topic, null, new byte[] {1});

    // Then
    assertThat(stream.deadLetters()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Topic.class,
      names = {"REQUESTS", "COMMANDS", "CLAIMS", "CONNECTOR_OUTCOMES"})
  @Tag("KA-3")
  @Tag("KA-10")
  void shouldCarryNeitherHeadersNorAHugeKeyIntoADeadLetter(Topic topic) {
    // Given
    byte[] key = new byte[400_000];
    java.util.Arrays.fill(key, (byte) 0xFF);
    TestRecord<byte[], byte[]> record = new TestRecord<>(key, new byte[] {1});
    record.headers().add("Authorization", CONTENT.getBytes(StandardCharsets.UTF_8));

    // When
    stream.pipe(topic, record);

    // Then
    assertThat(stream.deadLetterRecords())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.headers()).isEmpty();
              assertThat(letter.key()).isNull();
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = Topic.class,
      names = {"REQUESTS", "COMMANDS", "CLAIMS"})
  void shouldKeepADeadLetterFromItsOwnTimeOnAndNotTheRecords(Topic topic) {
    // Given
    TestRecord<byte[], byte[]> record =
        new TestRecord<>(new byte[] {1}, new byte[] {1}, Instant.EPOCH.plusMillis(1));

    // When
    stream.pipe(topic, record);

    // Then
    assertThat(stream.deadLetterRecords())
        .singleElement()
        .satisfies(letter -> assertThat(letter.getRecordTime()).isEqualTo(TopologyDriver.START));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1_199_999_999_999L, -60_001, 60_001, 999_999_999_999_999L})
  @Tag("KA-8")
  void shouldSetAsideACommandWhoseTimeIsNotPlausible(long milliseconds) {
    // Given
    Instant receivedAt =
        milliseconds < 0
            ? START.minus(Duration.ofDays(7)).plusMillis(milliseconds)
            : START.plusMillis(milliseconds);
    Command.Builder command =
        stream.command(new CancelOperation("payment")).setReceivedAt(receivedAt);

    // When
    Object reply = stream.ask(command).getBody();

    // Then
    assertThat(reply).isEqualTo(refusal("INVALID_REQUEST"));
  }

  @Test
  void shouldSetAsideARequestThatCouldNotBeWrittenOn() {
    // Given
    OperationRequest request = TopologyDriver.request("payment");
    request.setExternalUserId("x".repeat(257));

    // When
    stream.pipe(Topic.REQUESTS, "key", TopologyDriver.encode(Topic.REQUESTS, request));
    stream.pipe(Topic.REQUESTS, "key", new byte[300_000]);

    // Then
    assertThat(stream.deadLetters())
        .extracting(DeadLetter::getDetail)
        .containsExactly("externalUserId must be at most 256 characters", "the value is too large");
  }

  @Test
  void shouldSetAsideACommandOnAWrongTopic() {
    // Given
    Command claim = stream.command(new ResolveClaim("payment")).setCorrelationId(null).build();
    Command cancel = stream.command(new CancelOperation("payment")).build();

    // When
    stream.pipe(Topic.COMMANDS, "key", TopologyDriver.encode(Topic.COMMANDS, claim));
    stream.pipe(Topic.CLAIMS, "key", TopologyDriver.encode(Topic.CLAIMS, cancel));

    // Then
    assertThat(stream.deadLetters())
        .extracting(letter -> letter.getTopic() + " " + letter.getReason())
        .containsExactly("assent.commands INVALID_REQUEST", "assent.claims INVALID_REQUEST");
  }

  @Test
  @Tag("AS-20")
  void shouldRefuseTheCommandsOfATenantWhoseRecordCannotBeRead() {
    // Given
    stream.pipe(Topic.TENANTS, TopologyDriver.TENANT, new byte[] {1, 2, 3});

    // When
    Object reply = stream.ask(stream.command(new CancelOperation("payment"))).getBody();

    // Then
    assertThat(reply).isEqualTo(refusal("TENANT_UNKNOWN"));
  }

  @Test
  void shouldAnswerACorrelationIdThatNamesNoPartition() {
    // Given
    Command.Builder command =
        stream.command(new CancelOperation("payment")).setCorrelationId("no correlation id");

    // When
    Object reply = stream.ask(command).getBody();

    // Then
    assertThat(reply).isEqualTo(refusal("OPERATION_UNKNOWN"));
  }

  @Test
  void shouldRefuseADeviceWhoseKeyIsNotOne() {
    // Given
    var key = dev.assent.processor.state.DeviceCodec.toAvro(PHONE.signingKey().jsonWebKey());
    key.setX(CONTENT);

    // When
    Object reply =
        stream
            .ask(
                stream.command(
                    RegisterDevice.newBuilder()
                        .setSerialNumber("VDS2-2")
                        .setSigningKey(key)
                        .setEncryptionKey(key)
                        .build()))
            .getBody();

    // Then
    assertThat(reply).isEqualTo(refusal("INVALID_REQUEST"));
  }

  private static Refusal refusal(String reason) {
    return new Refusal(reason, null);
  }

  /** One record was there before on the topic that the device was registered over. */
  private static long offset(Topic topic) {
    return topic == Topic.COMMANDS ? 1 : 0;
  }
}
