package dev.assent.processor.topology;

import dev.assent.processor.decision.Command.RecordOutcome;
import dev.assent.processor.decision.ProviderOutcome;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderAnswerLost;
import dev.assent.schemas.avro.ProviderDeclined;
import dev.assent.schemas.avro.ProviderPending;
import dev.assent.schemas.avro.ProviderRefused;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.ProviderUnaware;
import dev.assent.schemas.avro.ProviderUnreachable;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProviderProof;
import java.time.Duration;
import java.util.Optional;

/** What a connector reports, as it travels, made a command as it is decided. */
final class OutcomeTranslation {
  private OutcomeTranslation() {}

  static RecordOutcome of(ConnectorOutcome outcome) {
    return new RecordOutcome(
        outcome.getTransactionId(),
        outcome.getAttempt(),
        body(outcome.getBody()),
        outcome.getReceivedAt());
  }

  private static ProviderOutcome body(Object body) {
    return switch (body) {
      case ProviderAccepted accepted ->
          new ProviderOutcome.Accepted(
              Optional.ofNullable(accepted.getProviderReference()),
              span(accepted.getPollAfter()),
              Optional.ofNullable(accepted.getVerificationCode()));
      case ProviderPending pending ->
          new ProviderOutcome.StillPending(span(pending.getPollAfter()));
      case ProviderSigned signed ->
          new ProviderOutcome.Signed(
              new ProviderProof(
                  ProofFormat.named(signed.getFormat()),
                  Hexadecimal.of(signed.getSignature()),
                  Hexadecimal.of(signed.getCertificate()),
                  Optional.ofNullable(signed.getSignedContent()).map(Hexadecimal::of),
                  Hexadecimal.all(signed.getChain()),
                  Hexadecimal.all(signed.getOcspResponses()),
                  Hexadecimal.all(signed.getRevocationLists())));
      case ProviderDeclined _ -> new ProviderOutcome.Declined();
      case ProviderRefused refused ->
          new ProviderOutcome.Refused(
              ProviderRefusal.named(refused.getRefusal()), refused.getCode());
      case ProviderUnreachable _ -> new ProviderOutcome.Unreachable();
      case ProviderAnswerLost _ -> new ProviderOutcome.AnswerLost();
      case ProviderUnaware _ -> new ProviderOutcome.Unaware();
      default -> throw new IllegalStateException("the schema has no other outcome");
    };
  }

  private static Optional<Duration> span(Long milliseconds) {
    return Optional.ofNullable(milliseconds).map(Duration::ofMillis);
  }
}
