package dev.assent.processor.topology;

import static dev.assent.processor.topology.ProviderPath.SIGNER;
import static dev.assent.processor.topology.ProviderPath.atProvider;
import static dev.assent.processor.topology.ProviderPath.signed;
import static dev.assent.processor.topology.TopologyDriver.TIME_TO_LIVE;
import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.bytes;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorAction;
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
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operation at a provider, from its first task to its result. */
final class ProviderPathTest {
  private static final Duration POLL = Duration.ofSeconds(5);

  private TopologyDriver stream;
  private ProviderPath path;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    path = new ProviderPath(stream);
    path.register();
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
    TestRecord<String, ConnectorTask> record = path.onlyTask();
    ConnectorTask task = record.value();
    assertThat(record.key()).isEqualTo(USER.text("payment"));
    assertThat(task.getAction()).isEqualTo(ConnectorAction.START);
    assertThat(task.getAttempt()).isEqualTo(1);
    assertThat(task.getTransactionId()).matches("[A-Za-z_][A-Za-z0-9._-]*");
    assertThat(task.getConnector()).isEqualTo("swiss-id");
    assertThat(new String(bytes(task.getDocument()), StandardCharsets.UTF_8))
        .contains("\"operation\":\"payment\"");
    assertThat(path.state()).isEqualTo(OperationState.DISPATCHED);
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
    assertThat(path.onlyTask().value().getChannel()).isEqualTo(Channel.IDP);
  }

  @Test
  void shouldApproveWithTheProvidersSignatureAfterAPoll() {
    // Given
    ConnectorTask start = path.started();
    path.report(start, new ProviderAccepted("ref-1", POLL.toMillis(), null));
    assertThat(path.state()).isEqualTo(OperationState.AWAITING_USER);

    // When
    stream.pass(POLL);
    ConnectorTask status = path.onlyTask().value();
    path.report(status, signed(status));

    // Then
    assertThat(status.getAction()).isEqualTo(ConnectorAction.STATUS);
    assertThat(status.getTransactionId()).isEqualTo(start.getTransactionId());
    assertThat(status.getProviderReference()).isEqualTo("ref-1");
    assertThat(status.getDocument()).isEqualTo(start.getDocument());
    OperationResult result = path.onlyResult();
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
    ConnectorTask start = path.started();
    ProviderSigned signed = signed(start);

    // When
    path.report(start, signed);

    // Then
    OperationSnapshot operation = stream.operations().getLast().value();
    assertThat(operation.getSignature()).isEqualTo(signed.getSignature());
    assertThat(operation.getCertificate()).isEqualTo(signed.getCertificate());
  }

  @Test
  @Tag("DL-3")
  void shouldFailWhereTheSignatureIsOverOtherBytes() {
    // Given
    ConnectorTask start = path.started();
    ByteBuffer signature = ByteBuffer.wrap(SIGNER.sign(new byte[] {1}));

    // When
    path.report(
        start,
        ProviderSigned.newBuilder()
            .setSignature(signature)
            .setCertificate(ByteBuffer.wrap(SIGNER.certificate()))
            .build());

    // Then
    OperationResult result = path.onlyResult();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.FAILED);
    assertThat(result.getReason()).isEqualTo("PROOF_INVALID");
    assertThat(result.getProviderEvidence()).isNull();
    assertThat(stream.operations().getLast().value().getSignature()).isNull();
  }

  @Test
  void shouldTryAgainUnderTheSameIdWhereTheProviderWasNotReached() {
    // Given
    ConnectorTask first = path.started();

    // When
    path.report(first, new ProviderUnreachable());
    stream.pass(Duration.ofSeconds(1));

    // Then
    ConnectorTask second = path.onlyTask().value();
    assertThat(second.getAction()).isEqualTo(ConnectorAction.START);
    assertThat(second.getAttempt()).isEqualTo(2);
    assertThat(second.getTransactionId()).isEqualTo(first.getTransactionId());
    assertThat(second.getDocument()).isEqualTo(first.getDocument());
  }

  @Test
  void shouldNotTryAgainForAnOutcomeThatCameTwice() {
    // Given
    ConnectorTask first = path.started();
    path.report(first, new ProviderUnreachable());
    stream.pass(Duration.ofSeconds(1));
    ConnectorTask second = path.onlyTask().value();

    // When
    path.report(first, new ProviderUnreachable());
    stream.pass(Duration.ofSeconds(30));

    // Then
    assertThat(second.getAttempt()).isEqualTo(2);
    assertThat(stream.tasks(Topic.CONNECTOR_TASKS_IDP)).isEmpty();
  }

  @Test
  void shouldOnlyAskForTheStatusOnceAnAnswerWasLost() {
    // Given
    ConnectorTask start = path.started();
    path.report(start, new ProviderAnswerLost());
    assertThat(path.state()).isEqualTo(OperationState.UNKNOWN_AT_PROVIDER);

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
    path.report(path.started(), new ProviderAnswerLost());
    stream.pass(Duration.ofSeconds(1));

    // When
    path.report(path.onlyTask().value(), new ProviderPending(null));

    // Then
    assertThat(path.state()).isEqualTo(OperationState.AWAITING_USER);
  }

  @Test
  void shouldFailWhereTheProviderNeverHadIt() {
    // Given
    path.report(path.started(), new ProviderAnswerLost());
    stream.pass(Duration.ofSeconds(1));

    // When
    path.report(path.onlyTask().value(), new ProviderUnaware());

    // Then
    assertThat(path.onlyResult().getReason()).isEqualTo("PROVIDER_REFUSED");
  }

  @Test
  void shouldTellTheRelyingPartyTheVerificationCodeToTheEnd() {
    // Given
    ConnectorTask start = path.started();

    // When
    path.report(start, new ProviderAccepted("ref-1", POLL.toMillis(), "1462"));
    stream.pass(POLL);
    path.report(path.onlyTask().value(), new ProviderDeclined());

    // Then
    assertThat(stream.operations())
        .extracting(operation -> operation.value().getVerificationCode())
        .startsWith((String) null)
        .endsWith("1462", "1462", "1462");
  }

  @Test
  void shouldLeaveNoStepBehindWhenItIsClosed() {
    // Given
    path.report(path.started(), new ProviderAccepted(null, POLL.toMillis(), null));
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
    path.report(path.onlyTask().value(), new ProviderAccepted(null, POLL.toMillis(), null));

    // When
    stream.create(CreateOperation.newBuilder(old).setOperationId("another").build());

    // Then
    assertThat(steps()).isZero();
    assertThat(path.onlyResult().getReason()).isEqualTo("SUPERSEDED");
    assertThat(path.onlyTask().value().getOperationId()).isEqualTo("another");
  }

  @Test
  void shouldPollOverARestart(@TempDir Path another) {
    // Given
    path.report(path.started(), new ProviderAccepted(null, POLL.toMillis(), null));

    // When
    stream = stream.restarted(another);
    path = new ProviderPath(stream);
    stream.pass(POLL);

    // Then
    assertThat(path.onlyTask().value().getAction()).isEqualTo(ConnectorAction.STATUS);
  }

  @Test
  void shouldDoNothingForAnOutcomeOfAnUnknownOperation() {
    // Given
    ConnectorTask task = path.started();
    stream.operations();

    // When
    path.report(
        ConnectorTask.newBuilder(task).setOperationId("unknown").build(), new ProviderDeclined());
    path.report(
        ConnectorTask.newBuilder(task).setTransactionId("Aother").build(), new ProviderDeclined());

    // Then
    assertThat(stream.operations()).isEmpty();
    assertThat(stream.results()).isEmpty();
    assertThat(stream.deadLetters()).isEmpty();
  }

  @Test
  void shouldTakeAnOutcomeOnce() {
    // Given
    ConnectorTask task = path.started();
    path.report(task, signed(task));
    stream.results();
    stream.operations();

    // When
    path.report(task, signed(task));

    // Then
    assertThat(stream.results()).isEmpty();
    assertThat(stream.operations()).isEmpty();
  }

  @Test
  void shouldSetAsideAnOutcomeThatCannotBe() {
    // Given
    ConnectorTask task = path.started();

    // When
    path.report(task, new ProviderDeclined(), stream.now().plus(Duration.ofMinutes(2)));
    path.report(ConnectorTask.newBuilder(task).setUserId("").build(), new ProviderDeclined());

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
    ConnectorTask task = path.started();
    stream.tenant(TopologyDriver.TENANT, false, 1);

    // When
    path.report(task, signed(task));

    // Then
    assertThat(path.onlyResult().getOutcome()).isEqualTo(ResultOutcome.APPROVED);
  }

  @Test
  void shouldAnswerARepeatedRegistrationWithTheFirstReply() {
    // When
    Reply again = path.register();

    // Then
    assertThat(again.getRepeated()).isTrue();
    CredentialReply body = (CredentialReply) again.getBody();
    assertThat(bytes(body.getCredential().getCertificate())).isEqualTo(SIGNER.certificate());
    assertThat(stream.credentials()).hasSize(1);
  }

  private long steps() {
    SingleObjectSerde<TimerRecord> timers = SingleObjectSerde.of(TimerRecord.class);
    return stream.contents(StoreName.TIMERS).stream()
        .map(entry -> timers.decode(entry.value).getPurpose())
        .filter(TimerPurpose.CONTINUE_OPERATION::equals)
        .count();
  }
}
