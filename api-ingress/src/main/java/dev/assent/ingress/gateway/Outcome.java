package dev.assent.ingress.gateway;

import dev.assent.schemas.avro.Reply;

/** What came of sending a command. */
public sealed interface Outcome {
  /** The processor decided, and the decision is committed. */
  record Answered(Reply reply) implements Outcome {}

  /**
   * No reply came in time. The command may still take effect; sending it again with the same
   * idempotency key finds out.
   */
  record NoAnswer() implements Outcome {}

  /** Too many requests are waiting; the command was not sent. */
  record Overloaded() implements Outcome {}
}
