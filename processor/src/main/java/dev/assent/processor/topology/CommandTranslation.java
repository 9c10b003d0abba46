package dev.assent.processor.topology;

import dev.assent.processor.decision.Command;
import dev.assent.processor.decision.DeviceProof;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A command as it travels, made a command as it is decided. */
sealed interface CommandTranslation {

  /** A command about one of the user's operations, named by its id. */
  record ByOperation(Command command, String operationId) implements CommandTranslation {}

  /** A command about the operation that a challenge key leads to. */
  record ByChallenge(Command command, ChallengeKey challengeKey) implements CommandTranslation {}

  /** A command about the user alone. */
  record ByUser(Command command) implements CommandTranslation {}

  /** Value, but not a command that can be decided; says why without repeating the content. */
  record Invalid(String detail) implements CommandTranslation {}

  /** A challenge key that is not one, or leads nowhere: no different from an unknown one. */
  record UnknownChallenge() implements CommandTranslation {}

  /** How far the clock of an ingress may be ahead of this one. */
  Duration MOST_AHEAD = Duration.ofMinutes(1);

  /** How long a command can have waited: as long as its topic keeps it. */
  Duration MOST_BEHIND = Duration.ofDays(7);

  /**
   * Translates the command.
   *
   * @param now the processor's clock: a time far in its future would stretch a deadline
   */
  static CommandTranslation of(dev.assent.schemas.avro.Command command, Instant now) {
    Instant receivedAt = command.getReceivedAt();
    if (receivedAt.isAfter(now.plus(MOST_AHEAD)) || receivedAt.isBefore(now.minus(MOST_BEHIND))) {
      return new Invalid("the command's time is not plausible");
    }
    try {
      return switch (command.getBody()) {
        case CreateOperation _ when command.getClaimVersion() == null ->
            new Invalid("a creation must be claimed first");
        case CreateOperation create ->
            new ByOperation(creation(command, create), create.getOperationId());
        case CancelOperation cancel ->
            new ByOperation(new Command.CancelOperation(receivedAt), cancel.getOperationId());
        case RetrieveChallenge retrieve ->
            ChallengeKey.parse(retrieve.getChallengeKey())
                .<CommandTranslation>map(
                    key ->
                        new ByChallenge(
                            new Command.RetrieveChallenge(
                                key,
                                retrieve.getSerialNumber(),
                                receivedAt,
                                Optional.ofNullable(retrieve.getAbandonedAt())),
                            key))
                .orElseGet(UnknownChallenge::new);
        case SubmitProof submit ->
            ChallengeKey.parse(submit.getChallengeKey())
                .<CommandTranslation>map(
                    key ->
                        new ByChallenge(
                            new Command.SubmitProof(
                                key, DeviceProof.of(bytes(submit.getSignature())), receivedAt),
                            key))
                .orElseGet(UnknownChallenge::new);
        case RegisterDevice register ->
            new ByUser(
                new Command.RegisterDevice(
                    register.getSerialNumber(),
                    DeviceCodec.signingKey(register.getSigningKey()),
                    DeviceCodec.encryptionKey(register.getEncryptionKey()),
                    receivedAt));
        case RevokeDevice revoke ->
            new ByUser(new Command.RevokeDevice(revoke.getSerialNumber(), receivedAt));
        default -> new Invalid("not a command about a user");
      };
    } catch (IllegalArgumentException e) {
      return new Invalid(e.getMessage());
    }
  }

  private static Command.CreateOperation creation(
      dev.assent.schemas.avro.Command command, CreateOperation create) {
    return new Command.CreateOperation(
        create.getOperationId(),
        Optional.ofNullable(create.getExternalUserId()),
        OperationKind.valueOf(create.getKind().name()),
        Channel.valueOf(create.getChannel().name()),
        create.getDisplayData(),
        Optional.ofNullable(create.getTimeToLive()).map(Duration::ofMillis),
        command.getReceivedAt(),
        command.getOrigin(),
        Optional.ofNullable(command.getClaimVersion()).orElse(0L));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
