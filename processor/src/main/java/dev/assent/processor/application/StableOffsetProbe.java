package dev.assent.processor.application;

import dev.assent.processor.settings.ProcessorSettings;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.metric.Meters;
import dev.assent.schemas.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers now and then for the ends of the topics that the processor reads and writes: two
 * requests to each leader. A client's own measure of its lag ends at the last stable offset, and so
 * shows nothing of a transaction that hangs.
 */
@Context
final class StableOffsetProbe {
  /** Between two questions. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Logger LOGGER = LoggerFactory.getLogger(StableOffsetProbe.class);
  private static final int TIMEOUT_MILLIS = 4_000;

  private final StableOffsets offsets = new StableOffsets();
  private final Map<String, Object> configuration;
  private final List<String> topics;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("stable-offsets").daemon().factory());
  private boolean troubled;

  StableOffsetProbe(ProcessorSettings settings, MeterRegistry registry) {
    configuration = new HashMap<>(settings.kafka().clients());
    configuration.put(CommonClientConfigs.CLIENT_ID_CONFIG, "assent-stable-offsets");
    configuration.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    configuration.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    topics =
        Arrays.stream(Topic.values())
            .filter(topic -> concerns(topic.writtenBy()) || concerns(topic.readBy()))
            .map(Topic::topicName)
            .toList();
    Meters meters = new Meters(registry);
    for (String topic : topics) {
      meters.gauge(Metric.STABLE_LAG, offsets, found -> found.lag(topic), topic);
      meters.gauge(Metric.STABLE_STUCK, offsets, found -> found.stuckSeconds(topic), topic);
    }
  }

  @PostConstruct
  void start() {
    thread.execute(this::run);
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }

  private static boolean concerns(String services) {
    return services.contains("processor") || services.equals("all");
  }

  private void run() {
    try (Admin admin = Admin.create(configuration)) {
      while (!thread.isShutdown()) {
        look(admin);
        TimeUnit.MILLISECONDS.sleep(PERIOD.toMillis());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Admin admin) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                partition ->
                    latest.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        OffsetSpec.latest()));
      }
      Map<TopicPartition, Long> stable = offsets(admin, latest, IsolationLevel.READ_COMMITTED);
      Map<TopicPartition, Long> ends = offsets(admin, latest, IsolationLevel.READ_UNCOMMITTED);
      offsets.observe(stable, ends, Instant.now());
      troubled = false;
    } catch (ExecutionException | KafkaException e) {
      offsets.forget();
      if (!troubled) {
        troubled = true;
        LOGGER
            .atWarn()
            .addKeyValue("failure", e.getClass().getSimpleName())
            .log("The ends of topics are not known; asking again until they are");
      }
    }
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Map<TopicPartition, OffsetSpec> asked, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> found = new HashMap<>();
    admin
        .listOffsets(asked, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((partition, offset) -> found.put(partition, offset.offset()));
    return found;
  }
}
