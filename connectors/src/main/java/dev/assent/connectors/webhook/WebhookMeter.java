package dev.assent.connectors.webhook;

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
}
