package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.WebhookOutcome;
import dev.assent.schemas.key.UserKey;

/** Where outcomes of attempts are written, for the task that has the delivery. */
@FunctionalInterface
interface OutcomeLog {
  /** Writes it, some time soon; one that is lost is as if it had not come. */
  void append(UserKey user, WebhookOutcome outcome);
}
