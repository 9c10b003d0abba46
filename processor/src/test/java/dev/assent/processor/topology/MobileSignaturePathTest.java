package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.bytes;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.MobileSignature;
import dev.assent.processor.decision.TestProvider;
import dev.assent.schemas.avro.ChangeMobileSignature;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CreateMobileSignature;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.DeleteMobileSignature;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.ProviderUnreachable;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.catalogue.Topic;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mobile signature, from its registration to an operation and its end. */
final class MobileSignaturePathTest {
  private static final TestProvider SIGNER = TestProvider.elliptic();
  private static final ByteBuffer MSISDN = ByteBuffer.wrap(new byte[] {1, 2, 3});
  private static final ByteBuffer IDENTIFICATOR = ByteBuffer.wrap(new byte[] {4, 5});
  private static final String MSSP = "http://mssp.example/mobileid";

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    create();
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldPublishEachVersionAndNothingPersonalOnceItIsDeleted() {
    // Given
    CredentialSnapshot created = stream.credentials().getLast();

    // When
    stream.ask(stream.command(ChangeMobileSignature.newBuilder().setStateName("DISABLED").build()));
    CredentialSnapshot changed = stream.credentials().getLast();
    stream.ask(stream.command(new DeleteMobileSignature()));
    CredentialSnapshot deleted = stream.credentials().getLast();

    // Then
    assertThat(created.getSerialNumber()).isEqualTo(MobileSignature.ID);
    assertThat(created.getState()).isEqualTo(CredentialState.ACTIVE);
    assertThat(created.getMobileSignature().getEncryptedMsisdn()).isEqualTo(MSISDN);
    assertThat(created.getMobileSignature().getVersion()).isEqualTo(1);
    assertThat(changed.getState()).isEqualTo(CredentialState.REVOKED);
    assertThat(changed.getMobileSignature().getStateName()).isEqualTo("DISABLED");
    assertThat(changed.getMobileSignature().getVersion()).isEqualTo(2);
    assertThat(deleted.getRevokedAt()).isNotNull();
    assertThat(deleted.getMobileSignature()).isNull();
    assertThat(deleted.getCertificate()).isNull();
  }

  @Test
  void shouldAnswerWithTheCredentialAndARepeatWithTheSame() {
    // When
    Reply again = create();

    // Then
    CredentialReply body = (CredentialReply) again.getBody();
    assertThat(again.getRepeated()).isTrue();
    assertThat(body.getCredential().getMobileSignature().getExtId()).isNotEmpty();
    assertThat(stream.credentials()).hasSize(1);
  }

  @Test
  void shouldRefuseACertificateThatNothingCanBeVerifiedWith() {
    // When
    Reply reply =
        stream.ask(
            stream.command(
                ChangeMobileSignature.newBuilder()
                    .setCertificate(ByteBuffer.wrap(new byte[] {1}))
                    .build()));

    // Then
    assertThat(((Refusal) reply.getBody()).getReason()).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void shouldNotRepeatAStateThatThereIsNotInADeadLetter() {
    // Given
    ChangeMobileSignature change =
        ChangeMobileSignature.newBuilder().setStateName("a-secret").build();

    // When
    stream.tell(stream.command(change).setCorrelationId(null).build());

    // Then
    assertThat(stream.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getReason()).isEqualTo("INVALID_REQUEST");
              assertThat(letter.toString()).doesNotContain("a-secret", "dev.assent.schemas.model");
            });
  }

  @Test
  void shouldTellTheConnectorWhomToAskEachTimeAlike() {
    // Given
    ConnectorTask first = started();

    // When
    stream.ask(stream.command(new DeleteMobileSignature()));
    report(first, new ProviderUnreachable());
    stream.pass(Duration.ofSeconds(1));
    ConnectorTask second = stream.tasks(Topic.CONNECTOR_TASKS_MSSP).getLast().value();

    // Then
    assertThat(first.getConnector()).isEqualTo("mssp");
    assertThat(first.getEncryptedMsisdn()).isEqualTo(MSISDN);
    assertThat(first.getEncryptedIdentificator()).isEqualTo(IDENTIFICATOR);
    assertThat(first.getMsspIdentifier()).isEqualTo(MSSP);
    assertThat(second.getAttempt()).isEqualTo(2);
    assertThat(second.getEncryptedMsisdn()).isEqualTo(MSISDN);
    assertThat(second.getMsspIdentifier()).isEqualTo(MSSP);
  }

  @Test
  void shouldApproveAndCountIt() {
    // Given
    ConnectorTask task = started();

    // When
    report(
        task,
        ProviderSigned.newBuilder()
            .setSignature(ByteBuffer.wrap(SIGNER.sign(bytes(task.getDocument()))))
            .setCertificate(ByteBuffer.wrap(SIGNER.certificate()))
            .build());

    // Then
    assertThat(stream.results())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
              assertThat(result.getProofKind()).isEqualTo("MOBILE_SIGNATURE");
            });
    CredentialSnapshot counted = stream.credentials().getLast();
    assertThat(counted.getMobileSignature().getSuccessfulLogins()).isEqualTo(1);
    assertThat(counted.getMobileSignature().getVersion()).isEqualTo(1);
  }

  private Reply create() {
    return stream.ask(
        stream
            .command(
                CreateMobileSignature.newBuilder()
                    .setEncryptedMsisdn(MSISDN)
                    .setEncryptedIdentificator(IDENTIFICATOR)
                    .setMsspIdentifier(MSSP)
                    .setCertificate(ByteBuffer.wrap(SIGNER.certificate()))
                    .setStateName("ACTIVE")
                    .build())
            .setIdempotencyKey("attempt-1"));
  }

  private ConnectorTask started() {
    stream.create(CreateOperation.newBuilder(creation("payment")).setChannel(Channel.MSSP).build());
    return stream.tasks(Topic.CONNECTOR_TASKS_MSSP).getLast().value();
  }

  private void report(ConnectorTask task, Object body) {
    ConnectorOutcome outcome =
        new ConnectorOutcome(
            task.getTenant(),
            task.getUserId(),
            task.getOperationId(),
            task.getTransactionId(),
            task.getAttempt(),
            stream.now(),
            body);
    stream.pipe(
        Topic.CONNECTOR_OUTCOMES,
        USER.text(),
        TopologyDriver.encode(Topic.CONNECTOR_OUTCOMES, outcome));
  }
}
