package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.TIME_TO_LIVE;
import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.bytes;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static dev.assent.processor.topology.TopologyDriver.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.processor.decision.TestProvider;
import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderAnswerLost;
import dev.assent.schemas.avro.ProviderDeclined;
import dev.assent.schemas.avro.ProviderEvidence;
import dev.assent.schemas.avro.ProviderPending;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.ProviderUnaware;
import dev.assent.schemas.avro.ProviderUnreachable;
import dev.assent.schemas.avro.RegisterProviderCredential;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.avro.TimerRecord;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operation at a provider, from its first task to its result. */
final class ProviderPathTest {
  private static final TestProvider SIGNER = TestProvider.elliptic();
  private static final Duration POLL = Duration.ofSeconds(5);

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    register();
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldGiveTheConnectorATaskUnderAFixedId() {
    // When
    stream.create(atProvider("payment"));

    // Then
    TestRecord<String, ConnectorTask> record = onlyTask();
    ConnectorTask task = record.value();
    assertThat(record.key()).isEqualTo(USER.text("payment"));
    assertThat(task.getAction()).isEqualTo(ConnectorAction.START);
    assertThat(task.getAttempt()).isEqualTo(1);
    assertThat(task.getTransactionId()).matches("[A-Za-z_][A-Za-z0-9._-]*");
    assertThat(task.getConnector()).isEqualTo("swiss-id");
    assertThat(new String(bytes(task.getDocument()), StandardCharsets.UTF_8))
        .contains("\"operation\":\"payment\"");
    assertThat(state()).isEqualTo(OperationState.DISPATCHED);
    assertThat(stream.tasks(Topic.CONNECTOR_TASKS_MSSP)).isEmpty();
  }

  @Test
  void shouldGoOverTheFirstChannelThatTheUserHasACredentialFor() {
    // Given
    stream.policy(policy -> policy.setChannelOrder(List.of("MSSP", "IDP", "DEVICE")));
    CreateOperation anyChannel =
        CreateOperation.newBuilder(creation("payment")).setAnyChannel(true).build();

    // When
    stream.create(anyChannel);
    OperationSnapshot operation = stream.operations().getLast().value();

    // Then
    assertThat(operation.getChannel()).isEqualTo(Channel.IDP);
    assertThat(onlyTask().value().getChannel()).isEqualTo(Channel.IDP);
  }

  @Test
  void shouldApproveWithTheProvidersSignatureAfterAPoll() {
    // Given
    ConnectorTask start = started();
    report(start, new ProviderAccepted("ref-1", POLL.toMillis(), null));
    assertThat(state()).isEqualTo(OperationState.AWAITING_USER);

    // When
    stream.pass(POLL);
    ConnectorTask status = onlyTask().value();
    report(status, signed(status));

    // Then
    assertThat(status.getAction()).isEqualTo(ConnectorAction.STATUS);
    assertThat(status.getTransactionId()).isEqualTo(start.getTransactionId());
    assertThat(status.getProviderReference()).isEqualTo("ref-1");
    assertThat(status.getDocument()).isEqualTo(start.getDocument());
    OperationResult result = onlyResult();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getProofKind()).isEqualTo("IDP_SIGNATURE");
    ProviderEvidence evidence = result.getProviderEvidence();
    assertThat(evidence.getDocument()).isEqualTo(start.getDocument());
    assertThat(bytes(evidence.getCertificate())).isEqualTo(SIGNER.certificate());
    assertThat(evidence.getTransactionId()).isEqualTo(start.getTransactionId());
  }

  @Test
  void shouldPublishTheSignatureOfAnApprovalWithTheOperation() {
    // Given
    ConnectorTask start = started();
    ProviderSigned signed = signed(start);

    // When
    report(start, signed);

    // Then
    OperationSnapshot operation = stream.operations().getLast().value();
    assertThat(operation.getSignature()).isEqualTo(signed.getSignature());
    assertThat(operation.getCertificate()).isEqualTo(signed.getCertificate());
  }

  @Test
  @Tag("DL-3")
  void shouldFailWhereTheSignatureIsOverOtherBytes() {
    // Given
    ConnectorTask start = started();
    ByteBuffer signature = ByteBuffer.wrap(SIGNER.sign(new byte[] {1}));

    // When
    report(
        start,
        ProviderSigned.newBuilder()
            .setSignature(signature)
            .setCertificate(ByteBuffer.wrap(SIGNER.certificate()))
            .build());

    // Then
    OperationResult result = onlyResult();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.FAILED);
    assertThat(result.getReason()).isEqualTo("PROOF_INVALID");
    assertThat(result.getProviderEvidence()).isNull();
    assertThat(stream.operations().getLast().value().getSignature()).isNull();
  }

  @Test
  void shouldTryAgainUnderTheSameIdWhereTheProviderWasNotReached() {
    // Given
    ConnectorTask first = started();

    // When
    report(first, new ProviderUnreachable());
    stream.pass(Duration.ofSeconds(1));

    // Then
    ConnectorTask second = onlyTask().value();
    assertThat(second.getAction()).isEqualTo(ConnectorAction.START);
    assertThat(second.getAttempt()).isEqualTo(2);
    assertThat(second.getTransactionId()).isEqualTo(first.getTransactionId());
    assertThat(second.getDocument()).isEqualTo(first.getDocument());
  }

  @Test
  void shouldNotTryAgainForAnOutcomeThatCameTwice() {
    // Given
    ConnectorTask first = started();
    report(first, new ProviderUnreachable());
    stream.pass(Duration.ofSeconds(1));
    ConnectorTask second = onlyTask().value();

    // When
    report(first, new ProviderUnreachable());
    stream.pass(Duration.ofSeconds(30));

    // Then
    assertThat(second.getAttempt()).isEqualTo(2);
    assertThat(stream.tasks(Topic.CONNECTOR_TASKS_IDP)).isEmpty();
  }

  @Test
  void shouldOnlyAskForTheStatusOnceAnAnswerWasLost() {
    // Given
    ConnectorTask start = started();
    report(start, new ProviderAnswerLost());
    assertThat(state()).isEqualTo(OperationState.UNKNOWN_AT_PROVIDER);

    // When
    stream.pass(TIME_TO_LIVE.minusSeconds(1));

    // Then
    assertThat(stream.tasks(Topic.CONNECTOR_TASKS_IDP))
        .isNotEmpty()
        .extracting(task -> task.value().getAction())
        .containsOnly(ConnectorAction.STATUS);
  }

  @Test
  void shouldFindWhatWasUnknown() {
    // Given
    report(started(), new ProviderAnswerLost());
    stream.pass(Duration.ofSeconds(1));

    // When
    report(onlyTask().value(), new ProviderPending(null));

    // Then
    assertThat(state()).isEqualTo(OperationState.AWAITING_USER);
  }

  @Test
  void shouldFailWhereTheProviderNeverHadIt() {
    // Given
    report(started(), new ProviderAnswerLost());
    stream.pass(Duration.ofSeconds(1));

    // When
    report(onlyTask().value(), new ProviderUnaware());

    // Then
    assertThat(onlyResult().getReason()).isEqualTo("PROVIDER_REFUSED");
  }

  @Test
  void shouldTellTheRelyingPartyTheVerificationCodeToTheEnd() {
    // Given
    ConnectorTask start = started();

    // When
    report(start, new ProviderAccepted("ref-1", POLL.toMillis(), "1462"));
    stream.pass(POLL);
    report(onlyTask().value(), new ProviderDeclined());

    // Then
    assertThat(stream.operations())
        .extracting(operation -> operation.value().getVerificationCode())
        .startsWith((String) null)
        .endsWith("1462", "1462", "1462");
  }

  @Test
  void shouldLeaveNoStepBehindWhenItIsClosed() {
    // Given
    report(started(), new ProviderAccepted(null, POLL.toMillis(), null));
    assertThat(steps()).isEqualTo(1);

    // When
    stream.ask(stream.command(new CancelOperation("payment")));

    // Then
    assertThat(steps()).isZero();
    stream.pass(POLL);
    assertThat(stream.tasks(Topic.CONNECTOR_TASKS_IDP)).isEmpty();
  }

  @Test
  void shouldLeaveNoStepBehindWhenItIsSuperseded() {
    // Given
    CreateOperation old =
        CreateOperation.newBuilder(atProvider("payment")).setScope("payments").build();
    stream.create(old);
    report(onlyTask().value(), new ProviderAccepted(null, POLL.toMillis(), null));

    // When
    stream.create(CreateOperation.newBuilder(old).setOperationId("another").build());

    // Then
    assertThat(steps()).isZero();
    assertThat(onlyResult().getReason()).isEqualTo("SUPERSEDED");
    assertThat(onlyTask().value().getOperationId()).isEqualTo("another");
  }

  @Test
  void shouldPollOverARestart(@TempDir Path another) {
    // Given
    report(started(), new ProviderAccepted(null, POLL.toMillis(), null));

    // When
    stream = stream.restarted(another);
    stream.pass(POLL);

    // Then
    assertThat(onlyTask().value().getAction()).isEqualTo(ConnectorAction.STATUS);
  }

  @Test
  void shouldDoNothingForAnOutcomeOfAnUnknownOperation() {
    // Given
    ConnectorTask task = started();
    stream.operations();

    // When
    report(
        ConnectorTask.newBuilder(task).setOperationId("unknown").build(), new ProviderDeclined());
    report(
        ConnectorTask.newBuilder(task).setTransactionId("Aother").build(), new ProviderDeclined());

    // Then
    assertThat(stream.operations()).isEmpty();
    assertThat(stream.results()).isEmpty();
    assertThat(stream.deadLetters()).isEmpty();
  }

  @Test
  void shouldTakeAnOutcomeOnce() {
    // Given
    ConnectorTask task = started();
    report(task, signed(task));
    stream.results();
    stream.operations();

    // When
    report(task, signed(task));

    // Then
    assertThat(stream.results()).isEmpty();
    assertThat(stream.operations()).isEmpty();
  }

  @Test
  void shouldSetAsideAnOutcomeThatCannotBe() {
    // Given
    ConnectorTask task = started();

    // When
    report(task, new ProviderDeclined(), stream.now().plus(Duration.ofMinutes(2)));
    report(ConnectorTask.newBuilder(task).setUserId("").build(), new ProviderDeclined());

    // Then
    assertThat(stream.deadLetters())
        .extracting(DeadLetter::getReason, DeadLetter::getDetail)
        .containsExactly(
            tuple("INVALID_REQUEST", "the outcome's time is not plausible"),
            tuple("INVALID_REQUEST", "the user has not the right form"));
    assertThat(stream.results()).isEmpty();
  }

  @Test
  void shouldEndTheOperationsOfATenantThatIsGone() {
    // Given
    ConnectorTask task = started();
    stream.tenant(TopologyDriver.TENANT, false, 1);

    // When
    report(task, signed(task));

    // Then
    assertThat(onlyResult().getOutcome()).isEqualTo(ResultOutcome.APPROVED);
  }

  @Test
  void shouldAnswerARepeatedRegistrationWithTheFirstReply() {
    // When
    Reply again = register();

    // Then
    assertThat(again.getRepeated()).isTrue();
    CredentialReply body = (CredentialReply) again.getBody();
    assertThat(bytes(body.getCredential().getCertificate())).isEqualTo(SIGNER.certificate());
    assertThat(stream.credentials()).hasSize(1);
  }

  private static CreateOperation atProvider(String operationId) {
    return CreateOperation.newBuilder(creation(operationId)).setChannel(Channel.IDP).build();
  }

  private Reply register() {
    RegisterProviderCredential registration =
        RegisterProviderCredential.newBuilder()
            .setCredentialId("idp-1")
            .setChannel(Channel.IDP)
            .setConnector("swiss-id")
            .setCertificate(ByteBuffer.wrap(SIGNER.certificate()))
            .build();
    return stream.ask(stream.command(registration).setIdempotencyKey("credential:idp-1"));
  }

  private ConnectorTask started() {
    assertThat(operation(stream.create(atProvider("payment"))).getState())
        .isEqualTo(OperationState.DISPATCHED);
    return onlyTask().value();
  }

  private static ProviderSigned signed(ConnectorTask task) {
    return ProviderSigned.newBuilder()
        .setSignature(ByteBuffer.wrap(SIGNER.sign(bytes(task.getDocument()))))
        .setCertificate(ByteBuffer.wrap(SIGNER.certificate()))
        .build();
  }

  private void report(ConnectorTask task, Object body) {
    report(task, body, stream.now());
  }

  private void report(ConnectorTask task, Object body, Instant receivedAt) {
    ConnectorOutcome outcome =
        new ConnectorOutcome(
            task.getTenant(),
            task.getUserId(),
            task.getOperationId(),
            task.getTransactionId(),
            task.getAttempt(),
            receivedAt,
            body);
    stream.pipe(
        Topic.CONNECTOR_OUTCOMES,
        USER.text(),
        TopologyDriver.encode(Topic.CONNECTOR_OUTCOMES, outcome));
  }

  private TestRecord<String, ConnectorTask> onlyTask() {
    List<TestRecord<String, ConnectorTask>> tasks = stream.tasks(Topic.CONNECTOR_TASKS_IDP);
    assertThat(tasks).hasSize(1);
    return tasks.getFirst();
  }

  private OperationState state() {
    return stream.operations().getLast().value().getState();
  }

  private long steps() {
    SingleObjectSerde<TimerRecord> timers = SingleObjectSerde.of(TimerRecord.class);
    return stream.contents(StoreName.TIMERS).stream()
        .map(entry -> timers.decode(entry.value).getPurpose())
        .filter(TimerPurpose.CONTINUE_OPERATION::equals)
        .count();
  }

  private OperationResult onlyResult() {
    List<OperationResult> results = stream.results();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }
}
