package dev.assent.standalone.simulator.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Transactions that end by themselves some time after they were begun. */
public final class Sessions {
  private final Map<String, CompletableFuture<ObjectNode>> open = new ConcurrentHashMap<>();

  /**
   * Begins one.
   *
   * @param after when it ends
   * @param end what is told of it from then on
   * @return its name: a UUID
   */
  public String begin(Duration after, Supplier<ObjectNode> end) {
    String name = UUID.randomUUID().toString();
    begin(name, after, end);
    return name;
  }

  /** Begins one of this name. */
  public void begin(String name, Duration after, Supplier<ObjectNode> end) {
    open.put(
        name,
        CompletableFuture.supplyAsync(
            end,
            CompletableFuture.delayedExecutor(
                after.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)));
  }

  /** Whether there is one of this name. */
  public boolean knows(String name) {
    return open.containsKey(name);
  }

  /**
   * How one ended.
   *
   * @param wait how long to wait for its end
   * @return nothing where it has not ended
   */
  public Optional<ObjectNode> end(String name, Duration wait) throws InterruptedException {
    try {
      return Optional.of(open.get(name).get(wait.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a simulated user could not answer", e.getCause());
    }
  }
}
