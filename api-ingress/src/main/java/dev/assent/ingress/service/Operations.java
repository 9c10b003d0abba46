package dev.assent.ingress.service;

import dev.assent.ingress.gateway.CommandGateway;
import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.service.SeenSequences.View;
import dev.assent.ingress.tenant.OperationQuota;
import dev.assent.ingress.view.CommittedView;
import dev.assent.ingress.view.CommittedView.Seen;
import dev.assent.schemas.approval.IssuerKeys;
import dev.assent.schemas.approval.avro.IssuerKeysRecord;
import dev.assent.schemas.avro.CredentialPage;
import dev.assent.schemas.avro.OperationPage;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The operations and devices of tenants: commands, and reads that show what the caller just did.
 */
public final class Operations {
  private final Commands commands;
  private final CommittedView view;
  private final SeenSequences seen = new SeenSequences();
  private final KnownClaims claims = new KnownClaims();
  private final Limits limits;
  private final Duration timeout;
  private final InstantSource clock;

  /**
   * @param quota of operations that tenants create
   * @param limits of requests about users
   * @param timeout within which a request is answered, whatever it is made of
   */
  public Operations(
      CommandGateway gateway,
      CommittedView view,
      OperationQuota quota,
      Limits limits,
      Duration timeout,
      InstantSource clock) {
    this.commands = new Commands(gateway, timeout, seen, claims, quota, limits);
    this.limits = limits;
    this.view = view;
    this.timeout = timeout;
    this.clock = clock;
  }

  /** Everything that changes something. */
  public Commands commands() {
    return commands;
  }

  /** The user's operations, only the open ones where asked so. */
  public CompletionStage<Result<OperationPage>> of(
      Request request, UserKey user, boolean openOnly) {
    return counted(
        user,
        () ->
            view.operations(user, openOnly, seen.atLeast(user, View.OPERATIONS), remaining(request))
                .thenApply(found -> shown(request, found)));
  }

  /** The user's credentials of all kinds. */
  public CompletionStage<Result<CredentialPage>> credentials(Request request, UserKey user) {
    return counted(
        user,
        () ->
            view.credentials(user, seen.atLeast(user, View.CREDENTIALS), remaining(request))
                .thenApply(found -> shown(request, found)));
  }

  /** What the signed approvals of the caller's tenant verify with, as it is now. */
  public CompletionStage<Result<IssuerKeys>> signingKeys(Request request) {
    return view.signingKeys(request.caller().tenant(), remaining(request))
        .thenApply(found -> shown(request, found).map(IssuerKeysRecord::read));
  }

  /** The operation with this id, whosever it is in the caller's tenant. */
  public CompletionStage<Result<OperationSnapshot>> find(Request request, String operationId) {
    return withOwner(request, operationId, user -> read(request, user, operationId));
  }

  /**
   * The operation with this id; nothing of one whose id is taken but that cannot be read yet: it
   * has just been created, or is being handed over to its user.
   *
   * @param owner whose it may be; one of anybody else is unknown while it cannot be read, too
   */
  public CompletionStage<Result<Optional<OperationSnapshot>>> findTaken(
      Request request, String operationId, Predicate<UserKey> owner) {
    return within(
        request,
        find(request, operationId)
            .thenCompose(
                found ->
                    found instanceof Result.Refused<OperationSnapshot> refused
                            && refused.reason() == Reason.OPERATION_UNKNOWN
                        ? commands
                            .resolve(request, operationId)
                            .thenApply(taken -> notReadYet(taken, owner))
                        : CompletableFuture.completedStage(found.map(Optional::of))));
  }

  private static Result<Optional<OperationSnapshot>> notReadYet(
      Result<UserKey> taken, Predicate<UserKey> owner) {
    return taken instanceof Result.Done<UserKey>(UserKey user) && !owner.test(user)
        ? new Result.Refused<>(Reason.OPERATION_UNKNOWN)
        : taken.map(_ -> Optional.empty());
  }

  /** Withdraws the operation with this id, whosever it is in the caller's tenant. */
  public CompletionStage<Result<OperationSnapshot>> cancel(Request request, String operationId) {
    return withOwner(request, operationId, user -> commands.cancel(request, user, operationId));
  }

  /** Tells the devices of the operation's user once more that the challenge waits. */
  public CompletionStage<Result<OperationSnapshot>> notifyDevices(
      Request request, String operationId) {
    return withOwner(
        request, operationId, user -> commands.notifyDevices(request, user, operationId));
  }

  private CompletionStage<Result<OperationSnapshot>> withOwner(
      Request request,
      String operationId,
      Function<UserKey, CompletionStage<Result<OperationSnapshot>>> action) {
    String tenant = request.caller().tenant();
    CompletionStage<Result<OperationSnapshot>> result =
        claims
            .find(tenant, operationId)
            .map(
                known ->
                    action
                        .apply(known)
                        .thenCompose(
                            first -> {
                              if (!(first instanceof Result.Refused<OperationSnapshot> refused
                                  && refused.reason() == Reason.OPERATION_UNKNOWN)) {
                                return CompletableFuture.completedStage(first);
                              }
                              // The id may have been handed over, or given back and claimed for
                              // somebody else.
                              claims.forget(tenant, operationId);
                              return resolved(request, operationId, action);
                            }))
            .orElseGet(() -> resolved(request, operationId, action));
    return within(request, result);
  }

  /**
   * Several steps, each with its own bound, must not add up to more than the caller was promised.
   */
  private <T> CompletionStage<Result<T>> within(
      Request request, CompletionStage<Result<T>> result) {
    return result
        .toCompletableFuture()
        .completeOnTimeout(
            new Result.Unavailable<>(), remaining(request).toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Result<OperationSnapshot>> resolved(
      Request request,
      String operationId,
      Function<UserKey, CompletionStage<Result<OperationSnapshot>>> action) {
    return commands
        .resolve(request, operationId)
        .thenCompose(
            owner ->
                owner.thenAsk(
                    user -> {
                      claims.learn(user, operationId);
                      return action.apply(user);
                    }));
  }

  private CompletionStage<Result<OperationSnapshot>> read(
      Request request, UserKey user, String operationId) {
    return counted(
        user,
        () ->
            view.operation(
                    user, operationId, seen.atLeast(user, View.OPERATIONS), remaining(request))
                .thenApply(
                    found ->
                        shown(request, found)
                            .flatMap(
                                page ->
                                    page.getOperations().stream()
                                        .findFirst()
                                        .<Result<OperationSnapshot>>map(Result.Done::new)
                                        .orElseGet(
                                            () ->
                                                new Result.Refused<>(Reason.OPERATION_UNKNOWN)))));
  }

  private <T> CompletionStage<Result<T>> counted(
      UserKey user, Supplier<CompletionStage<Result<T>>> action) {
    Duration wait = limits.count(user);
    return wait.isPositive()
        ? CompletableFuture.completedStage(new Result.TooMany<>(wait))
        : action.get();
  }

  private Duration remaining(Request request) {
    Instant end = request.receivedAt().plus(timeout);
    return Duration.between(clock.instant(), end);
  }

  private static <T> Result<T> shown(Request request, Optional<Seen<T>> found) {
    if (found.isEmpty()) {
      return new Result.Unavailable<>();
    }
    if (found.get().stale()) {
      request.freshness().lost();
    }
    return new Result.Done<>(found.get().page());
  }
}
