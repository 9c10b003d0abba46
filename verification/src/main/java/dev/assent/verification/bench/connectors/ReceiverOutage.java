package dev.assent.verification.bench.connectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.verification.bench.Load;
import dev.assent.verification.bench.Timed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A receiver of webhooks is away while results go on, beside another one. The results are written
 * here, because an operation has one only: each has four, so that their order can be seen.
 */
final class ReceiverOutage {
  private static final int EVENTS_EACH = 4;

  /** A receiver that failed is left alone for five minutes at the most. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private static final Duration KNOWN_WITHIN = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final LocalAssent assent;
  private final ReceiverPlan plan;
  private final String webhooks;
  private final String name = Long.toString(System.nanoTime(), Character.MAX_RADIX);
  private final AtomicInteger number = new AtomicInteger();
  private final Map<String, Long> writtenAt = new ConcurrentHashMap<>();

  ReceiverOutage(LocalAssent assent, ReceiverPlan plan) {
    this.assent = assent;
    this.plan = plan;
    this.webhooks = "/" + assent.demoTenant().tenant() + "/webhooks";
  }

  ReceiverReport run() throws IOException, InterruptedException {
    Map<String, Object> clients = assent.clientConfiguration();
    try (Receiver failing = new Receiver();
        Receiver other = new Receiver();
        SelectableAvroSerde<OperationResult> results =
            SelectableAvroSerde.forValues(clients, OperationResult.class);
        KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(clients, new StringSerializer(), new ByteArraySerializer());
        Administration administration = new Administration(assent)) {
      String first = webhook(administration, failing);
      String second = webhook(administration, other);
      try {
        awaitKnown(failing, other, () -> write(producer, results, "probe-" + name + number, 1));
        return run(failing, other, producer, results);
      } finally {
        administration.send("DELETE", webhooks + "/" + first, "");
        administration.send("DELETE", webhooks + "/" + second, "");
      }
    }
  }

  private void awaitKnown(Receiver failing, Receiver other, Runnable probe) {
    boolean known =
        await(
            () -> {
              number.incrementAndGet();
              probe.run();
              return !failing.takenAt().isEmpty() && !other.takenAt().isEmpty();
            },
            KNOWN_WITHIN);
    if (!known) {
      throw new IllegalStateException("the webhooks are not delivered to");
    }
    number.set(0);
    writtenAt.clear();
  }

  private ReceiverReport run(
      Receiver failing,
      Receiver other,
      KafkaProducer<String, byte[]> producer,
      SelectableAvroSerde<OperationResult> results)
      throws IOException, InterruptedException {
    Thread writing =
        Thread.ofVirtual()
            .start(
                () ->
                    Load.open(
                        plan.rate(),
                        plan.before().plus(plan.outage()),
                        _ -> writeNext(producer, results)));
    TimeUnit.NANOSECONDS.sleep(plan.before().toNanos());
    long failed = System.nanoTime();
    failing.leave();
    writing.join();
    long mended = System.nanoTime();
    failing.comeBack();
    await(() -> lost(failing) == 0 && lost(other) == 0, PATIENCE);
    return new ReceiverReport(
        writtenAt.size(),
        lost(failing),
        failing.repeated(),
        failing.outOfOrder(),
        lost(other),
        times(other, Long.MIN_VALUE, failed),
        times(other, failed, Long.MAX_VALUE),
        failing.busiest(mended),
        Duration.ofNanos(failing.lastAt() - mended));
  }

  private int lost(Receiver receiver) {
    return (int)
        writtenAt.keySet().stream().filter(one -> !receiver.takenAt().containsKey(one)).count();
  }

  private Timed times(Receiver receiver, long from, long until) {
    Histogram histogram = Timed.histogram3();
    writtenAt.forEach(
        (event, written) -> {
          Long taken = receiver.takenAt().get(event);
          if (taken != null && written >= from && written < until) {
            histogram.recordValue(Timed.micros(written, taken));
          }
        });
    return new Timed(0, histogram);
  }

  /** One at a time: what is written out of order cannot arrive in order. */
  private synchronized void writeNext(
      KafkaProducer<String, byte[]> producer, SelectableAvroSerde<OperationResult> results) {
    int next = number.getAndIncrement();
    write(producer, results, "%s-%d".formatted(name, next / EVENTS_EACH), next % EVENTS_EACH + 1);
  }

  private void write(
      KafkaProducer<String, byte[]> producer,
      SelectableAvroSerde<OperationResult> results,
      String operationId,
      int sequence) {
    Instant now = Instant.now();
    OperationResult result =
        OperationResult.newBuilder()
            .setEventId(operationId + "/" + sequence)
            .setTenant(assent.demoTenant().tenant())
            .setUserId("u" + operationId)
            .setOperationId(operationId)
            .setKind(OperationKind.SIGNING)
            .setChannel(Channel.DEVICE)
            .setOutcome(ResultOutcome.EXPIRED)
            .setReason("DEADLINE_PASSED")
            .setCreatedAt(now)
            .setDecidedAt(now)
            .setSequence(sequence)
            .build();
    writtenAt.put(result.getEventId(), System.nanoTime());
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topic.RESULTS.topicName(),
                new UserKey(result.getTenant(), result.getUserId()).text(),
                results.serializer().serialize(Topic.RESULTS.topicName(), result)));
  }

  private String webhook(Administration administration, Receiver receiver)
      throws IOException, InterruptedException {
    String body = JsonNodeFactory.instance.objectNode().put("url", receiver.url()).toString();
    return administration.send("POST", webhooks, body).path("webhookId").asText();
  }

  private static boolean await(BooleanSupplier condition, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }
}
