package dev.assent.verification.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;

/** The first limit: a record produced and consumed, nothing in between. */
final class ProduceConsumeLimit {
  private static final String TOPIC = "benchmark.raw";
  private static final int VALUE_BYTES = 200;
  private static final Duration POLL = Duration.ofMillis(100);

  private ProduceConsumeLimit() {}

  static Timed measure(Map<String, Object> clientConfiguration, int rate, Duration duration)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(clientConfiguration)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
    long total = rate * duration.toSeconds();
    Histogram histogram = Timed.histogram3();
    Map<String, Object> producing = new HashMap<>(clientConfiguration);
    producing.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    long start = System.nanoTime();
    try (KafkaProducer<Long, byte[]> producer =
            new KafkaProducer<>(producing, new LongSerializer(), new ByteArraySerializer());
        KafkaConsumer<Long, byte[]> consumer =
            new KafkaConsumer<>(
                clientConfiguration, new LongDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToEnd(List.of(partition));
      consumer.position(partition);
      Thread reader =
          Thread.ofPlatform()
              .name("raw-consumer")
              .start(
                  () -> {
                    while (histogram.getTotalCount() < total) {
                      for (ConsumerRecord<Long, byte[]> record : consumer.poll(POLL)) {
                        histogram.recordValue(Timed.micros(record.key(), System.nanoTime()));
                      }
                    }
                  });
      byte[] value = new byte[VALUE_BYTES];
      Load.open(
          rate,
          duration,
          intended -> {
            var _ = producer.send(new ProducerRecord<>(TOPIC, intended, value));
          });
      reader.join();
    }
    return new Timed(total * 1e9 / (System.nanoTime() - start), histogram);
  }
}
