package dev.assent.ingress.dialect;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import java.time.Instant;
import java.util.Map;

/** Operations to show. */
public final class Snapshots {
  /** The user of all of them; the vendor's example. */
  public static final String USER = "0123456789ABCDEF";

  private Snapshots() {}

  /** An open operation with everything that is optional absent. */
  public static OperationSnapshot.Builder anOperation(String operationId) {
    return OperationSnapshot.newBuilder()
        .setTenant(IngressUnderTest.TENANT)
        .setUserId(USER)
        .setOperationId(operationId)
        .setKind(OperationKind.AUTHENTICATION)
        .setChannel(Channel.DEVICE)
        .setState(OperationState.CHALLENGED)
        .setDisplayData(Map.of())
        .setCreatedAt(Instant.parse("2020-01-02T03:04:05.680Z"))
        .setExpiresAt(Instant.parse("2020-01-02T03:05:05.680Z"))
        .setOrigin("api-ingress")
        .setChallengeKey("AAAAAAAAAAAAAAAAAAAAAAAAAAA")
        .setFailedProofs(0)
        .setSequence(2)
        .setUserSequence(7);
  }

  /** The reply to a command about the operation, with nothing to be entered on the device. */
  public static OperationReply reply(OperationSnapshot operation) {
    return new OperationReply(operation, null);
  }
}
