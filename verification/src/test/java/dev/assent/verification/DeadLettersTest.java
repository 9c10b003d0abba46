package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.standalone.deadletters.DeadLetterFailure;
import dev.assent.standalone.deadletters.DeadLettersCommand;
import dev.assent.standalone.device.SimulatedDevice;
import dev.assent.verification.DeadLetterCalls.Called;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tool {@code ./assent dead-letters} on letters that the running system wrote. */
@ExtendWith(SharedSystem.class)
class DeadLettersTest {
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningAssent assent;
  private final DeadLetterCalls tool;

  DeadLettersTest(RunningAssent assent) {
    this.assent = assent;
    this.tool = new DeadLetterCalls(assent);
  }

  @Test
  void shouldCreateTheOperationOnceItsSchemaIsRegistered() throws Exception {
    // Given
    Holder holder = assent.holder();
    OperationRequest request =
        assent.request(holder.userId(), RunningAssent.freshOperationId(), TIME_TO_LIVE);
    Schema unregistered = withNote(OperationRequest.getClassSchema());
    int nextId = register(SchemaBuilder.record(fresh("Record")).fields().endRecord()) + 1;
    String id = setAside(holder, written(nextId, request, "a note"));
    Called before = tool.call("show", id);
    assertThat(register(unregistered)).isEqualTo(nextId);

    // When
    Called after = tool.call("show", id);
    Called replayed = tool.call("replay", id);

    // Then
    assertThat(before.out())
        .contains("schema        id " + nextId + ", not an Avro schema of this registry")
        .contains("readable now  no: its schema is not in the registry");
    assertThat(after.out())
        .contains("readable now  yes", "replay        possible", "replayed      no");
    assertThat(replayed.exitStatus()).as(replayed.err()).isZero();
    assertCreatedOnce(holder, request.getOperationId());
    assertThat(approved(holder, request.getOperationId())).isTrue();
    assertThat(tool.letter(id).path("replayedAs").path("topic").asText())
        .isEqualTo("assent.requests");
  }

  @Test
  void shouldCreateTheOperationOfAMendedRequest(@TempDir Path directory) throws Exception {
    // Given
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();
    String id = setAside(assent.request(holder.userId(), "", TIME_TO_LIVE));
    Path mended = directory.resolve("mended.json");
    String shown = tool.call("show", id, "--reveal").out();
    String json = shown.substring(shown.indexOf("\n{") + 1);
    Files.writeString(
        mended,
        json.replace("\"operationId\" : \"\"", "\"operationId\" : \"" + operationId + "\""));

    // When
    Called replayed = tool.call("replay", id, "--with", mended.toString());

    // Then
    assertThat(tool.letter(id).path("reason").asText()).isEqualTo("INVALID_REQUEST");
    assertThat(replayed.exitStatus()).as(replayed.err()).isZero();
    assertCreatedOnce(holder, operationId);
    assertThat(approved(holder, operationId)).isTrue();
  }

  @Test
  void shouldSendNothingWhereTheMendedValueDoesNotFit(@TempDir Path directory) throws Exception {
    // Given
    String id = setAside(assent.request(RunningAssent.freshUserId(), "", TIME_TO_LIVE));
    Path wrong = Files.writeString(directory.resolve("wrong.json"), "{\"tenant\": \"demo\"}");

    // When
    Called replayed = tool.call("replay", id, "--with", wrong.toString());

    // Then
    assertThat(replayed.exitStatus()).isEqualTo(1);
    assertThat(replayed.err()).contains("is no OperationRequest in Avro's JSON encoding");
    assertThat(tool.replaysOf(id)).isEmpty();
  }

  @Test
  void shouldReplayOnceAndOnceMoreOnlyWhenToldTo() throws Exception {
    // Given
    Holder holder = holderWithoutDevice();
    String operationId = RunningAssent.freshOperationId();
    String id = setAside(assent.request(holder.userId(), operationId, TIME_TO_LIVE));
    assent.api().register(holder.userId(), holder.device());

    // When
    Called first = tool.call("replay", id);
    Called second = tool.call("replay", id);
    List<ConsumerRecord<byte[], byte[]>> replaysOfTwoCalls = tool.replaysOf(id);
    Called third = tool.call("replay", id, "--again");

    // Then
    assertThat(first.exitStatus()).as(first.err()).isZero();
    assertThat(second.exitStatus()).isEqualTo(1);
    assertThat(second.err()).contains(id + ": already replayed as assent.requests-", "--again");
    assertThat(replaysOfTwoCalls).hasSize(1);
    assertThat(third.exitStatus()).as(third.err()).isZero();
    assertThat(tool.replaysOf(id)).hasSize(2);
    assertCreatedOnce(holder, operationId);
  }

  @Test
  void shouldReplayOnceWhereTwoOperatorsDoAtTheSameTime() throws Exception {
    // Given
    String operationId = RunningAssent.freshOperationId();
    String id = setAside(assent.request(RunningAssent.freshUserId(), operationId, TIME_TO_LIVE));

    // When
    Callable<Called> operator = () -> tool.call("replay", id);
    try (ExecutorService operators = Executors.newFixedThreadPool(2)) {
      operators.invokeAll(List.of(operator, operator));
    }

    // Then
    assertThat(tool.replaysOf(id)).hasSize(1);
  }

  @Test
  void shouldHaveNoSecondEffectWhereTheRequestGotThroughMeanwhile() throws Exception {
    // Given
    Holder holder = holderWithoutDevice();
    OperationRequest request =
        assent.request(holder.userId(), RunningAssent.freshOperationId(), TIME_TO_LIVE);
    String id = setAside(request);
    assent.api().register(holder.userId(), holder.device());
    assent.publish(request);
    String operationId = request.getOperationId();
    assertThat(approved(holder, operationId)).isTrue();
    assent.ledger().awaitResult(operationId);
    List<OperationSnapshot> before = assent.ledger().snapshots(operationId);

    // When
    Called replayed = tool.call("replay", id);

    // Then
    assertThat(replayed.exitStatus()).as(replayed.err()).isZero();
    assent.settle(holder);
    assertThat(assent.ledger().snapshots(operationId)).isEqualTo(before);
    assertThat(assent.ledger().results(operationId)).hasSize(1);
  }

  @Test
  void shouldReplayAllOfASelectionThatWasNotReplayedYet() throws Exception {
    // Given
    String since = Instant.now().toString();
    List<String> operationIds = new ArrayList<>();
    List<Holder> holders = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      holders.add(holderWithoutDevice());
      operationIds.add(RunningAssent.freshOperationId());
      ids.add(setAside(assent.request(holders.get(i).userId(), operationIds.get(i), TIME_TO_LIVE)));
      assent.api().register(holders.get(i).userId(), holders.get(i).device());
    }
    tool.call("replay", ids.getFirst());

    // When
    Called replayed =
        tool.call("replay", "--all", "--reason", "NO_ELIGIBLE_CREDENTIAL", "--since", since);

    // Then
    assertThat(replayed.exitStatus()).as(replayed.err()).isZero();
    assertThat(replayed.err()).contains(ids.getFirst() + ": already replayed");
    assertThat(replayed.out()).contains("2 sent, 1 left out");
    for (int i = 0; i < 3; i++) {
      assertThat(tool.replaysOf(ids.get(i))).hasSize(1);
      assertCreatedOnce(holders.get(i), operationIds.get(i));
    }
  }

  @Test
  @Tag("KA-3")
  void shouldTellNothingOfTheContentUnlessItIsToBeRevealed() throws Exception {
    // Given
    String secret = fresh("hunter2");
    byte[] garbage = ("\0\0\0\0\7password=" + secret).getBytes(StandardCharsets.UTF_8);
    String id = setAside(assent.holder(), garbage);

    // When
    List<Called> calls =
        List.of(
            tool.call("list", "--limit", "1000"),
            tool.call("list", "--limit", "1000", "--json"),
            tool.call("show", id),
            tool.call("replay", id),
            tool.call("replay", id));
    Called revealed = tool.call("show", id, "--reveal");

    // Then
    assertThat(calls)
        .allSatisfy(call -> assertThat(call.out() + call.err()).doesNotContain(secret));
    assertThat(calls.getFirst().out()).contains(id);
    assertThat(tool.committed(Topic.DEAD_LETTERS))
        .noneSatisfy(record -> assertHolds(record, secret));
    assertThat(logs()).isNotEmpty().noneMatch(log -> log.contains(secret));
    assertThat(revealed.out()).contains("keep it out of tickets");
    assertThat(revealed.out().replaceAll("(?m)^.*\\|(.*)\\|\\R", "$1")).contains(secret);
  }

  @Test
  void shouldNeverWriteToATopicOfTheProcessor() throws Exception {
    assertRefused(Topic.RESULTS.topicName(), 0, "nothing is ever replayed into it");
    assertRefused(Topic.OPERATIONS.topicName(), 0, "nothing is ever replayed into it");
    assertRefused(Topic.ADMITTED.topicName(), 0, "nothing is ever replayed into it");
    assertRefused(Topic.DEAD_LETTERS.topicName(), 0, "nothing is ever replayed into it");
  }

  @Test
  void shouldSayThatARecordIsGone() throws Exception {
    assertRefused("nobody.knows", 0, "there is no topic nobody.knows in the catalogue");
    assertRefused(
        Topic.REQUESTS.topicName(), 1L << 40, "the record is gone: assent.requests no longer");
  }

  @Test
  void shouldNotUndoALaterRecordOfTheSameTenant() throws Exception {
    // Given
    String tenant = fresh("tenant");
    RecordMetadata earlier = assent.publish(Topic.TENANTS, tenant, null);
    assent.publish(Topic.TENANTS, tenant, null);

    // When, then
    assertRefused(Topic.TENANTS.topicName(), earlier.offset(), "a later record with the same key");
  }

  @Test
  void shouldNotMendACallersCommandByHand(@TempDir Path directory) throws Exception {
    // Given
    RecordMetadata written = assent.publish(Topic.COMMANDS, "key", new byte[] {1});
    String id = tool.await(Topic.COMMANDS, written);

    // When
    Called replayed = tool.call("replay", id, "--with", directory.resolve("any.json").toString());

    // Then
    assertThat(replayed.exitStatus()).isEqualTo(1);
    assertThat(replayed.err()).contains("it is not mended by hand");
  }

  @Test
  void shouldSayInOneLineThatNothingIsRunning() {
    // Given
    DeadLettersCommand command = new DeadLettersCommand(Optional.empty(), System.out, System.err);

    // When
    DeadLetterFailure failure =
        catchThrowableOfType(DeadLetterFailure.class, () -> command.run(List.of("list")));

    // Then
    assertThat(failure.exitStatus()).isEqualTo(1);
    assertThat(failure).hasMessageContaining("Nothing is running").hasMessageNotContaining("\n");
  }

  private void assertRefused(String topic, long offset, String why) throws Exception {
    DeadLetter forged =
        new DeadLetter(topic, 0, offset, Instant.now(), "MALFORMED_RECORD", fresh("forged"), null);
    RecordMetadata written;
    try (SelectableAvroSerde<DeadLetter> serde =
        SelectableAvroSerde.forValues(assent.local().clientConfiguration(), DeadLetter.class)) {
      written =
          assent.publish(
              Topic.DEAD_LETTERS,
              null,
              serde.serializer().serialize(Topic.DEAD_LETTERS.topicName(), forged));
    }
    String id = written.partition() + "-" + written.offset();
    Called replayed = tool.call("replay", id);
    assertThat(replayed.exitStatus()).isEqualTo(1);
    assertThat(replayed.err()).contains(id + ": ", why, "Nothing was sent.");
    assertThat(tool.call("show", id).out()).contains("replay        no: ", why);
  }

  private void assertCreatedOnce(Holder holder, String operationId) {
    String challengeKey = assent.ledger().awaitChallengeKey(operationId);
    assent.settle(holder);
    assertThat(assent.ledger().snapshots(operationId))
        .allSatisfy(snapshot -> assertThat(snapshot.getChallengeKey()).isIn(challengeKey, null))
        .extracting(OperationSnapshot::getSequence)
        .doesNotHaveDuplicates();
  }

  private boolean approved(Holder holder, String operationId) throws Exception {
    String challengeKey = assent.ledger().awaitChallengeKey(operationId);
    return assent.approve(new Challenged(holder, operationId, challengeKey)).succeeded();
  }

  private static void assertHolds(ConsumerRecord<byte[], byte[]> record, String secret) {
    String everything =
        text(record.key())
            + text(record.value())
            + Stream.of(record.headers().toArray()).map(header -> text(header.value())).toList();
    assertThat(everything).contains(secret);
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private List<String> logs() throws Exception {
    List<String> logs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(assent.local().settings().logDirectory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        logs.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return logs;
  }

  private static Holder holderWithoutDevice() {
    return new Holder(
        RunningAssent.freshUserId(),
        SimulatedDevice.create(
            RunningAssent.SERIAL_NUMBER, SignatureAlgorithm.ES256, KeyEncapsulation.P256));
  }

  /** Writes a request that is going to be set aside, and gives its letter's id. */
  private String setAside(OperationRequest request) throws Exception {
    return tool.await(Topic.REQUESTS, assent.publish(request));
  }

  private String setAside(Holder holder, byte[] value) throws Exception {
    String key = new UserKey(assent.tenant(), holder.userId()).text();
    return tool.await(Topic.REQUESTS, assent.publish(Topic.REQUESTS, key, value));
  }

  /** The request's schema with one field more at its end. */
  private static Schema withNote(Schema schema) {
    List<Schema.Field> fields =
        new ArrayList<>(
            schema.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
    fields.add(new Schema.Field(fresh("note"), Schema.create(Schema.Type.STRING)));
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static byte[] written(int schemaId, OperationRequest request, String note)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    Schema schema = request.getSchema();
    new SpecificDatumWriter<OperationRequest>(schema, SpecificData.getForSchema(schema))
        .write(request, encoder);
    encoder.writeString(note);
    encoder.flush();
    return bytes.toByteArray();
  }

  private int register(Schema schema) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI subject =
          URI.create(
              assent.local().addresses().schemaRegistry()
                  + "/subjects/"
                  + fresh("upstream")
                  + "/versions");
      String body =
          JsonNodeFactory.instance.objectNode().put("schema", schema.toString()).toString();
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(subject)
                  .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body()).path("id").asInt();
    }
  }

  /** A name that nothing else has. */
  private static String fresh(String prefix) {
    return prefix + RunningAssent.freshUserId();
  }
}
