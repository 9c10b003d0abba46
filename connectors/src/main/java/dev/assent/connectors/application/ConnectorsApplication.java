package dev.assent.connectors.application;

import dev.assent.connectors.application.Connectors.Configured;
import dev.assent.connectors.kafka.ShareGroups;
import dev.assent.connectors.push.PushSettings;
import dev.assent.connectors.push.Pushes;
import dev.assent.connectors.settings.WorkerSettings;
import dev.assent.connectors.trace.Spans;
import dev.assent.connectors.webhook.WebhookSettings;
import dev.assent.connectors.webhook.Webhooks;
import dev.assent.schemas.access.ClusterGate;
import dev.assent.schemas.access.ClusterRefusedException;
import dev.assent.schemas.access.Principal;
import dev.assent.schemas.health.Dependencies;
import dev.assent.schemas.metric.Meters;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.vault.SecretVault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main class of a worker. */
public final class ConnectorsApplication {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorsApplication.class);

  private ConnectorsApplication() {}

  /** Starts the worker; ends with status 2 and one line where it must not run. */
  public static void main(String[] arguments) throws InterruptedException {
    Clock clock = Clock.systemUTC();
    AtomicReference<Connectors> running = new AtomicReference<>();
    AtomicReference<Webhooks> delivering = new AtomicReference<>();
    try {
      SettingsReader reader = SettingsReader.of(arguments, System.getenv());
      WorkerSettings settings = WorkerSettings.from(reader);
      Optional<WebhookSettings> webhooks = WebhookSettings.from(reader);
      Optional<PushSettings> push = PushSettings.from(reader);
      ApplicationContext context = context(settings);
      Dependencies dependencies =
          new Dependencies(settings.kafka().clients(), settings.kafka().registry());
      dependencies.start();
      context.registerSingleton(
          Condition.class,
          new RunningCondition(dependencies, webhooks.isPresent(), running, delivering));
      context.start();
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      Spans spans = Spans.to(settings.traceCollector());
      ConnectorMeter meter = new ConnectorMeter(new Meters(registry), spans);
      List<Configured> configured =
          Connectors.configure(settings, ProviderKinds.all(), meter, clock);
      reader.finish();
      reader.describe().forEach(line -> LOG.atInfo().addKeyValue("setting", line).log("in force"));
      checkCluster(settings, push.isPresent(), webhooks.isPresent());
      Optional<Connectors.Telling> telling =
          push.map(found -> new Connectors.Telling(found, Pushes.open(found, meter, clock), meter));
      Connectors connectors = Connectors.start(settings, configured, telling, meter, clock);
      running.set(connectors);
      meter.watch(connectors);
      webhooks.map(found -> deliver(settings, found, registry, spans)).ifPresent(delivering::set);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("assent-connectors-stop")
                  .unstarted(
                      () -> {
                        // health and metrics tell of the draining until it is over
                        connectors.close();
                        Optional.ofNullable(delivering.get()).ifPresent(Webhooks::close);
                        spans.close();
                        dependencies.close();
                        context.close();
                      }));
      int port = context.getBean(EmbeddedServer.class).start().getPort();
      LOG.atInfo().addKeyValue("port", port).log("The worker listens");
    } catch (InvalidSettingsException
        | ClusterRefusedException
        | ShareGroups.RefusedException
        | KafkaException e) {
      refuse(e.getMessage());
    } catch (ServerStartupException e) {
      refuse("cannot listen: " + e.getMessage());
    }
  }

  /** Each part of this process that is used, as the principal that it is. */
  private static void checkCluster(WorkerSettings settings, boolean push, boolean webhooks)
      throws ClusterRefusedException, InterruptedException {
    if (!settings.connectors().isEmpty()) {
      ClusterGate.check(settings.kafka(), Principal.CONNECTORS);
    }
    if (push) {
      ClusterGate.check(settings.pushKafka(), Principal.PUSH);
    }
    if (webhooks) {
      ClusterGate.check(settings.webhookKafka(), Principal.WEBHOOKS);
    }
  }

  private static void refuse(String why) {
    System.err.println("assent-connectors: " + why);
    System.exit(2);
  }

  private static Webhooks deliver(
      WorkerSettings settings, WebhookSettings webhooks, MeterRegistry meters, Spans spans) {
    SecretVault vault =
        settings
            .vaultKeys()
            .map(file -> SecretVault.open(file, new SecureRandom()))
            .orElseThrow(
                () ->
                    new InvalidSettingsException(
                        "webhook.state.directory needs vault.key.file, the ingress's"));
    Webhooks delivering =
        Webhooks.start(
            settings.webhookKafka().clients(),
            settings.webhookKafka().registry(),
            webhooks,
            vault,
            new MicrometerWebhookMeter(new Meters(meters), spans),
            () -> System.exit(1));
    new KafkaStreamsMetrics(delivering.streams()).bindTo(meters);
    return delivering;
  }

  private static ApplicationContext context(WorkerSettings settings) {
    return ApplicationContext.builder()
        .enableDefaultPropertySources(false)
        .environmentPropertySource(false)
        .bootstrapEnvironment(false)
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .banner(false)
        .properties(
            Map.ofEntries(
                Map.entry("micronaut.application.name", "assent-connectors"),
                Map.entry("micronaut.server.host", settings.host()),
                Map.entry("micronaut.server.port", settings.port()),
                Map.entry("micronaut.metrics.enabled", true),
                Map.entry("micronaut.metrics.export.prometheus.enabled", true),
                Map.entry("endpoints.all.enabled", false),
                Map.entry("endpoints.health.enabled", true),
                Map.entry("endpoints.health.sensitive", false),
                Map.entry("endpoints.health.details-visible", "ANONYMOUS"),
                Map.entry("endpoints.health.disk-space.enabled", false),
                Map.entry("endpoints.prometheus.enabled", true),
                Map.entry("endpoints.prometheus.sensitive", false)))
        .build();
  }
}
