package dev.assent.processor.topology;

import dev.assent.processor.decision.Answer;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Evidence;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.State;
import dev.assent.processor.decision.UserState;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.processor.state.OperationCodec;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.DeviceEvidence;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.sealing.SealedChallenge;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What leaves the processor: replies and results made of decisions. */
final class Publication {
  private Publication() {}

  /** The reply to a refused command. */
  static Reply refusal(Reason reason, long userSequence) {
    return new Reply(userSequence, false, new Refusal(reason.name()));
  }

  /**
   * The reply to a decided command; nothing for a timer, which nobody waits for.
   *
   * @param sequence what a view must have reached to show the effect; 0 where there was none
   */
  static Optional<Reply> reply(Answer answer, State after, long sequence) {
    return switch (answer) {
      case Answer.Refused(Reason reason) -> Optional.of(refusal(reason, sequence));
      case Answer.OperationChanged _ ->
          Optional.of(new Reply(sequence, false, new OperationReply(operation(after))));
      case Answer.ProofAccepted(String serialNumber) ->
          Optional.of(new Reply(sequence, false, new ProofReply(operation(after), serialNumber)));
      case Answer.DeviceChanged(String serialNumber) -> {
        UserState user = after.user();
        yield Optional.of(
            new Reply(
                sequence,
                false,
                new CredentialReply(
                    DeviceCodec.snapshot(
                        user.key(), user.devices().get(serialNumber), user.sequence()))));
      }
      case Answer.ChallengeHandedOut handedOut -> {
        byte[] sealed =
            SealedChallenge.seal(
                handedOut.recipient(),
                handedOut.challengeKey().text(),
                handedOut.document().canonical());
        yield Optional.of(new Reply(sequence, false, new ChallengeReply(ByteBuffer.wrap(sealed))));
      }
      case Answer.NothingToDo _ -> Optional.empty();
    };
  }

  /** The final word on a closed operation. */
  static OperationResult result(Closed closed, Optional<OperationApproved> approval) {
    Operation operation = closed.operation();
    return OperationResult.newBuilder()
        .setEventId(operation.user().text(operation.operationId()) + "/" + closed.sequence())
        .setTenant(operation.user().tenant())
        .setUserId(operation.user().userId())
        .setOperationId(operation.operationId())
        .setExternalUserId(operation.externalUserId().orElse(null))
        .setKind(OperationKind.valueOf(operation.kind().name()))
        .setChannel(Channel.valueOf(operation.channel().name()))
        .setOutcome(ResultOutcome.valueOf(closed.outcome().name()))
        .setReason(closed.reason().name())
        .setCreatedAt(operation.createdAt())
        .setDecidedAt(closed.decidedAt())
        .setSequence(closed.sequence())
        .setEvidence(approval.map(approved -> evidence(approved.evidence())).orElse(null))
        .build();
  }

  private static DeviceEvidence evidence(Evidence evidence) {
    return new DeviceEvidence(
        ByteBuffer.wrap(evidence.document().canonical()),
        ByteBuffer.wrap(evidence.proof().bytes()),
        evidence.device().signingKey().algorithm().jwsName(),
        evidence.device().serialNumber(),
        DeviceCodec.toAvro(evidence.device().signingKey().jsonWebKey()));
  }

  private static OperationSnapshot operation(State state) {
    return OperationCodec.snapshot(state.operation(), state.user().sequence()).orElseThrow();
  }
}
