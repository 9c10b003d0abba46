package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.bytes;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static dev.assent.processor.topology.TopologyDriver.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestProvider;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.RegisterProviderCredential;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.catalogue.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;

/** Our user at an identity provider, and the connector between them. */
record ProviderPath(TopologyDriver stream) {
  /** Signs for the user, by a certificate that signs itself. */
  static final TestProvider SIGNER = TestProvider.elliptic();

  static CreateOperation atProvider(String operationId) {
    return CreateOperation.newBuilder(creation(operationId)).setChannel(Channel.IDP).build();
  }

  Reply register() {
    RegisterProviderCredential registration =
        RegisterProviderCredential.newBuilder()
            .setCredentialId("idp-1")
            .setChannel(Channel.IDP)
            .setConnector("swiss-id")
            .setCertificate(ByteBuffer.wrap(SIGNER.certificate()))
            .build();
    return stream.ask(stream.command(registration).setIdempotencyKey("credential:idp-1"));
  }

  /** The task of an operation that was just created. */
  ConnectorTask started() {
    assertThat(operation(stream.create(atProvider("payment"))).getState())
        .isEqualTo(OperationState.DISPATCHED);
    return onlyTask().value();
  }

  static ProviderSigned signed(ConnectorTask task) {
    return ProviderSigned.newBuilder()
        .setSignature(ByteBuffer.wrap(SIGNER.sign(bytes(task.getDocument()))))
        .setCertificate(ByteBuffer.wrap(SIGNER.certificate()))
        .build();
  }

  void report(ConnectorTask task, Object body) {
    report(task, body, stream.now());
  }

  void report(ConnectorTask task, Object body, Instant receivedAt) {
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

  TestRecord<String, ConnectorTask> onlyTask() {
    List<TestRecord<String, ConnectorTask>> tasks = stream.tasks(Topic.CONNECTOR_TASKS_IDP);
    assertThat(tasks).hasSize(1);
    return tasks.getFirst();
  }

  /** Where the operation stands since the last look. */
  OperationState state() {
    return stream.operations().getLast().value().getState();
  }

  OperationResult onlyResult() {
    List<OperationResult> results = stream.results();
    assertThat(results).hasSize(1);
    return results.getFirst();
  }
}
