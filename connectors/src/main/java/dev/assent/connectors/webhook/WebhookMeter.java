package dev.assent.connectors.webhook;

import dev.assent.connectors.trace.Spans;
import dev.assent.schemas.model.Reason;
import java.time.Duration;

/** Counts what becomes of deliveries. */
public interface WebhookMeter {
  /** Counts nothing. */
  WebhookMeter NONE =
      new WebhookMeter() {
        @Override
        public void delivered(Duration age) {}

        @Override
        public void failed() {}

        @Override
        public void givenUp() {}

        @Override
        public void setAside(Reason reason) {}

        @Override
        public void failing(int partition, int webhooks) {}

        @Override
        public void released(int partition) {}
      };

  /**
   * The receiver has it.
   *
   * @param age since the result was read, or the delivery was begun again
   */
  void delivered(Duration age);

  /** An attempt failed. */
  void failed();

  /** A delivery was given up. */
  void givenUp();

  /** A record was set aside as a dead letter. */
  void setAside(Reason reason);

  /** How many webhooks there are in a partition whose last attempt failed; told once a second. */
  void failing(int partition, int webhooks);

  /** The partition is not this instance's any more. */
  void released(int partition);

  /** Spans of deliveries; sent nowhere unless it says otherwise. */
  default Spans spans() {
    return Spans.NONE;
  }
}
