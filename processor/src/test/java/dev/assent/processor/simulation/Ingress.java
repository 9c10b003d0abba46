package dev.assent.processor.simulation;

import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.schemas.avro.ClaimOperation;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.CorrelationId;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The clients' way in and out: some ingress instances, each with its own clock. Commands are lost
 * on the way, late, doubled; replies are lost. A client that got no answer asks again under the
 * same idempotency key, and some ask again although they got one.
 */
final class Ingress {
  private static final int INSTANCES = 2;
  private static final long TIMEOUT = 3_000;
  private static final int MOST_TRIES = 8;

  private final Scheduler scheduler;
  private final Faults faults;
  private final SimulatedLog log;
  private final long[] skews = new long[INSTANCES];
  private final Map<String, Sent> sent = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  /** A command as it was sent once. */
  record Sent(Call call, Command command) {}

  /** What a client wants, however often it has to ask. */
  static final class Call {
    private final int number;
    private final Command template;
    private final Consumer<Reply> then;
    private int tries;
    private boolean answered;
    private boolean gaveUp;

    private Call(int number, Command template, Consumer<Reply> then) {
      this.number = number;
      this.template = template;
      this.then = then;
    }

    @Override
    public String toString() {
      return "%s %d of %s"
          .formatted(template.getBody().getClass().getSimpleName(), number, template.getUserId());
    }
  }

  Ingress(Scheduler scheduler, Faults faults, SimulatedLog log) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.log = log;
    for (int i = 0; i < INSTANCES; i++) {
      skews[i] = faults.skew();
    }
    log.read(Topic.REPLIES, this::receive);
  }

  /** What was sent under the correlation id. */
  Optional<Sent> sent(String correlationId) {
    return Optional.ofNullable(sent.get(correlationId));
  }

  /** Clients that still wait. */
  List<String> waiting() {
    return calls.stream()
        .filter(call -> !call.answered && !call.gaveUp)
        .map(Call::toString)
        .toList();
  }

  /**
   * Asks until there is an answer.
   *
   * @param then gets the first answer
   */
  void ask(UserKey user, String idempotencyKey, Object body, Consumer<Reply> then) {
    Command template =
        Command.newBuilder()
            .setTenant(user.tenant())
            .setUserId(user.isUnassigned() ? null : user.userId())
            .setIdempotencyKey(idempotencyKey)
            .setReceivedAt(Instant.EPOCH)
            .setOrigin("simulation")
            .setBody(body)
            .build();
    Call call = new Call(calls.size(), template, then);
    calls.add(call);
    send(call);
  }

  private void send(Call call) {
    int instance = (int) scheduler.between(0, INSTANCES - 1);
    call.tries++;
    String correlationId = new CorrelationId(instance, "c" + sent.size()).text();
    Instant receivedAt = Instant.ofEpochMilli(scheduler.now() + skews[instance]);
    Command command =
        Command.newBuilder(call.template)
            .setCorrelationId(correlationId)
            .setReceivedAt(receivedAt)
            .setBody(body(call.template, receivedAt))
            .build();
    sent.put(correlationId, new Sent(call, command));
    scheduler.note("ask " + correlationId + " " + call);
    if (!faults.happens(0.08)) {
      deliver(command);
      if (faults.happens(0.04)) {
        deliver(command);
      }
    }
    scheduler.after(TIMEOUT, () -> timeOut(call));
  }

  /** As the real ingress: what nobody can ask for again is not handed out to nobody. */
  private static Object body(Command template, Instant receivedAt) {
    return template.getBody() instanceof RetrieveChallenge retrieve
            && template.getIdempotencyKey() == null
        ? RetrieveChallenge.newBuilder(retrieve)
            .setAbandonedAt(receivedAt.plusMillis(TIMEOUT))
            .build()
        : template.getBody();
  }

  private void deliver(Command command) {
    scheduler.after(
        faults.delay(),
        () -> {
          if (command.getBody() instanceof CreateOperation create) {
            String key = OperationIds.claimKey(command.getTenant(), create.getOperationId());
            append(Topic.CLAIMS, log.partition(Topic.CLAIMS, key), key, command);
          } else {
            Optional<String> challengeKey = challengeKey(command.getBody());
            String key =
                challengeKey.orElseGet(
                    () -> new UserKey(command.getTenant(), command.getUserId()).text());
            int partition =
                challengeKey
                    .map(text -> new ChallengeKey(text).partition(Simulation.PARTITIONS))
                    .orElseGet(() -> log.partition(Topic.COMMANDS, key));
            append(Topic.COMMANDS, partition, key, command);
          }
        });
  }

  private void append(Topic topic, int partition, String key, Command command) {
    Message message = log.append(topic, partition, key, Codecs.encode(topic, command));
    scheduler.note("written " + command.getCorrelationId() + " " + message.place());
  }

  private static Optional<String> challengeKey(Object body) {
    return switch (body) {
      case RetrieveChallenge retrieve -> Optional.of(retrieve.getChallengeKey());
      case SubmitProof submit -> Optional.of(submit.getChallengeKey());
      case DeclineOperation decline -> Optional.of(decline.getChallengeKey());
      default -> Optional.empty();
    };
  }

  private void timeOut(Call call) {
    if (!call.answered) {
      if (faults.active() && call.tries >= MOST_TRIES) {
        call.gaveUp = true;
      } else {
        send(call);
      }
    }
  }

  private void receive(Message message) {
    if (faults.happens(0.06)) {
      return;
    }
    Sent asked = sent.get(message.key());
    Reply reply = Codecs.decode(Topic.REPLIES, message.value(), Reply.class);
    scheduler.note(
        "reply " + message.key() + " " + outcome(reply) + (reply.getRepeated() ? " again" : ""));
    Call call = asked.call();
    if (!call.answered) {
      call.answered = true;
      boolean again = faults.happens(0.1) && !(call.template.getBody() instanceof ClaimOperation);
      if (again) {
        scheduler.after(scheduler.between(1, 4_000), () -> send(call));
      }
      call.then.accept(reply);
    }
  }

  private static String outcome(Reply reply) {
    return reply.getBody() instanceof Refusal refusal
        ? refusal.getReason()
        : reply.getBody().getClass().getSimpleName();
  }
}
