package dev.assent.processor.topology;

import dev.assent.processor.decision.Device;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.state.UserStores;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.HandOverOperation;
import dev.assent.schemas.avro.ReleaseClaim;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import java.time.Instant;

/** The claims of operation ids, and the steps by which an operation without a user gets one. */
final class Claims {
  private final UserStores stores;
  private final TopicCodec<Command> requested = TopicCodec.internal(Topic.REQUESTED, Command.class);

  Claims(UserStores stores) {
    this.stores = stores;
  }

  /** Whether it is a creation under an id that belongs to another user. */
  static boolean isNotAdmitted(Command command) {
    return command.getBody() instanceof CreateOperation
        && command.getClaimVersion() == ClaimProcessor.NOT_ADMITTED;
  }

  /**
   * Keeps a claim no longer than it is needed: a creation that had no effect takes over the claim
   * for the operation that is there already, or gives the id back where there is none.
   *
   * @param command that had no effect, as the claim stage sent it
   */
  void settle(Effects effects, Command command) {
    if (command.getBody() instanceof CreateOperation create
        && command.getClaimVersion() != null
        && !isNotAdmitted(command)) {
      UserKey.find(command.getTenant(), command.getUserId())
          .ifPresent(
              user -> settle(effects, user, create.getOperationId(), command.getClaimVersion()));
    }
  }

  private void settle(Effects effects, UserKey user, String operationId, long claimVersion) {
    stores
        .renewClaim(user, operationId, claimVersion)
        .ifPresentOrElse(
            effects::write, () -> release(effects, user.tenant(), operationId, claimVersion));
  }

  /** Asks whoever has the operation to hand it over to the user of the device that claims it. */
  void requestHandOver(Effects effects, Command command, String operationId, Device device) {
    UserKey holder = UserKey.unassigned(command.getTenant(), operationId);
    HandOverOperation body =
        new HandOverOperation(
            operationId,
            command.getUserId(),
            device.serialNumber(),
            command.getIdempotencyKey(),
            device.proofKinds().stream().map(ProofKind::name).sorted().toList(),
            device.proofKey().serves(OperationKind.SIGNING));
    Command handOver =
        Command.newBuilder(command)
            .setUserId(holder.userId())
            .setIdempotencyKey(null)
            .setBody(body)
            .build();
    effects.send(Node.HAND_OVER, holder.text(), requested.encode(handOver));
  }

  /**
   * Creates the operation anew as its user's, under the same id, with the same deadline; what comes
   * of it answers the claim.
   */
  void handOver(Effects effects, Command command, HandOverOperation handOver, Operation operation) {
    CreateOperation body = CreationTranslation.handedOver(operation, handOver.getSerialNumber());
    Command creation =
        Command.newBuilder(command)
            .setUserId(handOver.getUserId())
            .setIdempotencyKey(handOver.getAttempt())
            .setReceivedAt(operation.createdAt())
            .setOrigin(operation.origin())
            .setBody(body)
            .build();
    effects.send(
        Node.RELEASE_CLAIM,
        OperationIds.claimKey(command.getTenant(), operation.operationId()),
        requested.encode(creation));
  }

  /** Gives an id back. */
  void release(Effects effects, String tenant, String operationId, long version) {
    Command release =
        Command.newBuilder()
            .setTenant(tenant)
            .setReceivedAt(Instant.EPOCH)
            .setOrigin("processor")
            .setBody(new ReleaseClaim(operationId, version))
            .build();
    effects.send(
        Node.RELEASE_CLAIM, OperationIds.claimKey(tenant, operationId), requested.encode(release));
  }
}
