package dev.assent.connectors.webhook;

import dev.assent.connectors.trace.Spans;
import dev.assent.connectors.webhook.WebhookClient.Answer;
import dev.assent.schemas.avro.WebhookDelivery;
import dev.assent.schemas.avro.WebhookOutcome;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.trace.Correlation;
import dev.assent.schemas.trace.LogContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs and posts, each attempt in a virtual thread of its own. */
final class HttpWebhookSender implements WebhookSender, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(HttpWebhookSender.class);

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final WebhookClient client;
  private final WebhookSignature signature;
  private final OutcomeLog outcomes;
  private final InstantSource clock;
  private final WebhookMeter meter;
  private final Semaphore room;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());

  /**
   * @param most calls at once, of all tasks of this process
   */
  HttpWebhookSender(
      WebhookClient client,
      WebhookSignature signature,
      OutcomeLog outcomes,
      InstantSource clock,
      WebhookMeter meter,
      int most) {
    this.client = client;
    this.signature = signature;
    this.outcomes = outcomes;
    this.clock = clock;
    this.meter = meter;
    this.room = new Semaphore(most);
  }

  @Override
  public boolean hasRoom() {
    return room.availablePermits() > 0;
  }

  @Override
  public void send(Attempt attempt) {
    try {
      threads.execute(() -> call(attempt));
    } catch (RejectedExecutionException _) {
      // it is stopping; the attempt's lease ends, and whoever has the delivery then goes on
      LOGGER.atDebug().log("An attempt was begun while the sender stops");
    }
  }

  /**
   * Stops: what is under way may end within a few seconds; the rest is made again by whoever has
   * the deliveries then.
   */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void call(Attempt attempt) {
    try {
      room.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    WebhookDelivery delivery = attempt.delivery();
    Correlation carried = Correlation.of(delivery.getTraceparent(), delivery.getTracestate(), null);
    try (LogContext _ = LogContext.of(carried);
        Spans.Begun span = meter.spans().call("webhook", carried)) {
      Answer answer = post(attempt, span.correlation());
      if (answer instanceof Answer.Failed failed) {
        span.failed(failed.why());
      }
      report(attempt, answer);
    } finally {
      room.release();
    }
  }

  private Answer post(Attempt attempt, Correlation correlation) {
    WebhookDelivery delivery = attempt.delivery();
    Instant now = clock.instant();
    ByteBuffer payload = delivery.getPayload().duplicate();
    byte[] body = new byte[payload.remaining()];
    payload.get(body);
    Optional<String> signed =
        signature.of(
            delivery.getTenant(), attempt.subscription(), delivery.getMessageId(), now, body);
    if (signed.isEmpty()) {
      return new Answer.Failed("no secret that can be opened", Optional.empty());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", delivery.getMessageId());
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put("webhook-signature", signed.get());
    correlation.traceparent().ifPresent(text -> headers.put(Correlation.TRACEPARENT, text));
    correlation.tracestate().ifPresent(text -> headers.put(Correlation.TRACESTATE, text));
    return client.post(attempt.subscription().getUrl(), headers, body, now);
  }

  private void report(Attempt attempt, Answer answer) {
    WebhookDelivery delivery = attempt.delivery();
    WebhookOutcome.Builder outcome =
        WebhookOutcome.newBuilder()
            .setTenant(delivery.getTenant())
            .setWebhookId(delivery.getWebhookId())
            .setDeliveryKey(attempt.deliveryKey())
            .setAttempt(delivery.getAttempts());
    switch (answer) {
      case Answer.Taken _ -> outcome.setFailure(null);
      case Answer.Failed(String why, Optional<Duration> retryAfter) -> {
        outcome.setFailure(why).setRetryAfter(retryAfter.map(Duration::toMillis).orElse(null));
        LOGGER
            .atInfo()
            .addKeyValue("tenant", delivery.getTenant())
            .addKeyValue("webhook", delivery.getWebhookId())
            .addKeyValue("messageId", delivery.getMessageId())
            .addKeyValue("attempt", delivery.getAttempts())
            .addKeyValue("why", why)
            .log("A webhook was not taken");
      }
    }
    outcomes.append(new UserKey(delivery.getTenant(), delivery.getUserId()), outcome.build());
  }
}
