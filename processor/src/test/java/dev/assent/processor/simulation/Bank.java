package dev.assent.processor.simulation;

import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.ChangeMobileSignature;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.CreateMobileSignature;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.DeleteMobileSignature;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.RegisterProviderCredential;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.avro.UnlockUser;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.MobileSignatureState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The relying party: creates operations of all kinds, withdraws some, administers its users. */
final class Bank {
  private static final List<Topic> WRITTEN_BY_OTHERS =
      List.of(Topic.COMMANDS, Topic.CLAIMS, Topic.REQUESTS, Topic.CONNECTOR_OUTCOMES);

  private final Scheduler scheduler;
  private final Faults faults;
  private final SimulatedLog log;
  private final Ingress ingress;
  private final Truth truth;
  private final List<UserKey> users;
  private final Map<String, String> matchingValues = new HashMap<>();
  private int created;
  private int asked;

  Bank(
      Scheduler scheduler,
      Faults faults,
      SimulatedLog log,
      Ingress ingress,
      Truth truth,
      List<UserKey> users) {
    this.scheduler = scheduler;
    this.faults = faults;
    this.log = log;
    this.ingress = ingress;
    this.truth = truth;
    this.users = users;
  }

  /** Enrols its users at providers and begins to ask them. */
  void start() {
    for (UserKey user : users) {
      boolean byPhone = scheduler.chance(0.5);
      if (byPhone) {
        createMobileSignature(user);
        scheduler.after(scheduler.between(4_000, 40_000), () -> changeMobileSignature(user));
      }
      for (Channel channel : byPhone ? List.of(Channel.IDP) : List.of(Channel.IDP, Channel.MSSP)) {
        Object body =
            RegisterProviderCredential.newBuilder()
                .setCredentialId(channel.name())
                .setChannel(channel)
                .setConnector("connector-" + channel.name())
                .setCertificate(ByteBuffer.wrap(SignerKeys.REGISTERED.certificate()))
                .build();
        ingress.ask(user, "credential:" + channel, body, _ -> {});
      }
    }
    int operations = (int) scheduler.between(8, 24);
    for (int i = 0; i < operations; i++) {
      scheduler.after(scheduler.between(2_000, 36_000), this::create);
    }
    for (int i = 0; i < 2; i++) {
      scheduler.after(scheduler.between(0, 40_000), this::writeGarbage);
      scheduler.after(scheduler.between(5_000, 60_000), this::unlockSomebody);
    }
    if (scheduler.chance(0.3)) {
      scheduler.after(scheduler.between(5_000, 40_000), this::revokeSomething);
    }
  }

  /** The number that the bank shows, as far as it knows it itself. */
  Optional<String> matchingValue(String operationId) {
    return Optional.ofNullable(matchingValues.get(operationId));
  }

  private void create() {
    UserKey user = scheduler.oneOf(users);
    String operationId = "op" + created++;
    switch ((int) scheduler.between(0, 9)) {
      case 0 -> request(user, operationId);
      case 1, 2 ->
          create(UserKey.unassigned(user.tenant(), operationId), operationId, Channel.DEVICE);
      case 3, 4 -> create(user, operationId, Channel.IDP);
      case 5 -> create(user, operationId, Channel.MSSP);
      case 6 -> create(user, operationId, null);
      default -> create(user, operationId, Channel.DEVICE);
    }
    if (scheduler.chance(0.06)) {
      create(scheduler.oneOf(users), operationId, Channel.DEVICE);
    }
  }

  /**
   * @param channel null for the first that the user can be asked over
   */
  private void create(UserKey user, String operationId, Channel channel) {
    boolean templated = scheduler.chance(0.3);
    CreateOperation.Builder creation =
        CreateOperation.newBuilder()
            .setOperationId(operationId)
            .setKind(scheduler.chance(0.5) ? OperationKind.SIGNING : OperationKind.AUTHENTICATION)
            .setChannel(channel == null ? Channel.DEVICE : channel)
            .setAnyChannel(channel == null)
            .setDisplayData(Map.of("payee", "Payee of " + user.userId().strip()))
            .setTimeToLive(scheduler.between(3_000, Simulation.LONGEST_TIME_TO_LIVE.toMillis()))
            .setTemplateId(templated ? Simulation.TEMPLATE : null)
            .setTemplateVersion(templated ? 1 : null)
            .setScope(scheduler.chance(0.3) ? "scope" : null)
            .setMaximumFailedProofs(scheduler.chance(0.5) ? (int) scheduler.between(1, 5) : null)
            .setMatchingPossible(channel == Channel.DEVICE && scheduler.chance(0.5));
    if (channel == Channel.DEVICE && scheduler.chance(0.2)) {
      matchingValues.put(operationId, "4711");
      creation.setMatchingValue("4711");
    }
    ingress.ask(
        user,
        "operation:" + operationId,
        creation.build(),
        reply -> {
          if (reply.getBody() instanceof OperationReply done && done.getMatchingValue() != null) {
            matchingValues.put(operationId, done.getMatchingValue());
          }
        });
    if (!user.isUnassigned() && scheduler.chance(0.15)) {
      Object cancel = new CancelOperation(operationId);
      scheduler.after(
          scheduler.between(10, 12_000),
          () -> ingress.ask(user, "cancel:" + operationId, cancel, _ -> {}));
    }
  }

  private void request(UserKey user, String operationId) {
    OperationRequest request =
        OperationRequest.newBuilder()
            .setTenant(user.tenant())
            .setUserId(user.userId())
            .setOperationId(operationId)
            .setKind(OperationKind.AUTHENTICATION)
            .setChannel(Channel.DEVICE)
            .setDisplayData(Map.of("place", "Somewhere"))
            .setTimeToLive(scheduler.between(3_000, Simulation.LONGEST_TIME_TO_LIVE.toMillis()))
            .build();
    byte[] value = Codecs.encode(Topic.REQUESTS, request);
    for (int i = faults.happens(0.3) ? 2 : 1; i > 0; i--) {
      scheduler.after(
          faults.delay(),
          () -> {
            int partition = log.partition(Topic.REQUESTS, user.text());
            truth.requested(log.append(Topic.REQUESTS, partition, user.text(), value), operationId);
          });
    }
  }

  private void writeGarbage() {
    Topic topic = scheduler.oneOf(WRITTEN_BY_OTHERS);
    byte[] value = "this is no record".getBytes(StandardCharsets.UTF_8);
    int partition = (int) scheduler.between(0, Simulation.PARTITIONS - 1);
    Message message = log.append(topic, partition, "garbage", value);
    truth.garbage(message);
    scheduler.note("garbage " + message.place());
  }

  private void unlockSomebody() {
    ingress.ask(scheduler.oneOf(users), "unlock-" + asked++, new UnlockUser(), _ -> {});
  }

  private void createMobileSignature(UserKey user) {
    Object body =
        CreateMobileSignature.newBuilder()
            .setEncryptedMsisdn(ByteBuffer.wrap(user.userId().getBytes(StandardCharsets.UTF_8)))
            .setEncryptedIdentificator(ByteBuffer.allocate(0))
            .setMsspIdentifier("http://mssp.example")
            .setCertificate(ByteBuffer.wrap(SignerKeys.REGISTERED.certificate()))
            .setStateName(MobileSignatureState.ACTIVE.name())
            .build();
    ingress.ask(user, "phone-" + asked++, body, _ -> {});
  }

  /** Out of use and back, or deleted and made anew, while operations are under way. */
  private void changeMobileSignature(UserKey user) {
    if (scheduler.chance(0.3)) {
      ingress.ask(user, "no-phone-" + asked++, new DeleteMobileSignature(), _ -> {});
      scheduler.after(scheduler.between(10, 5_000), () -> createMobileSignature(user));
      return;
    }
    for (MobileSignatureState state :
        List.of(MobileSignatureState.DISABLED, MobileSignatureState.ACTIVE)) {
      Object body =
          ChangeMobileSignature.newBuilder()
              .setStateName(state.name())
              .setExpectedVersion(scheduler.chance(0.2) ? 1 : null)
              .build();
      scheduler.after(
          scheduler.between(10, 5_000), () -> ingress.ask(user, "phone-" + asked++, body, _ -> {}));
    }
  }

  private void revokeSomething() {
    UserKey user = scheduler.oneOf(users);
    ingress.ask(user, "revoke-" + asked++, new RevokeDevice(user.userId() + "-1"), _ -> {});
  }
}
