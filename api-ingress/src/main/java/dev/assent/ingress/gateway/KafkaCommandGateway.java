package dev.assent.ingress.gateway;

import dev.assent.ingress.kafka.KafkaClients;
import dev.assent.ingress.kafka.PartitionFollower;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.CorrelationId;
import dev.assent.schemas.trace.Correlation;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands with an idempotent producer and completes them from the reply topic.
 *
 * <p>Barrier: a reply counts only when it is committed (the consumer reads {@code read_committed})
 * and carries the correlation id of a request that waits here.
 */
public final class KafkaCommandGateway implements CommandGateway, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaCommandGateway.class);

  private static final Duration PREPARATION = Duration.ofSeconds(5);
  private static final Duration PREPARATION_STEP = Duration.ofMillis(20);

  private final WaitingReplies waiting;
  private final ReplyReader replies;
  private final PartitionFollower follower;
  private final Producer<String, byte[]> producer;
  private final Serializer<Command> serializer;
  private final String instance;
  private final AtomicLong sent = new AtomicLong();
  private volatile int commandPartitions;

  /**
   * @param replyTimeout after which a command counts as not answered
   * @param limit commands that may wait at a time
   */
  public KafkaCommandGateway(
      KafkaClients clients,
      Serializer<Command> serializer,
      Deserializer<Reply> deserializer,
      Duration replyTimeout,
      int limit) {
    SecureRandom random = new SecureRandom();
    this.instance = Long.toUnsignedString(random.nextLong(), 36);
    this.waiting = new WaitingReplies(limit, replyTimeout);
    this.replies = new ReplyReader(waiting, deserializer, random, this::prepare);
    this.serializer = serializer;
    // A tenth less than the wait for the reply: who is told "no answer" has no send left running.
    this.producer = clients.producer(replyTimeout.multipliedBy(9).dividedBy(10));
    this.follower =
        new PartitionFollower(
            "assent-ingress-replies", () -> clients.consumer("assent-ingress-replies"), replies);
  }

  /** Starts reading replies. */
  public void start() {
    follower.start();
  }

  /** Whether a command can be sent and its reply be read. */
  public boolean ready() {
    return replies.partition().isPresent();
  }

  /** Whether the thread that reads replies still runs. */
  public boolean alive() {
    return follower.alive();
  }

  /** What the last try to read failed with, as long as it is not read again. */
  public Optional<String> trouble() {
    return follower.trouble();
  }

  /** Records that were written and not read yet; 0 where that is not known. */
  public long lag() {
    return follower.lag();
  }

  /** Commands that wait for their reply now. */
  public int inFlight() {
    return waiting.size();
  }

  @Override
  public CompletionStage<Outcome> send(Command command, Correlation correlation) {
    OptionalInt partition = replies.partition();
    if (partition.isEmpty()) {
      return CompletableFuture.completedStage(new Outcome.NoAnswer());
    }
    String correlationId =
        new CorrelationId(partition.getAsInt(), instance + "-" + sent.incrementAndGet()).text();
    command.setCorrelationId(correlationId);
    return waiting
        .await(correlationId)
        .<CompletionStage<Outcome>>map(
            outcome -> {
              write(command, correlationId, correlation);
              return outcome;
            })
        .orElseGet(() -> CompletableFuture.completedStage(new Outcome.Overloaded()));
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
    follower.close();
  }

  private void write(Command command, String correlationId, Correlation correlation) {
    try {
      CommandRoute route = CommandRoute.of(command, commandPartitions);
      byte[] value = serializer.serialize(route.topic().topicName(), command);
      Future<RecordMetadata> _ =
          producer.send(
              new ProducerRecord<>(
                  route.topic().topicName(),
                  route.partition().orElse(null),
                  route.key(),
                  value,
                  correlation.headers()),
              (_, failure) -> {
                if (failure != null) {
                  notWritten(correlationId, failure);
                }
              });
    } catch (KafkaException e) {
      notWritten(correlationId, e);
    }
  }

  private void notWritten(String correlationId, Exception failure) {
    LOG.atWarn()
        .addKeyValue("failure", failure.getClass().getSimpleName())
        .log("a command may not have been written");
    waiting.giveUp(correlationId);
  }

  /** The producer never blocks, so what it would wait for is fetched before the first command. */
  private void prepare() {
    serializer.serialize(Topic.CLAIMS.topicName(), probe());
    serializer.serialize(Topic.COMMANDS.topicName(), probe());
    long end = System.nanoTime() + PREPARATION.toNanos();
    int claims = partitions(Topic.CLAIMS);
    int commands = partitions(Topic.COMMANDS);
    while (claims == 0 || commands == 0) {
      if (System.nanoTime() - end > 0) {
        throw new TimeoutException("no partitions known of the topics for commands");
      }
      LockSupport.parkNanos(PREPARATION_STEP.toNanos());
      claims = partitions(Topic.CLAIMS);
      commands = partitions(Topic.COMMANDS);
    }
    commandPartitions = commands;
  }

  private int partitions(Topic topic) {
    try {
      return producer.partitionsFor(topic.topicName()).size();
    } catch (TimeoutException _) {
      return 0;
    }
  }

  private static Command probe() {
    return Command.newBuilder()
        .setTenant("none")
        .setReceivedAt(Instant.EPOCH)
        .setOrigin("none")
        .setBody(ResolveClaim.newBuilder().setOperationId("none").build())
        .build();
  }
}
