package dev.assent.connectors.push;

import dev.assent.schemas.model.PushAddress;
import java.time.Duration;
import java.util.Optional;

/** Hands messages to one service. */
interface PushSender extends AutoCloseable {
  /** Hands the message over once; blocks the calling thread, a virtual one. */
  Outcome send(PushAddress address, PushMessage message) throws InterruptedException;

  @Override
  void close();

  /** What the service says. */
  sealed interface Outcome {
    /** It has taken the message, and promises nothing more. */
    record Taken() implements Outcome {}

    /** The app is not there any more: the address leads nowhere. */
    record Unregistered() implements Outcome {}

    /**
     * It will never take this message.
     *
     * @param code the service's word for it
     */
    record Refused(String code) implements Outcome {}

    /**
     * It did not take the message, or did not say so.
     *
     * @param after how long it asks to be left alone, where it does
     */
    record NotNow(Optional<Duration> after) implements Outcome {}
  }
}
