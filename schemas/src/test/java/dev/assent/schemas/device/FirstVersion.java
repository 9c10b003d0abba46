package dev.assent.schemas.device;

import dev.assent.schemas.model.OperationKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Documents of version 1. */
public final class FirstVersion {
  private FirstVersion() {}

  /** A document of version 1. */
  public static ChallengeDocument document(
      String tenant,
      String userId,
      String operationId,
      OperationKind kind,
      Map<String, String> displayData,
      Nonce nonce,
      Instant expiresAt) {
    return new ChallengeDocument(
        ChallengeDocument.FIRST,
        tenant,
        userId,
        operationId,
        kind,
        displayData,
        Optional.empty(),
        Set.of(),
        0,
        nonce,
        expiresAt);
  }
}
