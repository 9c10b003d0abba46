package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.waiting.Wait;
import dev.assent.schemas.avro.OperationSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;

/**
 * Changes of one operation as server-sent events (HTML Living Standard, section 9.2): {@code id} is
 * the operation's sequence number, {@code data} the operation, and a comment says from time to time
 * that the stream is alive.
 */
final class EventStream implements Wait.Listener {
  private static final byte[] BEGINNING = bytes(": the operation and its changes\n\n");
  private static final byte[] HEARTBEAT = bytes(":\n\n");

  private final long after;
  private final Duration heartbeat;
  // The usual queue would take two kilobytes for each stream, most of which never hold a thing.
  private final Sinks.Many<byte[]> events =
      Sinks.many().unicast().onBackpressureBuffer(new ConcurrentLinkedQueue<>());

  private volatile Runnable unheard = () -> {};

  /**
   * @param after the last sequence number that the client has seen; 0 for none
   * @param heartbeat between two signs of life
   */
  EventStream(long after, Duration heartbeat) {
    this.after = after;
    this.heartbeat = heartbeat;
  }

  /** What is done when nobody listens any longer. */
  void whenUnheard(Runnable action) {
    unheard = action;
  }

  /** Whether the client has seen everything there will ever be. */
  boolean isComplete(OperationSnapshot first) {
    return Wait.hasOutcome(first) && first.getSequence() <= after;
  }

  /** What is sent; to be subscribed to once. */
  Publisher<byte[]> body() {
    Flux<Signal<byte[]>> beats =
        Flux.interval(heartbeat).onBackpressureDrop().map(_ -> Signal.next(HEARTBEAT));
    Flux<byte[]> sent = Flux.merge(events.asFlux().materialize(), beats).<byte[]>dematerialize();
    // The beginning makes the server send the head of the answer before there is an event.
    return sent.startWith(BEGINNING).doFinally(_ -> unheard.run());
  }

  @Override
  public void changed(OperationSnapshot operation) {
    if (operation.getSequence() > after) {
      events.emitNext(event(operation), Sinks.EmitFailureHandler.FAIL_FAST);
    }
  }

  @Override
  public void ended(OperationSnapshot latest) {
    events.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
  }

  private static byte[] event(OperationSnapshot operation) {
    String data = Json.text(json -> NativeJson.write(json, operation));
    return bytes("id: " + operation.getSequence() + "\ndata: " + data + "\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
