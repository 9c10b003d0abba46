package dev.assent.ingress.audit;

import dev.assent.schemas.audit.AuditChain;
import dev.assent.schemas.avro.AuditRecord;
import dev.assent.schemas.catalogue.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit topic from a thread of its own. What happened waits in a bounded queue while the
 * broker or the registry is out of reach, and no request waits for it.
 *
 * <p>A record that is lost is not hidden: it is counted, the next one that is written says how many
 * were lost before it, and one that was given a number leaves a gap.
 */
public final class KafkaAuditTrail implements AuditTrail, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaAuditTrail.class);
  private static final int WAITING = 16_384;
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LAST_CHANCE = Duration.ofSeconds(2);

  private final BlockingQueue<AuditRecord> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Supplier<Producer<String, byte[]>> producers;
  private final Serializer<AuditRecord> serializer;
  private final String instance;
  private final AuditChain chain;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private long told;

  /**
   * @param instance names the chain; must not have been used before
   * @param producers makes the producer, which may block
   */
  public KafkaAuditTrail(
      String instance,
      Supplier<Producer<String, byte[]>> producers,
      Serializer<AuditRecord> serializer) {
    this.instance = instance;
    this.producers = producers;
    this.serializer = serializer;
    this.chain = new AuditChain(instance);
    this.thread = Thread.ofPlatform().name("assent-ingress-audit").daemon().unstarted(this::run);
  }

  /** Starts writing. */
  public void start() {
    thread.start();
  }

  @Override
  public void record(AuditRecord record) {
    if (!waiting.offer(record)) {
      lost.incrementAndGet();
    }
  }

  @Override
  public long lost() {
    return lost.get();
  }

  /** Writes what waits, for a bounded time; what is left then is lost and said so. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(LAST_CHANCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    long left = lost.get() + waiting.size();
    if (left > told) {
      LOG.atError().addKeyValue("records", left - told).log("audit records were lost");
    }
  }

  private void run() {
    try {
      Optional<Producer<String, byte[]>> producer = Optional.empty();
      while (producer.isEmpty()) {
        producer = producer();
        if (producer.isEmpty() && closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      writeWith(producer.get());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Without this, an address that cannot be resolved for a moment would end the trail unseen. */
  private Optional<Producer<String, byte[]>> producer() {
    try {
      return Optional.of(producers.get());
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("failure", e.getClass().getSimpleName())
          .log("the audit topic cannot be written yet");
      return Optional.empty();
    }
  }

  private void writeWith(Producer<String, byte[]> producer) {
    try {
      while (closing.getCount() > 0 || !waiting.isEmpty()) {
        AuditRecord next = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
          write(producer, next);
        }
      }
    } catch (InterruptedException | InterruptException _) {
      Thread.currentThread().interrupt();
    } finally {
      producer.close(LAST_CHANCE);
    }
  }

  private void write(Producer<String, byte[]> producer, AuditRecord record)
      throws InterruptedException {
    String topic = Topic.AUDIT.topicName();
    byte[] value = null;
    while (value == null) {
      long known = lost.get();
      record.setLost(known - told);
      try {
        value = chain.append(record, next -> serializer.serialize(topic, next));
        told = known;
      } catch (RuntimeException e) {
        // a registry out of reach; other serializers than ours have exceptions of all kinds
        LOG.atWarn()
            .addKeyValue("failure", e.getClass().getSimpleName())
            .log("an audit record cannot be encoded yet");
        if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
          lost.incrementAndGet();
          return;
        }
      }
    }
    send(producer, new ProducerRecord<>(topic, instance, value));
  }

  private void send(Producer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
    try {
      Future<RecordMetadata> _ =
          producer.send(
              record,
              (_, failure) -> {
                if (failure != null) {
                  notWritten(failure);
                }
              });
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      notWritten(e);
    }
  }

  private void notWritten(Exception failure) {
    lost.incrementAndGet();
    LOG.atError()
        .addKeyValue("failure", failure.getClass().getSimpleName())
        .log("an audit record may not have been written");
  }
}
