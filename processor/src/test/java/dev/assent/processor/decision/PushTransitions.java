package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.DEADLINE;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.userWithDevices;
import static dev.assent.processor.decision.Stage.ABSENT;
import static dev.assent.processor.decision.Stage.CHALLENGED;
import static dev.assent.processor.decision.Stage.EXPIRED;
import static dev.assent.processor.decision.Stage.RETRIEVED;
import static dev.assent.processor.decision.Transition.in;
import static dev.assent.processor.decision.TransitionTable.AT_DEADLINE;

import dev.assent.processor.decision.Answer.CredentialChanged;
import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Command.ChangePushAddress;
import dev.assent.processor.decision.Command.NotifyDevices;
import dev.assent.processor.decision.Event.DevicesNotified;
import dev.assent.processor.decision.Event.OperationExpired;
import dev.assent.processor.decision.Event.PushAddressChanged;
import dev.assent.schemas.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines about what devices are told. */
final class PushTransitions {
  static final EncryptedSecret ADDRESS = EncryptedSecret.of(new byte[] {1, 2, 3});
  static final EncryptedSecret OTHER_ADDRESS = EncryptedSecret.of(new byte[] {4, 5, 6});

  private PushTransitions() {}

  static List<Transition> all() {
    List<Transition> lines = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      lines.add(notification(stage));
      lines.addAll(addresses(stage));
      if (stage.open()) {
        lines.add(
            in(stage, new NotifyDevices(DEADLINE), facts(DEADLINE))
                .when(AT_DEADLINE)
                .refused(Reason.DEADLINE_PASSED, EXPIRED, OperationExpired.class));
      }
    }
    lines.add(
        in(CHALLENGED, new NotifyDevices(IN_TIME), facts(IN_TIME))
            .when("no device has an address")
            .answered(OperationChanged.class, CHALLENGED));
    lines.add(
        in(CHALLENGED, new NotifyDevices(IN_TIME), facts(IN_TIME))
            .when(TransitionTable.LOCKED)
            .of(TransitionTable.locked())
            .refused(Reason.USER_LOCKED));
    return lines;
  }

  private static Transition notification(Stage stage) {
    Transition.Line line = in(stage, new NotifyDevices(IN_TIME), facts(IN_TIME));
    if (stage == CHALLENGED) {
      return line.of(userWithAddress())
          .answered(OperationChanged.class, CHALLENGED, DevicesNotified.class);
    }
    return line.refused(
        stage == ABSENT
            ? Reason.OPERATION_UNKNOWN
            : stage.closed()
                ? Reason.OPERATION_CLOSED
                : stage == RETRIEVED ? Reason.CHALLENGE_NOT_HELD : Reason.CHALLENGE_UNKNOWN);
  }

  private static List<Transition> addresses(Stage stage) {
    return List.of(
        in(stage, change(PHONE, Optional.empty()), facts(IN_TIME))
            .answered(CredentialChanged.class, stage, PushAddressChanged.class),
        in(stage, change(PHONE, Optional.of(ADDRESS)), facts(IN_TIME))
            .when("the device has another address by now")
            .answered(CredentialChanged.class, stage),
        in(stage, change("unknown", Optional.empty()), facts(IN_TIME))
            .when("no such device in use")
            .refused(Reason.DEVICE_UNKNOWN));
  }

  static ChangePushAddress change(String serialNumber, Optional<EncryptedSecret> expected) {
    return new ChangePushAddress(serialNumber, Optional.of(OTHER_ADDRESS), expected, IN_TIME);
  }

  static UserState userWithAddress() {
    return userWithDevices().with(PHONE_KEYS.registered(CREATED).at(Optional.of(ADDRESS)));
  }
}
