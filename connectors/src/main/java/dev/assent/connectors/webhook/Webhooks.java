package dev.assent.connectors.webhook;

import dev.assent.schemas.serde.DecodingFailure;
import dev.assent.schemas.vault.SecretVault;
import dev.assent.schemas.vault.WebhookVault;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deliveries of this process, from start to stop. */
public final class Webhooks implements AutoCloseable {
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);
  private static final Logger LOGGER = LoggerFactory.getLogger(Webhooks.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final KafkaStreams streams;
  private final HttpWebhookSender sender;
  private final WebhookClient client;
  private final KafkaOutcomeLog outcomes;

  private Webhooks(
      Map<String, String> clients,
      Map<String, String> registry,
      WebhookSettings settings,
      SecretVault vault,
      WebhookMeter meter,
      Runnable failed) {
    outcomes = new KafkaOutcomeLog(clients);
    client =
        new WebhookClient(
            new CheckedNames(settings.networks(), SystemDefaultDnsResolver.INSTANCE),
            settings.loopback(),
            settings.rules().attemptTimeout(),
            settings.calls());
    sender =
        new HttpWebhookSender(
            client,
            new WebhookSignature(new WebhookVault(vault)),
            outcomes,
            Clock.systemUTC(),
            meter,
            settings.calls());
    streams =
        new KafkaStreams(
            WebhookTopology.build(registry, settings.rules(), sender, meter, SecureRandom::new),
            WebhookStreams.of(clients, settings));
    streams.setUncaughtExceptionHandler(
        failure -> {
          LOGGER
              .atError()
              .addKeyValue("failure", failure.getClass().getSimpleName())
              .setCause(failure)
              .log("A thread of the webhooks ended");
          return answerTo(failure);
        });
    streams.setStateListener(
        (now, before) -> {
          LOGGER.atInfo().addKeyValue("state", now).log("The stream of webhooks changed its state");
          if (now == KafkaStreams.State.ERROR) {
            // not from this thread: whoever stops waits for it
            Thread.ofPlatform().name("webhooks-failed").start(failed);
          }
        });
  }

  /**
   * What the thread that failed is followed by. A registry that cannot be reached is no reason to
   * end the process, with the connectors in it: another thread reads the same record again.
   */
  static StreamThreadExceptionResponse answerTo(Throwable failure) {
    if (!(failure instanceof RuntimeException thrown) || !DecodingFailure.isTransient(thrown)) {
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LockSupport.parkNanos(BEFORE_ANOTHER_TRY.toNanos());
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /**
   * Starts to deliver.
   *
   * @param clients settings of every Kafka client: where the broker is, and how it is reached
   * @param registry settings of the Avro serdes, by Confluent's keys
   * @param vault opens what the ingress encrypted
   * @param meter counts what becomes of deliveries
   * @param failed what to do where it cannot go on: end the process, so that whoever runs it starts
   *     it again
   */
  public static Webhooks start(
      Map<String, String> clients,
      Map<String, String> registry,
      WebhookSettings settings,
      SecretVault vault,
      WebhookMeter meter,
      Runnable failed) {
    Webhooks webhooks = new Webhooks(clients, registry, settings, vault, meter, failed);
    webhooks.streams.start();
    return webhooks;
  }

  /** Whether it delivers now. */
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Why it does not deliver now; nothing where it does. */
  public Optional<String> trouble() {
    return ready() ? Optional.empty() : Optional.of("the stream is " + streams.state());
  }

  /** Shows the stream's own metrics. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Whether it delivers now, or will without help. */
  public boolean alive() {
    return streams.state() != KafkaStreams.State.ERROR;
  }

  /** Stops; what is not delivered yet is delivered after the next start, or by another instance. */
  @Override
  public void close() {
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(CLOSE_WITHIN));
    sender.close();
    client.close();
    outcomes.close();
  }
}
