package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.RETENTION;
import static dev.assent.processor.topology.TopologyDriver.TENANT;
import static dev.assent.processor.topology.TopologyDriver.TIME_TO_LIVE;
import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.processor.decision.UserState;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.processor.state.StoreName;
import dev.assent.processor.state.UserStores;
import dev.assent.processor.topology.Written.Entry;
import dev.assent.schemas.avro.DeviceEvidence;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.serde.SchemaHistory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The present code on the state and the records that earlier versions wrote: {@code
 * docs/decisions/0007-schema-evolution.md}.
 */
final class WrittenByOlderVersionsTest {
  /** The system property that has what this version writes kept for the later ones. */
  private static final String RELEASE = "assent.release";

  private static final Path FOLDER = Path.of("src", "test", "resources", "written");
  private static final int SINGLE_OBJECT_HEADER_BYTES = 10;
  private static final List<String> USER_STORES =
      List.of(
          StoreName.USERS,
          StoreName.CREDENTIALS,
          StoreName.OPERATIONS,
          StoreName.CHALLENGES,
          StoreName.ATTEMPTS);

  static Stream<Integer> versions() {
    return IntStream.range(1, SchemaHistory.VERSION).boxed();
  }

  private static Path file(int version) {
    return FOLDER.resolve(version + ".json");
  }

  private static Written written(int version) throws IOException {
    assertThat(file(version)).as("the code of version %d writes it", version).exists();
    return Written.load(file(version));
  }

  /** Into the folder at a release; elsewhere each time, so that the scenario does not go stale. */
  @Test
  void shouldKeepWhatThisVersionWrites(@TempDir Path directory) throws Exception {
    // Given
    Path kept =
        Boolean.getBoolean(RELEASE)
            ? file(SchemaHistory.VERSION)
            : directory.resolve("written.json");

    // When
    WrittenScenario.run(directory).save(kept);

    // Then
    Written written = Written.load(kept);
    assertThat(USER_STORES).allSatisfy(store -> assertThat(written.in(store)).isNotEmpty());
    assertThat(written.in(Written.NEXT)).hasSize(2);
    assertThat(attempts(written)).hasSizeGreaterThanOrEqualTo(20);
    assertThat(differences(written)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldReadEveryRecordAsItWasWritten(int version) throws IOException {
    // Given
    Written written = written(version);

    // When
    List<String> differences = differences(written);

    // Then
    assertThat(differences).isEmpty();
  }

  private static List<String> differences(Written written) {
    List<String> differences = new ArrayList<>();
    for (Entry entry : written.entries()) {
      JsonNode value = JsonRecords.write(entry.read());
      compare(entry.place() + " " + entry.record(), entry.value(), value, differences);
    }
    return differences;
  }

  /** Later versions may have more fields, and none of the earlier ones differently. */
  private static void compare(
      String at, JsonNode expected, JsonNode actual, List<String> differences) {
    if (expected.isObject() && actual.isObject()) {
      expected
          .properties()
          .forEach(
              member -> {
                String name = member.getKey();
                compare(at + "." + name, member.getValue(), actual.path(name), differences);
              });
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int index = 0; index < expected.size(); index++) {
        compare(at + "[" + index + "]", expected.get(index), actual.get(index), differences);
      }
    } else if (!(expected.isValueNode()
        && actual.isValueNode()
        && expected.asText().equals(actual.asText()))) {
      differences.add(at + " was " + expected + " and is " + actual);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldLoadTheOperationsOfAVersion(int version) throws IOException {
    // Given
    UserStores stores = stores(written(version));
    Map<String, OperationState> operations = new TreeMap<>();

    // When
    written(version).in(StoreName.OPERATIONS).stream()
        .map(entry -> entry.value().path("snapshot").path("operationId").asText())
        .forEach(id -> operations.put(id, stores.operation(USER, id).operation()));

    // Then
    Map<String, String> summaries = new TreeMap<>();
    operations.forEach((id, operation) -> summaries.put(id, summary(operation)));
    assertThat(summaries)
        .containsAllEntriesOf(
            Map.of(
                "requested", "Challenged at 2",
                "challenged", "Challenged at 2",
                "retrieved", "Retrieved by VDS1-1 at 4 after 1 failures",
                "retrieved-by-tablet", "Retrieved by VDS2-2 at 3 after 0 failures",
                "approved", "APPROVED at 4: PROOF_VERIFIED",
                "approved-by-tablet", "APPROVED at 4: PROOF_VERIFIED",
                "failed", "FAILED at 7: TOO_MANY_FAILED_PROOFS",
                "cancelled", "CANCELLED at 3: CANCELLED_BY_RELYING_PARTY",
                "expired", "EXPIRED at 3: DEADLINE_PASSED"));
  }

  private static String summary(OperationState state) {
    return switch (state) {
      case Challenged challenged -> "Challenged at " + challenged.sequence();
      case Retrieved retrieved ->
          "Retrieved by %s at %d after %d failures"
              .formatted(retrieved.serialNumber(), retrieved.sequence(), retrieved.failedProofs());
      case Closed closed ->
          "%s at %d: %s".formatted(closed.outcome(), closed.sequence(), closed.reason());
      default -> state.toString();
    };
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldLoadTheUserOfAVersion(int version) throws IOException {
    // When
    UserState user = stores(written(version)).user(USER).user();

    // Then
    JsonNode counters = written(version).in(StoreName.USERS, USER.text()).value();
    assertThat(user.sequence()).isEqualTo(counters.path("sequence").asLong());
    assertThat(user.openOperations()).isEqualTo(4);
    assertThat(user.credentials().keySet())
        .contains(WrittenScenario.PHONE, WrittenScenario.TABLET, WrittenScenario.LOST);
    assertThat(user.credentials().get(WrittenScenario.PHONE).status().active()).isTrue();
    assertThat(user.credentials().get(WrittenScenario.LOST).status().active()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldApproveWhatAVersionHandedOut(int version, @TempDir Path directory) throws IOException {
    for (Entry next : written(version).in(Written.NEXT)) {
      try (TopologyDriver stream = start(written(version), directory)) {
        // When
        Reply reply = send(stream, Topic.COMMANDS, next);

        // Then
        assertThat(reply.getBody()).isInstanceOf(ProofReply.class);
        OperationResult result = stream.results().getFirst();
        assertThat(result.getOperationId()).isEqualTo(next.key());
        assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
        DeviceEvidence evidence = result.getEvidence();
        SigningKey key = DeviceCodec.signingKey(evidence.getSigningKey());
        byte[] message = ApprovalDigest.first(evidence.getDocument().array());
        assertThat(ProofSignature.verify(key, message, evidence.getSignature().array())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldAnswerARepeatedAttemptAsAVersionDid(int version, @TempDir Path directory)
      throws IOException {
    // Given
    Written written = written(version);
    List<Entry> attempts = attempts(written);
    try (TopologyDriver stream = start(written, directory)) {
      for (Entry attempt : attempts) {
        // When
        Reply again = send(stream, topicOf(attempt), attempt);

        // Then
        Reply first = (Reply) written.in(Topic.REPLIES.topicName(), attempt.key()).read();
        assertThat(again).isEqualTo(Reply.newBuilder(first).setRepeated(true).build());
      }
      assertThat(stream.results()).isEmpty();
    }
    assertThat(attempts).hasSizeGreaterThanOrEqualTo(20);
  }

  /** The commands that had an effect under an idempotency key. */
  private static List<Entry> attempts(Written written) {
    List<String> remembered = written.in(StoreName.ATTEMPTS).stream().map(Entry::key).toList();
    return Stream.of(Topic.COMMANDS, Topic.CLAIMS)
        .flatMap(topic -> written.in(topic.topicName()).stream())
        .filter(
            entry -> remembered.contains(USER.text(entry.value().path("idempotencyKey").asText())))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldFireTheTimersOfAVersion(int version, @TempDir Path directory) throws IOException {
    // Given
    try (TopologyDriver stream = start(written(version), directory)) {
      // When
      stream.pass(TIME_TO_LIVE.plusSeconds(2));
      List<OperationResult> expired = stream.results();
      stream.pass(RETENTION.plusSeconds(2));

      // Then
      assertThat(expired)
          .allSatisfy(r -> assertThat(r.getOutcome()).isEqualTo(ResultOutcome.EXPIRED))
          .extracting(OperationResult::getOperationId)
          .contains("challenged", "requested", "retrieved", "retrieved-by-tablet");
      assertThat(
              Stream.of(
                      StoreName.OPERATIONS,
                      StoreName.CHALLENGES,
                      StoreName.ATTEMPTS,
                      StoreName.TIMERS,
                      StoreName.CLAIMS)
                  .filter(store -> stream.entries(store) > 0))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldKeepTheClaimsOfAVersion(int version, @TempDir Path directory) throws IOException {
    // Given
    try (TopologyDriver stream = start(written(version), directory)) {
      // When
      Reply reply =
          stream.ask(
              stream
                  .command(TopologyDriver.creation("challenged"))
                  .setUserId(WrittenScenario.ANOTHER_USER));

      // Then
      assertThat(reason(reply)).isEqualTo("OPERATION_EXISTS");
    }
  }

  /** A stream on the stores of that version, with its tenant. */
  private static TopologyDriver start(Written written, Path directory) {
    TopologyDriver stream = new TopologyDriver(directory);
    Stream.concat(USER_STORES.stream(), Stream.of(StoreName.CLAIMS, StoreName.TIMERS))
        .flatMap(store -> written.in(store).stream())
        .forEach(entry -> stream.put(entry.place(), entry.storeKey(), entry.bytes()));
    stream.pipe(
        Topic.TENANTS, TENANT, wire(Topic.TENANTS, written.in(Topic.TENANTS.topicName(), TENANT)));
    return stream;
  }

  private static UserStores stores(Written written) {
    MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
    for (String name : USER_STORES) {
      KeyValueStore<String, byte[]> store = store(name, Serdes.String());
      store.init(context.getStateStoreContext(), store);
      written.in(name).forEach(entry -> store.put(entry.key(), entry.bytes()));
      context.addStateStore(store);
    }
    return new UserStores(context);
  }

  private static <K> KeyValueStore<K, byte[]> store(String name, Serde<K> keys) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
        .withLoggingDisabled()
        .build();
  }

  private static Topic topicOf(Entry entry) {
    return entry.place().equals(Topic.CLAIMS.topicName()) ? Topic.CLAIMS : Topic.COMMANDS;
  }

  private static Reply send(TopologyDriver stream, Topic topic, Entry command) {
    stream.pipe(topic, "any", wire(topic, command));
    List<byte[]> replies = stream.raw(Topic.REPLIES);
    assertThat(replies).hasSize(1);
    return TopologyDriver.decode(Topic.REPLIES, replies.getFirst(), Reply.class);
  }

  /** The record as that version sent it: in the Confluent wire format, under its own schema. */
  private static byte[] wire(Topic topic, Entry entry) {
    ByteBuffer object = ByteBuffer.wrap(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long fingerprint = object.getLong(Short.BYTES);
    Schema present = topic.valueSchema().orElseThrow();
    Schema writer =
        Stream.concat(SchemaHistory.olderThan(present).stream(), Stream.of(present))
            .filter(schema -> SchemaNormalization.parsingFingerprint64(schema) == fingerprint)
            .findFirst()
            .orElseThrow();
    int id = TopologyDriver.REGISTRY.register(topic.valueSubject(), writer.toString());
    byte[] body = new byte[entry.bytes().length - SINGLE_OBJECT_HEADER_BYTES];
    object.get(SINGLE_OBJECT_HEADER_BYTES, body);
    return ByteBuffer.allocate(1 + Integer.BYTES + body.length)
        .put((byte) 0)
        .putInt(id)
        .put(body)
        .array();
  }
}
