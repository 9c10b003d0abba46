package dev.assent.verification.bench.passthrough;

import io.micronaut.runtime.Micronaut;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The second limit: what a request costs that is produced, passed through an exactly-once stream
 * that does nothing, and answered when that is committed. Everything that Assent adds is its own.
 */
public final class PassThrough implements AutoCloseable {
  /** What is asked. */
  public static final String INPUT = "benchmark.input";

  /** What is answered. */
  public static final String OUTPUT = "benchmark.output";

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long ANSWER_WITHIN_SECONDS = 10;
  private static final int COMMIT_MILLIS = 10;
  private static final int TRANSACTION_MILLIS = 3_000;

  private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaStreams streams;

  private PassThrough(String bootstrapServers, String stateDirectory) {
    Map<String, Object> clients =
        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    Map<String, Object> producing =
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            2);
    producer = new KafkaProducer<>(producing, new StringSerializer(), new ByteArraySerializer());
    Thread.ofPlatform().daemon().name("pass-through-replies").start(() -> read(clients));
    streams = new KafkaStreams(topology(), properties(bootstrapServers, stateDirectory));
    streams.start();
  }

  /** Arguments: bootstrap servers, a state directory, a port. */
  public static void main(String[] arguments) {
    PassThrough passThrough = new PassThrough(arguments[0], arguments[1]);
    Runtime.getRuntime().addShutdownHook(new Thread(passThrough::close));
    Micronaut.build(new String[0])
        .mainClass(PassThrough.class)
        .banner(false)
        .deduceEnvironment(false)
        .environmentPropertySource(false)
        .properties(
            Map.of(
                "micronaut.server.host",
                "127.0.0.1",
                "micronaut.server.port",
                Integer.parseInt(arguments[2])))
        .singletons(passThrough)
        .start();
  }

  /** Whether the stream runs. */
  boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Sends the bytes through and answers with what came out. */
  CompletableFuture<byte[]> pass(byte[] value) {
    String key = UUID.randomUUID().toString();
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    waiting.put(key, answer);
    var _ = producer.send(new ProducerRecord<>(INPUT, key, value));
    return answer
        .orTimeout(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)
        .whenComplete((_, _) -> waiting.remove(key));
  }

  private void read(Map<String, Object> clients) {
    Map<String, Object> consuming = new java.util.HashMap<>(clients);
    consuming.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(consuming, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(OUTPUT).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      while (!Thread.currentThread().isInterrupted()) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          CompletableFuture<byte[]> answer = waiting.get(record.key());
          if (answer != null) {
            answer.complete(record.value());
          }
        }
      }
    }
  }

  private static Topology topology() {
    return new Topology()
        .addSource("input", new StringDeserializer(), new ByteArrayDeserializer(), INPUT)
        .addSink("output", OUTPUT, new StringSerializer(), new ByteArraySerializer(), "input");
  }

  /** The settings of the processor's stream that make its latency. */
  private static Properties properties(String bootstrapServers, String stateDirectory) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "benchmark-pass-through");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    properties.put(StreamsConfig.POLL_MS_CONFIG, COMMIT_MILLIS);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_MILLIS);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
        TRANSACTION_MILLIS - 500);
    return properties;
  }

  @Override
  public void close() {
    streams.close(Duration.ofSeconds(5));
    producer.close(Duration.ofSeconds(1));
  }
}
