package dev.assent.processor.topology;

import dev.assent.processor.decision.Command;
import dev.assent.processor.decision.Command.ContinueOperation;
import dev.assent.processor.decision.Command.ExpireOperation;
import dev.assent.processor.decision.Decider;
import dev.assent.processor.decision.Decision;
import dev.assent.processor.decision.Evolution;
import dev.assent.processor.decision.Facts;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.Policy;
import dev.assent.processor.decision.State;
import dev.assent.processor.state.TimerStore;
import dev.assent.processor.state.TimerStore.DueTimer;
import dev.assent.processor.state.UserStores;
import dev.assent.schemas.avro.TimerRecord;
import dev.assent.schemas.avro.TimerSubject;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.trace.Correlation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Fires what is due: a tick handles a bounded number, so that commands are not kept waiting, and
 * goes on soon if more is due.
 */
final class DueTimers {
  /** How often a task looks for what is due: the least an expiry can lag. */
  static final Duration TICK = Duration.ofMillis(100);

  /** Expiry needs none of a tenant's rules but how long to keep what is closed. */
  static final Policy OF_A_GONE_TENANT =
      Policy.builder()
          .timeToLive(Policy.LONGEST_TIME_TO_LIVE)
          .maximumFailedProofs(1)
          .maximumPending(1)
          .retention(Duration.ofDays(1))
          .build();

  /** No proof is looked at when a timer fires. */
  private static final Facts.Secrets NO_SECRETS = (user, serial, suite, secret) -> Optional.empty();

  private static final Facts.ProviderProofs NO_PROOFS =
      (document, proof, registered, identificator, trust, at) ->
          new ProofVerdict.Refused(ProofFlaw.CREDENTIAL_UNUSABLE);

  private final ProcessorContext<String, byte[]> context;
  private final UserStores stores;
  private final TimerStore timers;
  private final StagedTimers staged;
  private final Staging staging;
  private final TenantPolicies policies;
  private final ProcessingMeter meter;
  private final Function<UserKey, Facts.Fresh> fresh;
  private Cancellable continuation;

  DueTimers(
      ProcessorContext<String, byte[]> context,
      UserStores stores,
      TimerStore timers,
      StagedTimers staged,
      Staging staging,
      TenantPolicies policies,
      ProcessingMeter meter,
      Function<UserKey, Facts.Fresh> fresh) {
    this.context = context;
    this.stores = stores;
    this.timers = timers;
    this.staged = staged;
    this.staging = staging;
    this.policies = policies;
    this.meter = meter;
    this.fresh = fresh;
  }

  void schedule() {
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::look);
  }

  private void look(long timestamp) {
    if (continuation == null) {
      tick(timestamp);
    }
  }

  private void goOn(long timestamp) {
    continuation.cancel();
    continuation = null;
    tick(timestamp);
  }

  private void tick(long timestamp) {
    long began = System.nanoTime();
    Instant now = Instant.ofEpochMilli(timestamp);
    TickBound bound = TickBound.ofThread();
    int limit = bound.limit(timestamp);
    List<DueTimer> due = timers.due(now, limit);
    Map<Instant, Purges> purges = new HashMap<>();
    due.forEach(timer -> fire(timer, now, purges));
    if (!purges.isEmpty()) {
      Effects effects = new Effects(timestamp, Correlation.NONE);
      purges.values().forEach(same -> staged.purge(effects, same));
      effects.apply(context);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    int fired = due.stream().mapToInt(DueTimer::size).sum();
    if (fired > 0) {
      bound.fired(timestamp, fired, took, Duration.between(due.getFirst().dueAt(), now));
    }
    if (fired >= limit) {
      continuation =
          context.schedule(
              TickBound.untilNext(context.currentSystemTimeMs()),
              PunctuationType.WALL_CLOCK_TIME,
              this::goOn);
    }
    meter.ticked(fired, took);
  }

  private void fire(DueTimer due, Instant now, Map<Instant, Purges> purges) {
    TimerRecord timer = due.timer();
    UserKey user = new UserKey(timer.getTenant(), timer.getUserId());
    Effects effects = new Effects(now.toEpochMilli(), due.correlation());
    effects.removeTimer(timers, due.key());
    switch (timer.getPurpose()) {
      case EXPIRE_OPERATION -> decide(effects, user, due, now, new ExpireOperation(), purges);
      case CONTINUE_OPERATION -> decide(effects, user, due, now, new ContinueOperation(), purges);
      case PURGE_OPERATION -> {
        purge(effects, user, timer.getSubject());
        for (TimerSubject other : timer.getOthers()) {
          purge(effects, new UserKey(other.getTenant(), other.getUserId()), other.getSubject());
        }
      }
      case PURGE_ATTEMPT -> staging.purgeAttempt(effects, user, timer.getSubject());
    }
    effects.apply(context);
  }

  private void purge(Effects effects, UserKey user, String operationId) {
    OperationState operation = stores.operationWithoutCredentials(user, operationId).operation();
    if (operation instanceof Closed closed) {
      staging.purgeOperation(effects, closed);
    }
    if (user.isUnassigned() && !(operation instanceof Open)) {
      staging.purgeNobody(effects, user);
    }
  }

  private void decide(
      Effects effects,
      UserKey user,
      DueTimer due,
      Instant now,
      Command command,
      Map<Instant, Purges> purges) {
    String operationId = due.timer().getSubject();
    State before =
        command instanceof ExpireOperation
            ? stores.operationWithoutCredentials(user, operationId)
            : stores.operation(user, operationId);
    Policy policy = policies.enabled(user.tenant()).orElse(OF_A_GONE_TENANT);
    Facts facts = new Facts(now, policy, true, () -> fresh.apply(user), NO_SECRETS, NO_PROOFS);
    Decision decision = Decider.decide(before, command, facts);
    State after = Evolution.evolve(before, decision.events());
    Instant purgeAt = now.plus(policy.retention());
    staging.events(effects, before, decision, after, purges.computeIfAbsent(purgeAt, Purges::new));
    if (before.operation() instanceof Open && after.operation() instanceof Closed) {
      meter.expired(Duration.between(due.dueAt(), now));
    }
  }
}
