package dev.assent.processor.simulation;

import dev.assent.processor.simulation.Ingress.Sent;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.ClaimOperation;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.avro.UserReply;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is committed as replies: each must be true, and an attempt has one effect and one answer.
 */
final class ReplyLedger {
  private final Scheduler scheduler;
  private final Ingress ingress;
  private final Truth truth;
  private final OperationLedger operations;
  private final Map<String, Effective> firsts = new HashMap<>();
  private final Map<String, String> holders = new HashMap<>();

  /** The reply that came with an effect. */
  private record Effective(Object asked, Reply reply, long at) {}

  ReplyLedger(Scheduler scheduler, Ingress ingress, Truth truth, OperationLedger operations) {
    this.scheduler = scheduler;
    this.ingress = ingress;
    this.truth = truth;
    this.operations = operations;
  }

  void reply(String correlationId, Reply reply) {
    Sent sent =
        ingress
            .sent(correlationId)
            .orElseThrow(() -> new AssertionError("a reply to nobody: " + correlationId));
    Command command = sent.command();
    if (reply.getRepeated()) {
      scheduler.reach("repeated");
    }
    if (reply.getBody() instanceof Refusal refusal) {
      scheduler.reach("refused " + refusal.getReason());
    }
    // the reply to a claim is the creation's, which has an attempt of its own
    if (command.getIdempotencyKey() != null && !(command.getBody() instanceof ClaimOperation)) {
      attempt(command, reply);
    }
    switch (reply.getBody()) {
      case OperationReply done -> mustBeCommitted(command, done.getOperation());
      case ProofReply done -> mustBeCommitted(command, done.getOperation());
      case CredentialReply done -> mustBeCommitted(done.getCredential());
      case ChallengeReply done ->
          handedOut(command, (RetrieveChallenge) command.getBody(), done.getSealedChallenge());
      case UserReply done -> {
        if (reply.getUserSequence() > 0 && !reply.getRepeated()) {
          operations.unlocked(done.getUserId());
        }
      }
      case Refusal _ -> {}
      default -> throw new AssertionError("nobody asked for this: " + reply);
    }
  }

  private void attempt(Command command, Reply reply) {
    String attempt = owner(command) + " " + command.getIdempotencyKey();
    Effective first = firsts.get(attempt);
    boolean remembered =
        first != null && scheduler.now() < first.at() + Simulation.RETENTION.toMillis() - 60_000;
    if (first != null && !first.asked().equals(command.getBody())) {
      Check.that(
          reply.getBody() instanceof Refusal && reply.getUserSequence() == 0,
          "another content under the same key was done: %s",
          attempt);
    } else if (reply.getRepeated()) {
      Check.that(
          first != null && first.reply().getBody().equals(reply.getBody()),
          "a repeat got another answer: %s %s",
          attempt,
          reply);
    } else if (reply.getUserSequence() > 0) {
      Check.that(!remembered, "a repeat had an effect: %s", attempt);
      firsts.put(attempt, new Effective(command.getBody(), reply, scheduler.now()));
    } else {
      Check.that(!remembered, "a repeat was not recognised: %s %s", attempt, reply);
    }
  }

  /** Whose attempts the command's are: its user's, or those of the operation or challenge. */
  private static String owner(Command command) {
    return switch (command.getBody()) {
      case SubmitProof submit -> submit.getChallengeKey();
      case RetrieveChallenge retrieve -> retrieve.getChallengeKey();
      case DeclineOperation decline -> decline.getChallengeKey();
      case CreateOperation create when command.getUserId() == null -> create.getOperationId();
      default -> command.getUserId();
    };
  }

  private void mustBeCommitted(Command command, OperationSnapshot operation) {
    Check.that(
        operations.wasPublished(operation),
        "answered, but not committed: %s %s",
        command.getIdempotencyKey(),
        operation);
    Check.that(
        !(command.getBody() instanceof DeclineOperation decline)
            || decline.getSerialNumber() == null
            || decline.getSerialNumber().equals(operation.getRetrievedBy()),
        "declined for a device that does not hold the challenge: %s",
        operation);
  }

  private void mustBeCommitted(CredentialSnapshot credential) {
    Optional<CredentialSnapshot> known =
        operations.credential(credential.getUserId(), credential.getSerialNumber());
    Check.that(
        known.isPresent()
            && (known.get().getSequence() > credential.getSequence()
                || withoutUser(known.get()).equals(withoutUser(credential))),
        "answered, but not committed: %s",
        credential);
  }

  /** The user's operations move the user's sequence on. */
  private static CredentialSnapshot withoutUser(CredentialSnapshot credential) {
    return CredentialSnapshot.newBuilder(credential).setUserSequence(0).build();
  }

  private void handedOut(Command command, RetrieveChallenge retrieve, ByteBuffer sealed) {
    String challengeKey = retrieve.getChallengeKey();
    OperationSnapshot operation =
        operations
            .ofChallenge(challengeKey)
            .orElseThrow(() -> new AssertionError("a challenge that was never issued"));
    Check.that(
        retrieve.getKind() == null || retrieve.getKind() == operation.getKind(),
        "a challenge was handed out at the wrong door: %s",
        operation.getOperationId());
    String holder = retrieve.getSerialNumber() + " " + command.getIdempotencyKey();
    String first = holders.putIfAbsent(challengeKey, holder);
    Check.that(
        first == null || (first.equals(holder) && command.getIdempotencyKey() != null),
        "a challenge was handed out to %s and to %s",
        first,
        holder);
    byte[] bytes = new byte[sealed.remaining()];
    sealed.duplicate().get(bytes);
    Check.that(
        truth
            .device(operation.getUserId(), retrieve.getSerialNumber())
            .flatMap(keys -> keys.open(challengeKey, bytes))
            .isPresent(),
        "a challenge that its device cannot open: %s",
        operation.getOperationId());
  }
}
