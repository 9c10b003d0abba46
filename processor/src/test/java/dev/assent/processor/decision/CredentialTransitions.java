package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.IN_TIME;
import static dev.assent.processor.decision.Fixtures.PHONE;
import static dev.assent.processor.decision.Fixtures.PHONE_KEYS;
import static dev.assent.processor.decision.Fixtures.PROVIDER;
import static dev.assent.processor.decision.Fixtures.PROVIDER_KEYS;
import static dev.assent.processor.decision.Fixtures.TABLET_KEYS;
import static dev.assent.processor.decision.Fixtures.USER;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.register;
import static dev.assent.processor.decision.Fixtures.revoke;
import static dev.assent.processor.decision.Fixtures.userWithDevices;

import dev.assent.processor.decision.Answer.CredentialChanged;
import dev.assent.processor.decision.Answer.UserChanged;
import dev.assent.processor.decision.Command.UnlockUser;
import dev.assent.processor.decision.Event.CredentialRegistered;
import dev.assent.processor.decision.Event.CredentialRevoked;
import dev.assent.processor.decision.Event.MobileSignatureChanged;
import dev.assent.processor.decision.Event.UserUnlocked;
import dev.assent.schemas.model.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines about the user as a whole, which are the same whatever the operation's state. */
final class CredentialTransitions {
  private static final String NEW = "new";

  private CredentialTransitions() {}

  static List<Transition> in(Stage stage) {
    return Stream.of(devices(stage), providers(stage), phones(stage), ends(stage))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Transition> devices(Stage stage) {
    return List.of(
        line(stage, register(NEW, TABLET_KEYS))
            .answered(CredentialChanged.class, stage, CredentialRegistered.class),
        line(stage, register(PHONE, PHONE_KEYS))
            .when("it is registered so already")
            .answered(CredentialChanged.class, stage),
        line(stage, register(PHONE, TABLET_KEYS))
            .when("the serial number is taken")
            .refused(Reason.DEVICE_EXISTS),
        line(stage, register(NEW, TABLET_KEYS))
            .when("as many credentials as a user can have")
            .of(userWithMostCredentials())
            .refused(Reason.TOO_MANY_DEVICES));
  }

  private static List<Transition> providers(Stage stage) {
    return List.of(
        line(stage, Fixtures.registerProvider(NEW, PROVIDER_KEYS))
            .answered(CredentialChanged.class, stage, CredentialRegistered.class),
        line(stage, Fixtures.registerProvider(PROVIDER, PROVIDER_KEYS))
            .when("it is registered so already")
            .answered(CredentialChanged.class, stage),
        line(stage, Fixtures.registerProvider(PHONE, PROVIDER_KEYS))
            .when("the id is taken")
            .refused(Reason.DEVICE_EXISTS),
        line(stage, Fixtures.registerProvider(NEW, PROVIDER_KEYS))
            .when("as many credentials as a user can have")
            .of(userWithMostCredentials())
            .refused(Reason.TOO_MANY_DEVICES));
  }

  private static List<Transition> phones(Stage stage) {
    UserState user = userWithDevices().with(MobileFixtures.signature());
    return List.of(
        line(stage, MobileFixtures.create())
            .answered(CredentialChanged.class, stage, CredentialRegistered.class),
        line(stage, MobileFixtures.create())
            .when("the user has one already")
            .of(user)
            .refused(Reason.CREDENTIAL_EXISTS),
        line(stage, MobileFixtures.create())
            .when("as many credentials as a user can have")
            .of(userWithMostCredentials())
            .refused(Reason.TOO_MANY_DEVICES),
        line(stage, MobileFixtures.change(1))
            .of(user)
            .answered(CredentialChanged.class, stage, MobileSignatureChanged.class),
        line(stage, MobileFixtures.change(2))
            .when("it was changed since")
            .of(user)
            .refused(Reason.VERSION_CONFLICT),
        line(stage, MobileFixtures.change(1))
            .when("the user has none")
            .refused(Reason.CREDENTIAL_UNKNOWN),
        line(stage, MobileFixtures.delete())
            .of(user)
            .answered(CredentialChanged.class, stage, CredentialRevoked.class),
        line(stage, MobileFixtures.delete())
            .when("the user has none")
            .refused(Reason.CREDENTIAL_UNKNOWN));
  }

  private static List<Transition> ends(Stage stage) {
    CredentialStatus revoked =
        CredentialStatus.registered(CREATED, Optional.empty()).revoked(CREATED);
    UnlockUser unlock = new UnlockUser(IN_TIME);
    return List.of(
        line(stage, revoke(PHONE))
            .answered(CredentialChanged.class, stage, CredentialRevoked.class),
        line(stage, revoke(PHONE))
            .when("it is revoked already")
            .of(userWithDevices().with(PHONE_KEYS.registered(CREATED).with(revoked)))
            .answered(CredentialChanged.class, stage),
        line(stage, revoke("unknown"))
            .when("there is no such credential")
            .refused(Reason.DEVICE_UNKNOWN),
        line(stage, unlock)
            .of(TransitionTable.locked())
            .answered(UserChanged.class, stage, UserUnlocked.class),
        line(stage, unlock)
            .when("nothing is held against the user")
            .answered(UserChanged.class, stage));
  }

  static UserState userWithMostCredentials() {
    UserState user = UserState.unknown(USER);
    for (int number = 0; number < UserState.MOST_CREDENTIALS; number++) {
      user = user.with(PHONE_KEYS.named("device-" + number).registered(CREATED));
    }
    return user;
  }

  private static Transition.Line line(Stage stage, Command command) {
    return Transition.in(stage, command, facts(IN_TIME));
  }
}
