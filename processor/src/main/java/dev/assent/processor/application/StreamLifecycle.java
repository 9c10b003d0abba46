package dev.assent.processor.application;

import dev.assent.processor.settings.ProcessorSettings;
import dev.assent.processor.settings.StreamsSettings;
import dev.assent.processor.signing.ApprovalSigner;
import dev.assent.processor.signing.SigningKeys;
import dev.assent.processor.state.StoreName;
import dev.assent.processor.topology.AssentTopology;
import dev.assent.processor.view.View;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.metric.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the stream. On a stop it leaves the group, so that the next start does not wait
 * for the session to time out; on a broken invariant the whole process ends, so that whoever runs
 * it starts it again.
 */
@Context
public final class StreamLifecycle {
  private static final Logger LOGGER = LoggerFactory.getLogger(StreamLifecycle.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final View<OperationSnapshot> operations;
  private final View<CredentialSnapshot> credentials;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;
  private volatile boolean hasRun;
  private final RestoreProgress restoring = new RestoreProgress();

  StreamLifecycle(
      ProcessorSettings settings,
      UserSpread spread,
      SigningKeys signingKeys,
      MeterRegistry registry) {
    operations =
        new View<>(
            StoreName.OPERATIONS_VIEW,
            Topic.OPERATIONS,
            OperationSnapshot.class,
            settings.kafka().registry(),
            OperationSnapshot::getUserSequence);
    credentials =
        new View<>(
            StoreName.CREDENTIALS_VIEW,
            Topic.CREDENTIALS,
            CredentialSnapshot.class,
            settings.kafka().registry(),
            CredentialSnapshot::getUserSequence);
    Properties properties = StreamsSettings.of(settings);
    MicrometerMeter meter = new MicrometerMeter(new Meters(registry), Clock.systemUTC());
    streams =
        new KafkaStreams(
            AssentTopology.build(
                properties,
                settings.kafka().registry(),
                meter,
                VaultSecrets.of(settings.vaultKeys()),
                new ApprovalSigner(signingKeys, settings.signing(), meter),
                spread.partitions(),
                operations,
                credentials),
            properties);
    metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(registry);
  }

  @PostConstruct
  void start() {
    streams.setGlobalStateRestoreListener(restoring);
    streams.setUncaughtExceptionHandler(
        failure -> {
          LOGGER
              .atError()
              .addKeyValue("failure", failure.getClass().getSimpleName())
              .setCause(failure)
              .log("The stream cannot go on");
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          LOGGER.atInfo().addKeyValue("state", now).log("The stream changed its state");
          if (now == KafkaStreams.State.RUNNING) {
            hasRun = true;
          }
          if (now == KafkaStreams.State.ERROR) {
            // not from this thread: the shutdown hook waits for it
            Thread.ofPlatform().name("end-of-process").start(() -> System.exit(1));
          }
        });
    streams.start();
  }

  @PreDestroy
  void stop() {
    metrics.close();
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(CLOSE_WITHIN));
  }

  /** Which stores are restored now. */
  RestoreProgress restoring() {
    return restoring;
  }

  /** The stream itself. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Whether all that was assigned to this instance was there once. */
  boolean hasRun() {
    return hasRun;
  }

  /** Committed operations. */
  public View<OperationSnapshot> operations() {
    return operations;
  }

  /** Committed credentials. */
  public View<CredentialSnapshot> credentials() {
    return credentials;
  }
}
