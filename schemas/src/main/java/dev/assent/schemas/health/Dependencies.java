package dev.assent.schemas.health;

import dev.assent.schemas.serde.RegistryUnavailableException;
import dev.assent.schemas.serde.SchemaRegistration;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Whether what a service depends on answers: the brokers and the schema registry, asked every five
 * seconds. It says why a service does not get on; whether it is ready is another question, since no
 * other instance would get on any better.
 */
public final class Dependencies implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final int TIMEOUT_MILLIS = 4_000;

  private final Map<String, Object> clients;
  private final Map<String, ?> registry;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<Instant> brokersSilentSince = Optional.empty();
  private volatile Optional<Instant> registrySilentSince = Optional.empty();

  /**
   * @param clients settings of every Kafka client: where the brokers are, and how they are reached
   * @param registry settings of the Avro serdes, by Confluent's keys
   */
  public Dependencies(Map<String, ?> clients, Map<String, ?> registry) {
    this.clients = new HashMap<>(clients);
    this.clients.put(CommonClientConfigs.CLIENT_ID_CONFIG, "assent-health");
    this.clients.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.clients.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.registry = Map.copyOf(registry);
  }

  /** Begins to ask, in a thread of its own. */
  public void start() {
    Thread.ofPlatform().name("assent-health").daemon().start(this::run);
  }

  /** What does not answer, with since when; empty where all is well. */
  public Map<String, Object> troubles() {
    Map<String, Object> troubles = new LinkedHashMap<>();
    brokersSilentSince.ifPresent(at -> troubles.put("brokers", "no answer since " + at));
    registrySilentSince.ifPresent(at -> troubles.put("registry", "no answer since " + at));
    return troubles;
  }

  @Override
  public void close() {
    closing.countDown();
  }

  private void run() {
    try (Admin admin = Admin.create(clients)) {
      do {
        brokersSilentSince = since(brokersSilentSince, brokersAnswer(admin));
        registrySilentSince = since(registrySilentSince, registryAnswers());
      } while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Instant> since(Optional<Instant> before, boolean answers) {
    return answers
        ? Optional.empty()
        : Optional.of(before.orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  private static boolean brokersAnswer(Admin admin) throws InterruptedException {
    try {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException | KafkaException _) {
      return false;
    }
  }

  private boolean registryAnswers() {
    try {
      SchemaRegistration.ask(registry);
      return true;
    } catch (RegistryUnavailableException _) {
      return false;
    } catch (KafkaException _) {
      // it answered, if only to refuse
      return true;
    }
  }
}
