package dev.assent.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.schemas.avro.ChangePushAddress;
import dev.assent.schemas.avro.NotifyDevices;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.PushTask;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told to devices, and what is told of where they are told it. */
final class PushTaskTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static final byte[] ADDRESS = "an address".getBytes(StandardCharsets.US_ASCII);

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
    stream.ask(
        stream.command(
            new ChangePushAddress(PHONE.serialNumber(), ByteBuffer.wrap(ADDRESS), null)));
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldTellTheKeyAndTheDeadlineAndNothingOfTheOperation() {
    // When
    OperationSnapshot operation = stream.create("payment");

    // Then
    TestRecord<String, byte[]> record = only(stream.records(Topic.PUSH_TASKS));
    PushTask task = SingleObjectSerde.of(PushTask.class).decode(record.value());
    assertThat(record.key())
        .isEqualTo(task.getTenant() + "/" + task.getUserId() + "/" + operation.getOperationId());
    assertThat(task.getChallengeKey()).isEqualTo(operation.getChallengeKey());
    assertThat(task.getExpiresAt()).isEqualTo(operation.getExpiresAt());
    assertThat(task.getEncryptedAddress()).isEqualTo(ByteBuffer.wrap(ADDRESS));
    assertThat(PushTask.getClassSchema().getFields())
        .extracting(Schema.Field::name)
        .containsExactly(
            "tenant", "userId", "serialNumber", "encryptedAddress", "challengeKey", "expiresAt");
  }

  @Test
  void shouldTellOnceMoreUnderTheSameChallenge() {
    // Given
    String key = stream.create("payment").getChallengeKey();
    stream.pass(Duration.ofSeconds(10));

    // When
    Reply reply = stream.ask(stream.command(new NotifyDevices("payment")));

    // Then
    assertThat(((OperationReply) reply.getBody()).getOperation().getChallengeKey()).isEqualTo(key);
    assertThat(stream.records(Topic.PUSH_TASKS))
        .extracting(record -> SingleObjectSerde.of(PushTask.class).decode(record.value()))
        .extracting(PushTask::getChallengeKey)
        .containsExactly(key, key);
  }

  @Test
  void shouldSayWhenItCanBeToldAgain() {
    // Given
    stream.create("payment");

    // When
    Reply reply = stream.ask(stream.command(new NotifyDevices("payment")));

    // Then
    Refusal refusal = (Refusal) reply.getBody();
    assertThat(refusal.getReason()).isEqualTo("TOO_SOON");
    assertThat(refusal.getRetryAt()).isEqualTo(stream.now().plusSeconds(10));
    assertThat(stream.records(Topic.PUSH_TASKS)).hasSize(1);
  }

  @Test
  void shouldPublishNothingOfTheAddress() {
    // When
    List<TestRecord<String, byte[]>> published = stream.records(Topic.CREDENTIALS);

    // Then
    assertThat(published)
        .hasSize(2)
        .allSatisfy(
            record ->
                assertThat(new String(record.value(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("an address"));
  }

  private static TestRecord<String, byte[]> only(List<TestRecord<String, byte[]>> records) {
    assertThat(records).hasSize(1);
    return records.getFirst();
  }
}
