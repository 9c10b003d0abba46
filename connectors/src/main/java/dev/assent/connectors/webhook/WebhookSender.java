package dev.assent.connectors.webhook;

/** Makes calls outside of the stream; what comes of each comes back by the topic of outcomes. */
interface WebhookSender {
  /** Whether there is room for one more call now. */
  boolean hasRoom();

  /** Makes the call, in a thread of its own. Never throws; a call that is lost has no outcome. */
  void send(Attempt attempt);
}
