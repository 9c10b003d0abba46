package dev.assent.connectors.outbound;

import dev.assent.connectors.trace.Spans;
import java.time.Duration;

/** Counts calls; the words come from settings and from this code, never from who is called. */
public interface OutboundMeter {
  /** Counts nothing. */
  OutboundMeter NONE =
      new OutboundMeter() {
        @Override
        public void called(String client, String outcome, Duration took) {}

        @Override
        public void breaker(String client, String endpoint, boolean open) {}
      };

  /**
   * A call has ended.
   *
   * @param client the name of the client, as the settings have it
   * @param outcome {@code received}, {@code not-sent}, {@code maybe-sent} or {@code held-back}
   * @param took from the call to the end of the answer
   */
  void called(String client, String outcome, Duration took);

  /** The circuit breaker of an endpoint, {@code host:port}, has opened or does not any more. */
  void breaker(String client, String endpoint, boolean open);

  /** Spans of calls; sent nowhere unless it says otherwise. */
  default Spans spans() {
    return Spans.NONE;
  }
}
