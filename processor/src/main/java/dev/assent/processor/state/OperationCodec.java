package dev.assent.processor.state;

import dev.assent.processor.decision.Challenge;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.avro.OperationRecord;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Operations as Avro and back. */
public final class OperationCodec {
  private OperationCodec() {}

  /** The operation as it is kept. There is nothing to keep of an absent one. */
  static Optional<OperationRecord> record(OperationState state, long userSequence) {
    return switch (state) {
      case Absent _ -> Optional.empty();
      case Open open ->
          Optional.of(record(open.operation(), open.issued(), snapshot(open, userSequence)));
      case Closed closed ->
          Optional.of(
              record(closed.operation(), closed.challenge(), snapshot(closed, userSequence)));
    };
  }

  /** The operation as readers see it; nothing of an absent one. */
  public static Optional<OperationSnapshot> snapshot(OperationState state, long userSequence) {
    return record(state, userSequence).map(OperationRecord::getSnapshot);
  }

  private static OperationRecord record(
      Operation operation, Optional<Challenge> challenge, OperationSnapshot snapshot) {
    return OperationRecord.newBuilder()
        .setSnapshot(snapshot)
        .setNonce(challenge.map(issued -> ByteBuffer.wrap(issued.nonce().bytes())).orElse(null))
        .setClaimVersion(operation.claimVersion())
        .build();
  }

  private static OperationSnapshot snapshot(Open open, long userSequence) {
    dev.assent.schemas.avro.OperationState state =
        switch (open) {
          case Pending _ -> dev.assent.schemas.avro.OperationState.PENDING;
          case Challenged _ -> dev.assent.schemas.avro.OperationState.CHALLENGED;
          case Retrieved _ -> dev.assent.schemas.avro.OperationState.RETRIEVED;
        };
    return fixed(open.operation())
        .setState(state)
        .setChallengeKey(open.issued().map(issued -> issued.key().text()).orElse(null))
        .setRetrievedBy(open.retrievingDevice().orElse(null))
        .setFailedProofs(open.failedProofs())
        .setSequence(open.sequence())
        .setUserSequence(userSequence)
        .build();
  }

  private static OperationSnapshot snapshot(Closed closed, long userSequence) {
    return fixed(closed.operation())
        .setState(dev.assent.schemas.avro.OperationState.valueOf(closed.outcome().name()))
        .setChallengeKey(closed.challenge().map(issued -> issued.key().text()).orElse(null))
        .setRetrievedBy(closed.serialNumber().orElse(null))
        .setFailedProofs(closed.failedProofs())
        .setReason(closed.reason().name())
        .setDecidedAt(closed.decidedAt())
        .setSequence(closed.sequence())
        .setUserSequence(userSequence)
        .build();
  }

  private static OperationSnapshot.Builder fixed(Operation operation) {
    return OperationSnapshot.newBuilder()
        .setTenant(operation.user().tenant())
        .setUserId(operation.user().userId())
        .setOperationId(operation.operationId())
        .setExternalUserId(operation.externalUserId().orElse(null))
        .setKind(dev.assent.schemas.avro.OperationKind.valueOf(operation.kind().name()))
        .setChannel(dev.assent.schemas.avro.Channel.valueOf(operation.channel().name()))
        .setDisplayData(operation.displayData())
        .setCreatedAt(operation.createdAt())
        .setExpiresAt(operation.expiresAt())
        .setOrigin(operation.origin());
  }

  static OperationState state(OperationRecord record) {
    OperationSnapshot snapshot = record.getSnapshot();
    Operation operation =
        new Operation(
            new UserKey(snapshot.getTenant(), snapshot.getUserId()),
            snapshot.getOperationId(),
            Optional.ofNullable(snapshot.getExternalUserId()),
            OperationKind.valueOf(snapshot.getKind().name()),
            Channel.valueOf(snapshot.getChannel().name()),
            snapshot.getDisplayData(),
            snapshot.getCreatedAt(),
            snapshot.getExpiresAt(),
            snapshot.getOrigin(),
            record.getClaimVersion());
    Optional<Challenge> challenge =
        Optional.ofNullable(snapshot.getChallengeKey())
            .map(key -> new Challenge(new ChallengeKey(key), nonce(record.getNonce())));
    return switch (snapshot.getState()) {
      case PENDING -> new Pending(operation, snapshot.getSequence());
      case CHALLENGED -> new Challenged(operation, challenge.orElseThrow(), snapshot.getSequence());
      case RETRIEVED ->
          new Retrieved(
              operation,
              challenge.orElseThrow(),
              snapshot.getRetrievedBy(),
              snapshot.getFailedProofs(),
              snapshot.getSequence());
      case APPROVED, DECLINED, CANCELLED, EXPIRED, FAILED ->
          new Closed(
              operation,
              challenge,
              Optional.ofNullable(snapshot.getRetrievedBy()),
              snapshot.getFailedProofs(),
              ResultOutcome.valueOf(snapshot.getState().name()),
              Reason.valueOf(snapshot.getReason()),
              snapshot.getDecidedAt(),
              snapshot.getSequence());
      case DISPATCHED, AWAITING_USER, UNKNOWN_AT_PROVIDER ->
          throw new IllegalStateException("no operation of a device can be " + snapshot.getState());
    };
  }

  private static Nonce nonce(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Nonce.of(copy);
  }
}
