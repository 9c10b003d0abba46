package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET;
import static dev.assent.processor.decision.Fixtures.TABLET_KEYS;
import static dev.assent.processor.decision.Fixtures.TOKEN;
import static dev.assent.processor.decision.Fixtures.TOKEN_KEYS;
import static dev.assent.processor.decision.Fixtures.WRONG_PROOF;
import static dev.assent.processor.decision.Fixtures.cancellation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.proof;
import static dev.assent.processor.decision.Fixtures.retrieve;
import static dev.assent.processor.decision.Fixtures.submit;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static dev.assent.processor.decision.Stage.APPROVED;
import static dev.assent.processor.decision.Stage.CHALLENGED;
import static dev.assent.processor.decision.Stage.DECLINED;
import static dev.assent.processor.decision.Stage.EXPIRED;
import static dev.assent.processor.decision.Stage.FAILED;
import static dev.assent.processor.decision.Stage.RETRIEVED;
import static dev.assent.processor.decision.Transition.in;
import static dev.assent.processor.decision.TransitionTable.AT_DEADLINE;
import static dev.assent.processor.decision.TransitionTable.LOCKED;
import static dev.assent.processor.decision.TransitionTable.ONCE_TOO_OFTEN;
import static dev.assent.processor.decision.TransitionTable.locked;
import static dev.assent.processor.decision.TransitionTable.others;
import static dev.assent.processor.decision.TransitionTable.refusedOften;

import dev.assent.processor.decision.Answer.ChallengeHandedOut;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Answer.ProofAccepted;
import dev.assent.processor.decision.Command.DeclineOperation;
import dev.assent.processor.decision.Command.RetrieveChallenge;
import dev.assent.processor.decision.Command.SubmitProof;
import dev.assent.processor.decision.Event.ChallengeRetrieved;
import dev.assent.processor.decision.Event.CoolDownStarted;
import dev.assent.processor.decision.Event.OperationApproved;
import dev.assent.processor.decision.Event.OperationDeclined;
import dev.assent.processor.decision.Event.OperationDisowned;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.OperationFailed;
import dev.assent.processor.decision.Event.ProofKeyAdvanced;
import dev.assent.processor.decision.Event.ProofRejected;
import dev.assent.processor.decision.Event.UserLocked;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The lines about what comes from a device. */
final class ConsentTransitions {
  private static final String FOREIGN_KEY = "another challenge key";
  private static final String TOO_OLD = "older than the asker takes";
  private static final String LAST_ONE = " and is the last one allowed";
  private static final String LOCKS = " and is one too many of the user";

  private ConsentTransitions() {}

  static List<Transition> all() {
    List<Transition> lines = new ArrayList<>();
    lines.addAll(retrievals());
    lines.addAll(answers(submit(proof(PHONE_KEYS), IN_TIME), submit(proof(PHONE_KEYS), DEADLINE)));
    lines.addAll(answers(decline(DeclineReason.UNWANTED), late(decline(DeclineReason.UNWANTED))));
    lines.addAll(proofs());
    lines.addAll(refusals());
    lines.addAll(cancellations());
    lines.addAll(tooOld());
    return lines;
  }

  private static List<Transition> retrievals() {
    List<Transition> lines = new ArrayList<>();
    Facts now = facts(IN_TIME);
    RetrieveChallenge retrieve = retrieve(TABLET, IN_TIME);
    RetrieveChallenge abandoned =
        new RetrieveChallenge(
            retrieve.challengeKey(),
            TABLET,
            IN_TIME,
            Optional.of(IN_TIME.minusMillis(1)),
            Optional.empty());
    RetrieveChallenge foreign =
        new RetrieveChallenge(
            Fixtures.challengeKey(2), TABLET, IN_TIME, Optional.empty(), Optional.empty());
    for (Stage stage : Stage.values()) {
      lines.add(in(stage, abandoned, now).when("the asker has gone").refused(Reason.ABANDONED));
      lines.add(in(stage, foreign, now).when(FOREIGN_KEY).refused(Reason.CHALLENGE_UNKNOWN));
      lines.add(
          in(stage, retrieve("unknown", IN_TIME), now)
              .when("no usable device of the user")
              .refused(Reason.CHALLENGE_UNKNOWN));
    }
    for (Stage stage : others(Set.of(CHALLENGED, EXPIRED))) {
      lines.add(in(stage, retrieve, now).refused(Reason.CHALLENGE_UNKNOWN));
    }
    lines.add(in(EXPIRED, retrieve, now).refused(Reason.DEADLINE_PASSED));
    lines.add(
        in(CHALLENGED, retrieve, now)
            .answered(ChallengeHandedOut.class, RETRIEVED, ChallengeRetrieved.class));
    lines.add(in(CHALLENGED, retrieve, now).when(LOCKED).of(locked()).refused(Reason.USER_LOCKED));
    Operation others = Fixtures.operation(Fixtures.terms(), Set.of());
    lines.add(
        in(CHALLENGED, retrieve, now)
            .when("the device cannot prove what is accepted")
            .of(Fixtures.stateOf(Fixtures.challenged(others)))
            .refused(Reason.CHALLENGE_UNKNOWN));
    for (Stage stage : List.of(CHALLENGED, RETRIEVED)) {
      lines.add(
          in(stage, retrieve(TABLET, DEADLINE), now)
              .when(AT_DEADLINE)
              .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
    }
    return lines;
  }

  /** What proofs and refusals have in common: everything before they are looked at. */
  private static List<Transition> answers(Command inTime, Command late) {
    List<Transition> lines = new ArrayList<>();
    Facts now = facts(IN_TIME);
    Command foreign =
        inTime instanceof DeclineOperation decline
            ? new DeclineOperation(
                Fixtures.challengeKey(2),
                decline.reason(),
                decline.proof(),
                decline.serialNumber(),
                IN_TIME)
            : new SubmitProof(
                Fixtures.challengeKey(2), proof(PHONE_KEYS), IN_TIME, Optional.empty());
    for (Stage stage : Stage.values()) {
      lines.add(in(stage, foreign, now).when(FOREIGN_KEY).refused(Reason.CHALLENGE_UNKNOWN));
      if (stage.closed() && stage != EXPIRED) {
        lines.add(in(stage, inTime, now).refused(Reason.OPERATION_CLOSED));
      } else if (stage != RETRIEVED && stage != EXPIRED) {
        lines.add(in(stage, inTime, now).refused(Reason.CHALLENGE_UNKNOWN));
      }
    }
    lines.add(in(EXPIRED, inTime, now).refused(Reason.DEADLINE_PASSED));
    for (Stage stage : List.of(CHALLENGED, RETRIEVED)) {
      lines.add(
          in(stage, late, now)
              .when(AT_DEADLINE)
              .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
    }
    lines.add(in(RETRIEVED, inTime, now).when(LOCKED).of(locked()).refused(Reason.USER_LOCKED));
    lines.addAll(
        failures(
            inTime instanceof DeclineOperation ? wrongRefusal() : submit(WRONG_PROOF, IN_TIME)));
    return lines;
  }

  private static List<Transition> failures(Command wrong) {
    String fails = "the proof does not verify";
    return List.of(
        in(RETRIEVED, wrong, facts(IN_TIME))
            .when(fails)
            .refused(Reason.PROOF_INVALID, RETRIEVED, ProofRejected.class),
        in(RETRIEVED, wrong, facts(IN_TIME, Fixtures.policy().maximumFailedProofs(1).build()))
            .when(fails + LAST_ONE)
            .refused(
                Reason.TOO_MANY_FAILED_PROOFS, FAILED, ProofRejected.class, OperationFailed.class),
        in(RETRIEVED, wrong, facts(IN_TIME))
            .when(fails + LOCKS)
            .of(failedOften())
            .refused(
                Reason.USER_LOCKED,
                FAILED,
                ProofRejected.class,
                OperationFailed.class,
                UserLocked.class));
  }

  private static List<Transition> proofs() {
    Facts now = facts(IN_TIME);
    SubmitProof right = submit(proof(PHONE_KEYS), IN_TIME);
    State ofToken = Fixtures.stateOf(Fixtures.challenged().retrieved(TOKEN));
    return List.of(
        in(RETRIEVED, right, now)
            .when("the signature verifies")
            .answered(ProofAccepted.class, APPROVED, OperationApproved.class),
        in(RETRIEVED, submit(DeviceProof.of(response(0)), IN_TIME), now)
            .when("the response of a token verifies")
            .of(ofToken)
            .answered(
                ProofAccepted.class, APPROVED, ProofKeyAdvanced.class, OperationApproved.class),
        in(RETRIEVED, submit(DeviceProof.of(response(20)), IN_TIME), now)
            .when("the response is of a token that is out of step")
            .of(ofToken)
            .refused(Reason.PROOF_INVALID, RETRIEVED, ProofRejected.class, ProofKeyAdvanced.class),
        in(RETRIEVED, submit(proof(TABLET_KEYS), IN_TIME), now)
            .when("the proof is another device's")
            .refused(Reason.PROOF_INVALID, RETRIEVED, ProofRejected.class),
        in(RETRIEVED, right, now)
            .when("the device is revoked")
            .of(userWithDevices().with(PHONE_KEYS.registered(CREATED).with(revoked())))
            .refused(Reason.PROOF_INVALID, RETRIEVED, ProofRejected.class));
  }

  private static List<Transition> refusals() {
    Facts now = facts(IN_TIME);
    return List.of(
        in(RETRIEVED, decline(DeclineReason.UNWANTED), now)
            .when("the refusal verifies")
            .answered(OperationChanged.class, DECLINED, OperationDeclined.class),
        in(RETRIEVED, decline(DeclineReason.DATA_INCORRECT), now)
            .when("the refusal verifies: the data are wrong")
            .answered(OperationChanged.class, DECLINED, OperationDeclined.class),
        in(RETRIEVED, decline(DeclineReason.NOT_ME), now)
            .when("the refusal verifies: it was somebody else")
            .answered(OperationChanged.class, DECLINED, OperationDisowned.class, UserLocked.class),
        in(RETRIEVED, decline(DeclineReason.UNWANTED), now)
            .when("the refusal verifies" + ONCE_TOO_OFTEN)
            .of(refusedOften())
            .answered(
                OperationChanged.class, DECLINED, OperationDeclined.class, CoolDownStarted.class));
  }

  /** Refusals by a device that says it retrieved the challenge. */
  private static List<Transition> cancellations() {
    List<Transition> lines = new ArrayList<>();
    Facts now = facts(IN_TIME);
    DeclineOperation right = cancellation(decline(DeclineReason.UNWANTED), PHONE);
    DeclineOperation other = cancellation(decline(DeclineReason.UNWANTED), TABLET);
    DeclineOperation wrong = cancellation(wrongRefusal(), PHONE);
    String notTheHolder = "cancelled by a device that did not retrieve it";
    lines.add(in(CHALLENGED, right, now).when(notTheHolder).refused(Reason.CHALLENGE_NOT_HELD));
    lines.add(in(RETRIEVED, other, now).when(notTheHolder).refused(Reason.CHALLENGE_NOT_HELD));
    lines.add(
        in(RETRIEVED, other, now)
            .when(notTheHolder + ", and " + LOCKED)
            .of(locked())
            .refused(Reason.CHALLENGE_NOT_HELD));
    lines.add(
        in(RETRIEVED, right, now)
            .when("cancelled by the device that retrieved it")
            .answered(OperationChanged.class, DECLINED, OperationDeclined.class));
    lines.add(
        in(RETRIEVED, wrong, now)
            .when("cancelled with a signature that does not verify")
            .of(failedOften())
            .refused(Reason.PROOF_INVALID));
    lines.add(
        in(RETRIEVED, cancellation(wrong, TOKEN), now)
            .when("cancelled with a response that does not verify")
            .of(Fixtures.stateOf(Fixtures.challenged().retrieved(TOKEN)))
            .refused(Reason.PROOF_INVALID, RETRIEVED, ProofRejected.class));
    for (Stage stage : List.of(CHALLENGED, RETRIEVED)) {
      lines.add(
          in(stage, late(other), now)
              .when(notTheHolder + ", " + AT_DEADLINE)
              .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
    }
    return lines;
  }

  /** What is still open, but older than the asker takes. */
  private static List<Transition> tooOld() {
    List<Transition> lines = new ArrayList<>();
    Optional<Duration> age = Optional.of(Duration.between(CREATED, IN_TIME));
    for (Stage stage : List.of(CHALLENGED, RETRIEVED)) {
      lines.add(
          in(
                  stage,
                  new RetrieveChallenge(
                      Fixtures.CHALLENGE_KEY, TABLET, IN_TIME, Optional.empty(), age),
                  facts(IN_TIME))
              .when(TOO_OLD)
              .refused(Reason.DEADLINE_PASSED));
      lines.add(
          in(
                  stage,
                  new SubmitProof(Fixtures.CHALLENGE_KEY, proof(PHONE_KEYS), IN_TIME, age),
                  facts(IN_TIME))
              .when(TOO_OLD)
              .refused(Reason.DEADLINE_PASSED));
    }
    return lines;
  }

  private static UserState failedOften() {
    Standing standing = Standing.GOOD;
    for (int failure = 1; failure < Policy.MOST_FAILED_PROOFS; failure++) {
      standing = standing.proofRejected();
    }
    return userWithDevices().with(standing);
  }

  private static byte[] response(long counter) {
    return TOKEN_KEYS.approve(Fixtures.document(), Optional.empty(), counter, IN_TIME);
  }

  private static CredentialStatus revoked() {
    return CredentialStatus.registered(CREATED, Optional.empty()).revoked(CREATED);
  }

  private static DeclineOperation decline(DeclineReason reason) {
    return Fixtures.decline(reason, IN_TIME);
  }

  private static DeclineOperation wrongRefusal() {
    return new DeclineOperation(
        Fixtures.CHALLENGE_KEY, DeclineReason.UNWANTED, WRONG_PROOF, Optional.empty(), IN_TIME);
  }

  private static DeclineOperation late(DeclineOperation decline) {
    return new DeclineOperation(
        decline.challengeKey(),
        decline.reason(),
        decline.proof(),
        decline.serialNumber(),
        DEADLINE);
  }
}
