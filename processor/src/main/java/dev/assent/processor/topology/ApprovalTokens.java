package dev.assent.processor.topology;

import dev.assent.processor.decision.Evidence;
import dev.assent.processor.decision.OperationState.Closed;
import java.util.Optional;

/** Vouches for approvals. Called before any effect of the decision; must not throw. */
@FunctionalInterface
public interface ApprovalTokens {
  /**
   * The signed approval in JWS compact form; nothing where it cannot be signed.
   *
   * @param eventId of the result that it goes out with
   */
  Optional<String> of(Closed approved, String eventId, Evidence evidence);
}
