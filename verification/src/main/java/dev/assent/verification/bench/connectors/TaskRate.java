package dev.assent.verification.bench.connectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.timers.CommittedFeed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How many tasks workers get done at a provider that takes its time: the tasks are there already,
 * and nothing but an outcome is wanted of each.
 */
final class TaskRate implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration LIFE = Duration.ofMinutes(30);

  private final LocalAssent assent;
  private final Duration latency;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer provider;
  private final SelectableAvroSerde<ConnectorTask> tasks;
  private final SelectableAvroSerde<ConnectorOutcome> outcomes;
  private final KafkaProducer<String, byte[]> producer;
  private final CommittedFeed feed;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicLong firstAt = new AtomicLong();
  private final AtomicLong lastAt = new AtomicLong();
  private final ByteBuffer document;
  private int rounds;

  TaskRate(LocalAssent assent, Duration latency) throws IOException {
    this.assent = assent;
    this.latency = latency;
    this.document = ByteBuffer.wrap(document(assent.demoTenant().tenant()));
    this.provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.setExecutor(threads);
    provider.createContext("/", this::answer);
    provider.start();
    Map<String, Object> clients = assent.clientConfiguration();
    this.tasks = SelectableAvroSerde.forValues(clients, ConnectorTask.class);
    this.outcomes = SelectableAvroSerde.forValues(clients, ConnectorOutcome.class);
    this.producer = new KafkaProducer<>(clients, new StringSerializer(), new ByteArraySerializer());
    this.feed =
        new CommittedFeed(
            clients,
            Topic.CONNECTOR_OUTCOMES,
            (record, _) ->
                count(outcomes.deserializer().deserialize(record.topic(), record.value())));
  }

  /** What a user could be asked to sign. */
  private static byte[] document(String tenant) {
    byte[] nonce = new byte[Nonce.BYTES];
    new SecureRandom().nextBytes(nonce);
    return new ChallengeDocument(
            ChallengeDocument.LATEST,
            tenant,
            "user",
            "payment",
            OperationKind.SIGNING,
            Map.of("amount", "12.50", "currency", "EUR"),
            Optional.empty(),
            Set.of(ProofKind.IDP_SIGNATURE),
            0,
            Nonce.of(nonce),
            Instant.now().plus(LIFE).truncatedTo(ChronoUnit.MILLIS))
        .canonical();
  }

  /**
   * Tasks a second.
   *
   * @param workers side by side, each started for this
   * @param count of tasks, from the first outcome to the last
   */
  double measure(int workers, int count, String... settings)
      throws IOException, StartFailure, InterruptedException {
    String connector = "rate-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    List<String> arguments = new ArrayList<>();
    arguments.add("--connectors=" + connector);
    String prefix = "--connector." + connector + ".";
    arguments.add(prefix + "kind=idp");
    arguments.add(prefix + "channel=idp");
    arguments.add(prefix + "url=http://127.0.0.1:" + provider.getAddress().getPort());
    for (String setting : settings) {
      arguments.add(prefix + setting);
    }
    List<WorkerProcess> running = new ArrayList<>();
    try {
      for (int number = 0; number < workers; number++) {
        WorkerProcess worker = new WorkerProcess(assent, connector + "-" + number, arguments);
        running.add(worker);
        worker.start();
      }
      // a worker that has just started is slow
      done(connector, Math.max(1, count / 4));
      return done(connector, count);
    } finally {
      running.forEach(WorkerProcess::close);
    }
  }

  private double done(String connector, int count) {
    accepted.set(0);
    firstAt.set(0);
    rounds++;
    for (int number = 0; number < count; number++) {
      write(connector, "rate-%d-%d".formatted(rounds, number));
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (accepted.get() < count) {
      feed.check();
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "%d of %d tasks came to an end".formatted(accepted.get(), count));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return (count - 1) * 1e9 / (lastAt.get() - firstAt.get());
  }

  private void write(String connector, String operation) {
    ConnectorTask task =
        ConnectorTask.newBuilder()
            .setTenant(assent.demoTenant().tenant())
            .setUserId("u-" + operation)
            .setOperationId(operation)
            .setChannel(Channel.IDP)
            .setConnector(connector)
            .setCredentialId("idp")
            .setAction(ConnectorAction.START)
            .setTransactionId("T-" + operation)
            .setAttempt(1)
            .setDocument(document.duplicate())
            .setExpiresAt(Instant.now().plus(LIFE))
            .build();
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topic.CONNECTOR_TASKS_IDP.topicName(),
                new UserKey(task.getTenant(), task.getUserId()).text(),
                tasks.serializer().serialize(Topic.CONNECTOR_TASKS_IDP.topicName(), task)));
  }

  private void count(ConnectorOutcome outcome) {
    if (outcome.getOperationId().startsWith("rate-" + rounds + "-")
        && outcome.getBody() instanceof ProviderAccepted) {
      long now = System.nanoTime();
      firstAt.compareAndSet(0, now);
      lastAt.set(now);
      accepted.incrementAndGet();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      TimeUnit.NANOSECONDS.sleep(latency.toNanos());
      exchange.sendResponseHeaders(204, -1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    feed.close();
    producer.close();
    tasks.close();
    outcomes.close();
    provider.stop(0);
    threads.shutdownNow();
  }
}
