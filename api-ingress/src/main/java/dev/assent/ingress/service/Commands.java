package dev.assent.ingress.service;

import dev.assent.ingress.gateway.CommandGateway;
import dev.assent.ingress.gateway.Outcome;
import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.service.SeenSequences.View;
import dev.assent.ingress.tenant.Caller;
import dev.assent.ingress.tenant.OperationQuota;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.ChangeMobileSignature;
import dev.assent.schemas.avro.ChangePushAddress;
import dev.assent.schemas.avro.ClaimOperation;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateMobileSignature;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.DeleteMobileSignature;
import dev.assent.schemas.avro.NotifyDevices;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.RegisterProviderCredential;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.avro.UnlockUser;
import dev.assent.schemas.avro.UserReply;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.Reason;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Everything that changes something: makes the command, sends it and awaits what comes of it. */
public final class Commands {
  /** What the commands of this service give as their origin. */
  public static final String ORIGIN = "api-ingress";

  /** The processor's end of a lock that time does not lift. */
  private static final Instant FOR_GOOD = Instant.parse("9999-12-31T23:59:59.999Z");

  private final CommandGateway gateway;
  private final Duration replyTimeout;
  private final SeenSequences seen;
  private final KnownClaims claims;
  private final OperationQuota quota;
  private final Limits limits;

  Commands(
      CommandGateway gateway,
      Duration replyTimeout,
      SeenSequences seen,
      KnownClaims claims,
      OperationQuota quota,
      Limits limits) {
    this.gateway = gateway;
    this.replyTimeout = replyTimeout;
    this.seen = seen;
    this.claims = claims;
    this.quota = quota;
    this.limits = limits;
  }

  /** Takes over an operation of the user. */
  public CompletionStage<Result<OperationReply>> create(
      Request request, UserKey user, CreateOperation creation) {
    Command command = creation(request, creation);
    command.setUserId(user.userId());
    return create(request, user, command, creation.getOperationId());
  }

  /** Takes over an operation without a user, for whoever claims it first. */
  public CompletionStage<Result<OperationReply>> create(Request request, CreateOperation creation) {
    String operationId = creation.getOperationId();
    UserKey nobody = UserKey.unassigned(request.caller().tenant(), operationId);
    return create(request, nobody, creation(request, creation), operationId);
  }

  /** Takes over for the user an operation that has none yet. */
  public CompletionStage<Result<OperationSnapshot>> claim(
      Request request, UserKey user, String operationId, String serialNumber) {
    ClaimOperation body = new ClaimOperation(operationId, serialNumber);
    String naturalKey = "claim:" + operationId + ":" + serialNumber;
    Command command = command(request, request.attempt(naturalKey), body, user);
    // A refusal can come from where the operation was and counts by another sequence.
    return send(request, command, _ -> {}, OperationReply.class)
        .thenApply(
            result -> {
              if (result instanceof Result.Done<OperationReply>(OperationReply reply)) {
                claims.learn(user, operationId);
                seen.saw(user, View.OPERATIONS, reply.getOperation().getUserSequence());
              }
              return result.map(OperationReply::getOperation);
            });
  }

  /**
   * Fetches the sealed challenge for the device. Without a key of the caller nobody could fetch it
   * a second time, so it is then not handed out once the caller has stopped waiting.
   */
  public CompletionStage<Result<ByteBuffer>> retrieve(
      Request request, ChallengeKey challengeKey, String serialNumber, Door door) {
    Instant abandonedAt =
        request.idempotencyKey().isPresent()
            ? null
            : request.receivedAt().plus(replyTimeout.multipliedBy(8).dividedBy(10));
    Command command =
        command(
            request,
            request.ownAttempt().orElse(null),
            RetrieveChallenge.newBuilder()
                .setChallengeKey(challengeKey.text())
                .setSerialNumber(serialNumber)
                .setAbandonedAt(abandonedAt)
                .setKind(door.kindOrNull())
                .setMaximumAge(door.maximumAgeOrNull())
                .build());
    return send(request, command, _ -> {}, ChallengeReply.class)
        .thenApply(result -> result.map(ChallengeReply::getSealedChallenge));
  }

  /**
   * Presents a device's proof.
   *
   * @param proof the bytes of a signature, or the digits of an OCRA response in ASCII
   */
  public CompletionStage<Result<ProofReply>> submit(
      Request request, UserKey user, ChallengeKey challengeKey, byte[] proof, Door door) {
    String naturalKey =
        "proof:" + challengeKey.text() + ":" + HexFormat.of().formatHex(sha256(proof));
    SubmitProof body =
        new SubmitProof(
            challengeKey.text(),
            ByteBuffer.wrap(proof),
            door.kindOrNull(),
            door.maximumAgeOrNull());
    return send(
        request, command(request, request.attempt(naturalKey), body, user), user, ProofReply.class);
  }

  /**
   * Presents a user's refusal.
   *
   * @param proof the device's, over the refusal; as for {@link #submit}
   */
  public CompletionStage<Result<OperationSnapshot>> decline(
      Request request,
      UserKey user,
      ChallengeKey challengeKey,
      DeclineReason reason,
      byte[] proof) {
    String naturalKey =
        "decline:%s:%s:%s"
            .formatted(challengeKey.text(), reason, HexFormat.of().formatHex(sha256(proof)));
    DeclineOperation body =
        new DeclineOperation(
            challengeKey.text(), reason.name(), ByteBuffer.wrap(proof), null, null);
    return send(
            request,
            command(request, request.attempt(naturalKey), body, user),
            user,
            OperationReply.class)
        .thenApply(result -> result.map(OperationReply::getOperation));
  }

  /**
   * Presents a refusal by the device that says it retrieved the challenge; it need not say whose.
   *
   * @param kind of operation that is meant
   * @param proof as for {@link #decline}
   */
  public CompletionStage<Result<OperationSnapshot>> cancelChallenge(
      Request request,
      ChallengeKey challengeKey,
      OperationKind kind,
      String serialNumber,
      DeclineReason reason,
      byte[] proof) {
    String naturalKey =
        "cancellation:%s:%s:%s:%s"
            .formatted(
                challengeKey.text(), serialNumber, reason, HexFormat.of().formatHex(sha256(proof)));
    DeclineOperation body =
        new DeclineOperation(
            challengeKey.text(), reason.name(), ByteBuffer.wrap(proof), kind, serialNumber);
    Command command = command(request, request.attempt(naturalKey), body);
    return send(request, command, _ -> {}, OperationReply.class)
        .thenApply(
            result -> {
              if (result instanceof Result.Done<OperationReply>(OperationReply reply)) {
                OperationSnapshot operation = reply.getOperation();
                seen.saw(
                    new UserKey(operation.getTenant(), operation.getUserId()),
                    View.OPERATIONS,
                    operation.getUserSequence());
              }
              return result.map(OperationReply::getOperation);
            });
  }

  /** Withdraws an open operation. */
  public CompletionStage<Result<OperationSnapshot>> cancel(
      Request request, UserKey user, String operationId) {
    CancelOperation body = CancelOperation.newBuilder().setOperationId(operationId).build();
    Command command = command(request, request.attempt("cancel:" + operationId), body, user);
    return send(request, command, user, OperationReply.class)
        .thenApply(result -> result.map(OperationReply::getOperation));
  }

  /** Binds a device to the user. */
  public CompletionStage<Result<CredentialSnapshot>> register(
      Request request, UserKey user, RegisterDevice registration) {
    return changeCredential(request, user, registration);
  }

  /** Binds a credential at a provider to the user. */
  public CompletionStage<Result<CredentialSnapshot>> register(
      Request request, UserKey user, RegisterProviderCredential registration) {
    return changeCredential(request, user, registration);
  }

  CompletionStage<Result<CredentialSnapshot>> create(
      Request request, UserKey user, CreateMobileSignature creation) {
    return changeCredential(request, user, creation);
  }

  CompletionStage<Result<CredentialSnapshot>> change(
      Request request, UserKey user, ChangeMobileSignature change) {
    return changeCredential(request, user, change);
  }

  CompletionStage<Result<CredentialSnapshot>> deleteMobileSignature(Request request, UserKey user) {
    return changeCredential(request, user, new DeleteMobileSignature());
  }

  /** Stops a credential of whatever kind. */
  public CompletionStage<Result<CredentialSnapshot>> revoke(
      Request request, UserKey user, String credentialId) {
    return changeCredential(request, user, new RevokeDevice(credentialId));
  }

  /**
   * Changes where a device is told of challenges.
   *
   * @param encryptedAddress nothing: it is told nothing any more
   */
  public CompletionStage<Result<CredentialSnapshot>> changePushAddress(
      Request request, UserKey user, String serialNumber, Optional<ByteBuffer> encryptedAddress) {
    return changeCredential(
        request, user, new ChangePushAddress(serialNumber, encryptedAddress.orElse(null), null));
  }

  /** Tells the user's devices once more that the challenge waits. */
  public CompletionStage<Result<OperationSnapshot>> notifyDevices(
      Request request, UserKey user, String operationId) {
    Command command =
        command(request, request.ownAttempt().orElse(null), new NotifyDevices(operationId), user);
    return send(request, command, user, OperationReply.class)
        .thenApply(result -> result.map(OperationReply::getOperation));
  }

  /** Lifts the user's lock and cool-down. */
  public CompletionStage<Result<UserReply>> unlock(Request request, UserKey user) {
    Command command = command(request, request.ownAttempt().orElse(null), new UnlockUser(), user);
    return send(request, command, _ -> {}, UserReply.class);
  }

  /** The user whom the operation id belongs to. */
  CompletionStage<Result<UserKey>> resolve(Request request, String operationId) {
    String tenant = request.caller().tenant();
    ResolveClaim body = ResolveClaim.newBuilder().setOperationId(operationId).build();
    return send(request, command(request, null, body), _ -> {}, ClaimReply.class)
        .thenApply(result -> result.map(claim -> new UserKey(tenant, claim.getUserId())));
  }

  private CompletionStage<Result<OperationReply>> create(
      Request request, UserKey user, Command command, String operationId) {
    if (!quota.take(request.caller().tenant())) {
      return CompletableFuture.completedStage(new Result.Refused<>(Reason.QUOTA_EXCEEDED));
    }
    return send(request, command, user, OperationReply.class)
        .thenApply(
            result -> {
              if (result instanceof Result.Done<OperationReply>) {
                claims.learn(user, operationId);
              }
              return result;
            });
  }

  private CompletionStage<Result<CredentialSnapshot>> changeCredential(
      Request request, UserKey user, Object body) {
    Command command = command(request, request.ownAttempt().orElse(null), body, user);
    return send(request, command, user, CredentialReply.class)
        .thenApply(result -> result.map(CredentialReply::getCredential));
  }

  private <T> CompletionStage<Result<T>> send(
      Request request, Command command, UserKey user, Class<T> expected) {
    View shownBy = expected == CredentialReply.class ? View.CREDENTIALS : View.OPERATIONS;
    return send(
        request, command, reply -> seen.saw(user, shownBy, reply.getUserSequence()), expected);
  }

  private <T> CompletionStage<Result<T>> send(
      Request request, Command command, Consumer<Reply> onReply, Class<T> expected) {
    Duration wait = countUser(command);
    if (wait.isPositive()) {
      return CompletableFuture.completedStage(new Result.TooMany<>(wait));
    }
    return gateway
        .send(command, request.correlation())
        .thenApply(
            outcome ->
                switch (outcome) {
                  case Outcome.Answered(Reply reply) -> {
                    onReply.accept(reply);
                    yield result(reply, expected);
                  }
                  case Outcome.NoAnswer _, Outcome.Overloaded _ -> new Result.Unavailable<>();
                });
  }

  private Duration countUser(Command command) {
    return command.getUserId() == null
        ? Duration.ZERO
        : limits.count(new UserKey(command.getTenant(), command.getUserId()));
  }

  private static <T> Result<T> result(Reply reply, Class<T> expected) {
    return reply.getBody() instanceof Refusal refusal
        ? new Result.Refused<>(Reason.valueOf(refusal.getReason()), retryAt(refusal))
        : new Result.Done<>(expected.cast(reply.getBody()));
  }

  private static Optional<Instant> retryAt(Refusal refusal) {
    return Optional.ofNullable(refusal.getRetryAt()).filter(FOR_GOOD::isAfter);
  }

  private static Command creation(Request request, CreateOperation creation) {
    return command(request, request.attempt("operation:" + creation.getOperationId()), creation);
  }

  private static Command command(Request request, String attempt, Object body, UserKey user) {
    Command command = command(request, attempt, body);
    command.setUserId(user.userId());
    return command;
  }

  private static Command command(Request request, String attempt, Object body) {
    Caller caller = request.caller();
    Command command = new Command();
    command.setTenant(caller.tenant());
    command.setIdempotencyKey(attempt);
    command.setReceivedAt(request.receivedAt());
    command.setOrigin(ORIGIN);
    command.setBody(body);
    return command;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
