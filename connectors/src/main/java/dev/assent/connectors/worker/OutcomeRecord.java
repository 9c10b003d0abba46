package dev.assent.connectors.worker;

import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Declined;
import dev.assent.connectors.provider.ProviderOutcome.Pending;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderOutcome.Unaware;
import dev.assent.connectors.provider.ProviderOutcome.Unreachable;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderAnswerLost;
import dev.assent.schemas.avro.ProviderDeclined;
import dev.assent.schemas.avro.ProviderPending;
import dev.assent.schemas.avro.ProviderRefused;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.ProviderUnaware;
import dev.assent.schemas.avro.ProviderUnreachable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An outcome as it travels. */
final class OutcomeRecord {
  private OutcomeRecord() {}

  static ConnectorOutcome of(ConnectorTask task, ProviderOutcome outcome, Instant receivedAt) {
    return ConnectorOutcome.newBuilder()
        .setTenant(task.getTenant())
        .setUserId(task.getUserId())
        .setOperationId(task.getOperationId())
        .setTransactionId(task.getTransactionId())
        .setAttempt(task.getAttempt())
        .setReceivedAt(receivedAt)
        .setBody(body(outcome))
        .build();
  }

  private static Object body(ProviderOutcome outcome) {
    return switch (outcome) {
      case Accepted accepted ->
          ProviderAccepted.newBuilder()
              .setProviderReference(accepted.providerReference().orElse(null))
              .setPollAfter(milliseconds(accepted.pollAfter()))
              .setVerificationCode(accepted.verificationCode().orElse(null))
              .build();
      case Pending pending -> new ProviderPending(milliseconds(pending.pollAfter()));
      case Signed signed ->
          ProviderSigned.newBuilder()
              .setSignature(ByteBuffer.wrap(signed.signature().bytes()))
              .setCertificate(ByteBuffer.wrap(signed.certificate().bytes()))
              .setFormat(signed.format().orElse(null))
              .setSignedContent(
                  signed.signedContent().map(Octets::bytes).map(ByteBuffer::wrap).orElse(null))
              .setChain(buffers(signed.material().chain()))
              .setOcspResponses(buffers(signed.material().ocspResponses()))
              .setRevocationLists(buffers(signed.material().revocationLists()))
              .build();
      case Declined _ -> new ProviderDeclined();
      case Refused refused -> new ProviderRefused(refused.code(), refused.refusal().name());
      case Unreachable _ -> new ProviderUnreachable();
      case AnswerLost _ -> new ProviderAnswerLost();
      case Unaware _ -> new ProviderUnaware();
    };
  }

  private static List<ByteBuffer> buffers(List<Octets> parts) {
    return parts.isEmpty()
        ? null
        : parts.stream().map(Octets::bytes).map(ByteBuffer::wrap).toList();
  }

  private static Long milliseconds(Optional<Duration> span) {
    return span.map(Duration::toMillis).orElse(null);
  }
}
