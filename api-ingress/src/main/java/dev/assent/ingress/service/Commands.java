package dev.assent.ingress.service;

import dev.assent.ingress.gateway.CommandGateway;
import dev.assent.ingress.gateway.Outcome;
import dev.assent.ingress.service.SeenSequences.View;
import dev.assent.ingress.tenant.Caller;
import dev.assent.ingress.tenant.OperationQuota;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Everything that changes something: makes the command, sends it and awaits what comes of it. */
public final class Commands {
  /** What the commands of this service give as their origin. */
  public static final String ORIGIN = "api-ingress";

  private final CommandGateway gateway;
  private final Duration replyTimeout;
  private final SeenSequences seen;
  private final KnownClaims claims;
  private final OperationQuota quota;

  Commands(
      CommandGateway gateway,
      Duration replyTimeout,
      SeenSequences seen,
      KnownClaims claims,
      OperationQuota quota) {
    this.gateway = gateway;
    this.replyTimeout = replyTimeout;
    this.seen = seen;
    this.claims = claims;
    this.quota = quota;
  }

  /** Takes over an operation of the user. */
  public CompletionStage<Result<OperationSnapshot>> create(
      Request request, UserKey user, CreateOperation creation) {
    if (!quota.take(request.caller().tenant())) {
      return CompletableFuture.completedStage(new Result.Refused<>(Reason.QUOTA_EXCEEDED));
    }
    String operationId = creation.getOperationId();
    Command command = command(request, request.attempt("operation:" + operationId), creation, user);
    return send(command, user, OperationReply.class)
        .thenApply(
            result -> {
              if (result instanceof Result.Done<OperationReply>) {
                claims.learn(user, operationId);
              }
              return result.map(OperationReply::getOperation);
            });
  }

  /**
   * Fetches the sealed challenge for the device. Without a key of the caller nobody could fetch it
   * a second time, so it is then not handed out once the caller has stopped waiting.
   */
  public CompletionStage<Result<ByteBuffer>> retrieve(
      Request request, ChallengeKey challengeKey, String serialNumber) {
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
                .build());
    return send(command, _ -> {}, ChallengeReply.class)
        .thenApply(result -> result.map(ChallengeReply::getSealedChallenge));
  }

  /**
   * Presents a device's signature.
   *
   * @param signature its bytes
   */
  public CompletionStage<Result<ProofReply>> submit(
      Request request, UserKey user, ChallengeKey challengeKey, byte[] signature) {
    String naturalKey =
        "proof:" + challengeKey.text() + ":" + HexFormat.of().formatHex(sha256(signature));
    SubmitProof proof =
        SubmitProof.newBuilder()
            .setChallengeKey(challengeKey.text())
            .setSignature(ByteBuffer.wrap(signature))
            .build();
    return send(command(request, request.attempt(naturalKey), proof, user), user, ProofReply.class);
  }

  /** Withdraws an open operation. */
  public CompletionStage<Result<OperationSnapshot>> cancel(
      Request request, UserKey user, String operationId) {
    CancelOperation body = CancelOperation.newBuilder().setOperationId(operationId).build();
    Command command = command(request, request.attempt("cancel:" + operationId), body, user);
    return send(command, user, OperationReply.class)
        .thenApply(result -> result.map(OperationReply::getOperation));
  }

  /** Binds a device's keys to the user. */
  public CompletionStage<Result<CredentialSnapshot>> register(
      Request request, UserKey user, RegisterDevice registration) {
    Command command = command(request, request.ownAttempt().orElse(null), registration, user);
    return send(command, user, CredentialReply.class)
        .thenApply(result -> result.map(CredentialReply::getCredential));
  }

  /** Stops a device. */
  public CompletionStage<Result<CredentialSnapshot>> revoke(
      Request request, UserKey user, String serialNumber) {
    RevokeDevice body = RevokeDevice.newBuilder().setSerialNumber(serialNumber).build();
    Command command = command(request, request.ownAttempt().orElse(null), body, user);
    return send(command, user, CredentialReply.class)
        .thenApply(result -> result.map(CredentialReply::getCredential));
  }

  /** The user whom the operation id belongs to. */
  CompletionStage<Result<UserKey>> resolve(Request request, String operationId) {
    String tenant = request.caller().tenant();
    ResolveClaim body = ResolveClaim.newBuilder().setOperationId(operationId).build();
    return send(command(request, null, body), _ -> {}, ClaimReply.class)
        .thenApply(result -> result.map(claim -> new UserKey(tenant, claim.getUserId())));
  }

  private <T> CompletionStage<Result<T>> send(Command command, UserKey user, Class<T> expected) {
    View shownBy = expected == CredentialReply.class ? View.CREDENTIALS : View.OPERATIONS;
    return send(command, reply -> seen.saw(user, shownBy, reply.getUserSequence()), expected);
  }

  private <T> CompletionStage<Result<T>> send(
      Command command, Consumer<Reply> onReply, Class<T> expected) {
    return gateway
        .send(command)
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

  private static <T> Result<T> result(Reply reply, Class<T> expected) {
    return reply.getBody() instanceof Refusal refusal
        ? new Result.Refused<>(Reason.valueOf(refusal.getReason()))
        : new Result.Done<>(expected.cast(reply.getBody()));
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
