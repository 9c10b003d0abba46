package dev.assent.connectors.application;

import dev.assent.connectors.kafka.ConnectorWorker;
import dev.assent.connectors.kafka.KafkaClients;
import dev.assent.connectors.kafka.KafkaConnectorLog;
import dev.assent.connectors.kafka.ShareGroups;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.push.PushMeter;
import dev.assent.connectors.push.PushSettings;
import dev.assent.connectors.push.Pushes;
import dev.assent.connectors.revocation.RevocationProvider;
import dev.assent.connectors.settings.TaskChannel;
import dev.assent.connectors.settings.WorkerConnector;
import dev.assent.connectors.settings.WorkerSettings;
import dev.assent.connectors.worker.Stopping;
import dev.assent.connectors.worker.TaskHandler;
import dev.assent.connectors.worker.TaskReader;
import dev.assent.connectors.worker.WorkerMeter;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.schemas.vault.MobileVault;
import dev.assent.schemas.vault.PushVault;
import dev.assent.schemas.vault.SecretVault;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** A running worker: each of its connectors takes tasks by itself. */
final class Connectors implements AutoCloseable {
  private final Stopping stopping = new Stopping();
  private final List<ConnectorWorker> workers = new ArrayList<>();
  private final List<KafkaConnectorLog> logs = new ArrayList<>();
  private final Clock clock;

  /** Messages to devices, with what their addresses are opened with. */
  record Telling(PushSettings settings, Pushes pushes, PushMeter meter) {}

  /** A provider with the settings that made it. */
  record Configured(WorkerConnector connector, Provider provider) {}

  private Connectors(
      WorkerSettings settings,
      List<Configured> configured,
      Optional<Telling> telling,
      WorkerMeter meter,
      Clock clock) {
    this.clock = clock;
    KafkaClients clients = new KafkaClients(settings.kafka());
    KafkaConnectorLog log = log(settings.kafka());
    TaskReader reader =
        new TaskReader(
            SelectableAvroSerde.forValues(settings.kafka().registry(), ConnectorTask.class)
                .deserializer(),
            settings
                .vaultKeys()
                .map(file -> new MobileVault(SecretVault.open(file, new SecureRandom()))));
    Map<TaskChannel, List<String>> names =
        configured.stream()
            .map(Configured::connector)
            .collect(
                Collectors.groupingBy(
                    WorkerConnector::channel,
                    Collectors.mapping(WorkerConnector::name, Collectors.toList())));
    for (Configured one : configured) {
      WorkerConnector connector = one.connector();
      List<String> known = names.get(connector.channel());
      TaskHandler handler =
          new TaskHandler(
              new TaskHandler.Connector(
                  connector.name(),
                  one.provider(),
                  Set.copyOf(known),
                  connector.name().equals(known.getFirst())),
              reader,
              log,
              meter,
              clock,
              stopping);
      workers.add(
          new ConnectorWorker(
              connector,
              one.provider(),
              handler,
              clients,
              stopping,
              settings.grace(),
              settings.lock(),
              clock));
    }
    telling.ifPresent(found -> workers.add(worker(settings, found)));
  }

  /** Each principal writes for itself. */
  private KafkaConnectorLog log(KafkaSettings kafka) {
    KafkaConnectorLog log = new KafkaConnectorLog(new KafkaClients(kafka), kafka.registry(), clock);
    logs.add(log);
    return log;
  }

  private ConnectorWorker worker(WorkerSettings settings, Telling telling) {
    PushVault vault =
        settings
            .vaultKeys()
            .map(file -> new PushVault(SecretVault.open(file, new SecureRandom())))
            .orElseThrow(
                () -> new InvalidSettingsException("push needs vault.key.file, the ingress's"));
    return new ConnectorWorker(
        new ConnectorWorker.Group(
            "push",
            Topic.PUSH_TASKS,
            ShareGroups.PUSH,
            telling.settings().lanes(),
            telling.settings().laneSize()),
        telling.pushes()::close,
        telling.pushes().handler(vault, log(settings.pushKafka()), telling.meter(), clock, stopping)
            ::handle,
        new KafkaClients(settings.pushKafka()),
        stopping,
        settings.grace(),
        settings.lock(),
        clock);
  }

  /**
   * Makes the providers, which reads the rest of the settings.
   *
   * @throws dev.assent.schemas.settings.InvalidSettingsException where one is missing, out of range
   *     or names no kind
   */
  static List<Configured> configure(
      WorkerSettings settings, List<ProviderKind> kinds, OutboundMeter meter, Clock clock) {
    ProviderSurroundings surroundings = new ProviderSurroundings(clock, meter);
    return settings.connectors().stream()
        .map(
            connector ->
                new Configured(
                    connector,
                    RevocationProvider.around(
                        ProviderKinds.find(kinds, connector.name(), connector.kind())
                            .open(connector.settings(), surroundings),
                        connector.settings(),
                        surroundings)))
        .toList();
  }

  /**
   * Starts a worker.
   *
   * @throws ShareGroups.RefusedException where the cluster has no share groups
   */
  static Connectors start(
      WorkerSettings settings,
      List<Configured> configured,
      Optional<Telling> telling,
      WorkerMeter meter,
      Clock clock)
      throws ShareGroups.RefusedException, InterruptedException {
    Set<String> groups =
        configured.stream()
            .map(one -> ShareGroups.name(one.connector().name()))
            .collect(Collectors.toSet());
    prepare(settings.kafka(), groups, settings.lock());
    prepare(
        settings.pushKafka(),
        telling.map(_ -> Set.of(ShareGroups.PUSH)).orElse(Set.of()),
        settings.lock());
    Connectors connectors = new Connectors(settings, configured, telling, meter, clock);
    connectors.workers.forEach(ConnectorWorker::start);
    return connectors;
  }

  private static void prepare(KafkaSettings kafka, Set<String> groups, Duration lock)
      throws ShareGroups.RefusedException, InterruptedException {
    if (!groups.isEmpty()) {
      try (Admin admin = new KafkaClients(kafka).admin()) {
        ShareGroups.prepare(admin, groups, lock);
      }
    }
  }

  /** What keeps which connector from taking tasks; empty where all do. */
  Map<String, Object> troubles() {
    Map<String, Object> troubles = new LinkedHashMap<>();
    if (stopping.isBegun()) {
      troubles.put("worker", "stopping");
    }
    workers.forEach(worker -> worker.trouble().ifPresent(why -> troubles.put(worker.name(), why)));
    return troubles;
  }

  /** Its connectors' names. */
  List<String> names() {
    return workers.stream().map(ConnectorWorker::name).toList();
  }

  /** How long ago the oldest task was made that a connector has in hand; zero without one. */
  Duration oldest(String connector) {
    Optional<Instant> oldest =
        workers.stream()
            .filter(worker -> worker.name().equals(connector))
            .findFirst()
            .flatMap(ConnectorWorker::oldest);
    return oldest.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO);
  }

  /** Takes nothing new, comes to an end with what is in hand within the grace, and stops. */
  @Override
  public void close() {
    stopping.begin();
    List<Thread> closing =
        workers.stream().map(worker -> Thread.ofVirtual().start(worker::close)).toList();
    try {
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    logs.forEach(KafkaConnectorLog::close);
  }
}
