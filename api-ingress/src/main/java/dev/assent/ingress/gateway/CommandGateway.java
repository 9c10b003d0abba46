package dev.assent.ingress.gateway;

import dev.assent.schemas.avro.Command;
import dev.assent.schemas.trace.Correlation;
import java.util.concurrent.CompletionStage;

/** Sends a command and awaits its reply. */
public interface CommandGateway {
  /**
   * Sends the command and never blocks.
   *
   * @param command without a correlation id, which the gateway sets
   * @param correlation that its record carries
   * @return what came of it, within the reply timeout; never completes exceptionally
   */
  CompletionStage<Outcome> send(Command command, Correlation correlation);
}
