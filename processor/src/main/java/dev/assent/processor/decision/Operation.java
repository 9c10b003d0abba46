package dev.assent.processor.decision;

import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is fixed about an operation when it is created; it never changes, so that a change of what
 * is shown needs a new operation.
 *
 * @param expiresAt the deadline; an approval at or after it is too late
 * @param origin the service that took the request over
 * @param claimVersion version of the claim on the operation's id when it was admitted
 */
public record Operation(
    UserKey user,
    String operationId,
    Optional<String> externalUserId,
    OperationKind kind,
    Channel channel,
    Map<String, String> displayData,
    Instant createdAt,
    Instant expiresAt,
    String origin,
    long claimVersion) {

  public Operation {
    displayData = Map.copyOf(displayData);
  }

  /** Whether the deadline has come; a tie expires. */
  public boolean isPastDeadline(Instant at) {
    return !at.isBefore(expiresAt);
  }
}
