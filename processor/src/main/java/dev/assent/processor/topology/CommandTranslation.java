package dev.assent.processor.topology;

import dev.assent.processor.decision.Command;
import dev.assent.processor.decision.DeviceProof;
import dev.assent.processor.decision.EncryptedSecret;
import dev.assent.processor.decision.ProofKey;
import dev.assent.processor.decision.SignerCertificate;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.ChangeMobileSignature;
import dev.assent.schemas.avro.ChangePushAddress;
import dev.assent.schemas.avro.ClaimOperation;
import dev.assent.schemas.avro.CreateMobileSignature;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.DeleteMobileSignature;
import dev.assent.schemas.avro.HandOverOperation;
import dev.assent.schemas.avro.NotifyDevices;
import dev.assent.schemas.avro.OcraRegistration;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.RegisterProviderCredential;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.avro.UnlockUser;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.ocra.OcraSuite;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** A command as it travels, made a command as it is decided. */
sealed interface CommandTranslation {

  /** A command about one of the user's operations, named by its id. */
  record ByOperation(Command command, String operationId) implements CommandTranslation {}

  /** A creation that supersedes the open operation of its scope. */
  record ByScope(Command command, String operationId, String scope) implements CommandTranslation {}

  /**
   * A command about the operation that a challenge key leads to.
   *
   * @param kind of operation that the asker means, where it is not any
   */
  record ByChallenge(Command command, ChallengeKey challengeKey, Optional<OperationKind> kind)
      implements CommandTranslation {}

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
    if (!isPlausible(receivedAt, now)) {
      return new Invalid("the command's time is not plausible");
    }
    try {
      return switch (command.getBody()) {
        case CreateOperation _ when command.getClaimVersion() == null ->
            new Invalid("a creation must be claimed first");
        case CreateOperation create -> creation(command, create);
        case CancelOperation cancel ->
            new ByOperation(new Command.CancelOperation(receivedAt), cancel.getOperationId());
        case NotifyDevices notify ->
            new ByOperation(new Command.NotifyDevices(receivedAt), notify.getOperationId());
        case RetrieveChallenge retrieve ->
            ChallengeKey.parse(retrieve.getChallengeKey())
                .<CommandTranslation>map(
                    key ->
                        new ByChallenge(
                            new Command.RetrieveChallenge(
                                key,
                                retrieve.getSerialNumber(),
                                receivedAt,
                                Optional.ofNullable(retrieve.getAbandonedAt()),
                                maximumAge(retrieve.getMaximumAge())),
                            key,
                            kind(retrieve.getKind())))
                .orElseGet(UnknownChallenge::new);
        case SubmitProof submit ->
            ChallengeKey.parse(submit.getChallengeKey())
                .<CommandTranslation>map(
                    key ->
                        new ByChallenge(
                            new Command.SubmitProof(
                                key,
                                DeviceProof.of(bytes(submit.getSignature())),
                                receivedAt,
                                maximumAge(submit.getMaximumAge())),
                            key,
                            kind(submit.getKind())))
                .orElseGet(UnknownChallenge::new);
        case DeclineOperation decline ->
            ChallengeKey.parse(decline.getChallengeKey())
                .<CommandTranslation>map(
                    key ->
                        new ByChallenge(
                            new Command.DeclineOperation(
                                key,
                                declineReason(decline.getReason()),
                                DeviceProof.of(bytes(decline.getSignature())),
                                Optional.ofNullable(decline.getSerialNumber()),
                                receivedAt),
                            key,
                            kind(decline.getKind())))
                .orElseGet(UnknownChallenge::new);
        case ClaimOperation claim ->
            new ByOperation(
                new Command.ClaimOperation(
                    claim.getOperationId(), claim.getSerialNumber(), receivedAt),
                claim.getOperationId());
        case HandOverOperation handOver ->
            new ByOperation(
                new Command.HandOverOperation(
                    handOver.getUserId(),
                    CreationTranslation.kinds(handOver.getOffered()),
                    handOver.getServesSigning(),
                    receivedAt),
                handOver.getOperationId());
        case RegisterDevice register -> new ByUser(registration(register, receivedAt));
        case ChangePushAddress change ->
            new ByUser(
                new Command.ChangePushAddress(
                    change.getSerialNumber(),
                    pushAddress(change.getEncryptedAddress()),
                    pushAddress(change.getExpectedAddress()),
                    receivedAt));
        case RegisterProviderCredential register ->
            new ByUser(
                new Command.RegisterProviderCredential(
                    register.getCredentialId(),
                    Channel.valueOf(register.getChannel().name()),
                    register.getConnector(),
                    SignerCertificate.presented(bytes(register.getCertificate())),
                    Optional.ofNullable(register.getValidUntil()),
                    receivedAt));
        case CreateMobileSignature create -> new ByUser(MobileTranslation.of(create, receivedAt));
        case ChangeMobileSignature change -> new ByUser(MobileTranslation.of(change, receivedAt));
        case DeleteMobileSignature _ -> new ByUser(new Command.DeleteMobileSignature(receivedAt));
        case RevokeDevice revoke ->
            new ByUser(new Command.RevokeCredential(revoke.getSerialNumber(), receivedAt));
        case UnlockUser _ -> new ByUser(new Command.UnlockUser(receivedAt));
        default -> new Invalid("not a command about a user");
      };
    } catch (IllegalArgumentException e) {
      return new Invalid(e.getMessage());
    }
  }

  /** Whether somebody can have noted that time on what arrives now. */
  static boolean isPlausible(Instant time, Instant now) {
    return !time.isAfter(now.plus(MOST_AHEAD)) && !time.isBefore(now.minus(MOST_BEHIND));
  }

  private static Optional<OperationKind> kind(dev.assent.schemas.avro.OperationKind orNull) {
    return Optional.ofNullable(orNull).map(kind -> OperationKind.valueOf(kind.name()));
  }

  private static Optional<Duration> maximumAge(Long millisecondsOrNull) {
    return Optional.ofNullable(millisecondsOrNull).map(Duration::ofMillis);
  }

  private static DeclineReason declineReason(String name) {
    return Arrays.stream(DeclineReason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the reason is not one to decline for"));
  }

  private static CommandTranslation creation(
      dev.assent.schemas.avro.Command command, CreateOperation create) {
    Command.CreateOperation creation =
        new Command.CreateOperation(
            create.getOperationId(),
            CreationTranslation.terms(create),
            command.getReceivedAt(),
            command.getOrigin(),
            command.getClaimVersion(),
            create.getClaimedBy() != null,
            CreationTranslation.text(create),
            create.getAnyChannel());
    return creation
        .terms()
        .scope()
        .<CommandTranslation>map(scope -> new ByScope(creation, create.getOperationId(), scope))
        .orElseGet(() -> new ByOperation(creation, create.getOperationId()));
  }

  private static Command registration(RegisterDevice register, Instant receivedAt) {
    OcraRegistration ocra = register.getOcra();
    if ((ocra == null) == (register.getSigningKey() == null)) {
      throw new IllegalArgumentException("a device has either a signing key or an OCRA secret");
    }
    ProofKey key =
        ocra == null
            ? new ProofKey.Signing(DeviceCodec.signingKey(register.getSigningKey()))
            : ProofKey.Ocra.registered(
                OcraSuite.parse(ocra.getSuite()),
                EncryptedSecret.of(bytes(ocra.getEncryptedSecret())),
                ocra.getCounter());
    return new Command.RegisterDevice(
        register.getSerialNumber(),
        key,
        DeviceCodec.encryptionKey(register.getEncryptionKey()),
        pushAddress(register.getEncryptedPushAddress()),
        Optional.ofNullable(register.getValidUntil()),
        receivedAt);
  }

  private static Optional<EncryptedSecret> pushAddress(ByteBuffer orNull) {
    return Optional.ofNullable(orNull).map(buffer -> EncryptedSecret.of(bytes(buffer)));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
