package dev.assent.ingress.application;

import dev.assent.ingress.audit.AdministrationAudit;
import dev.assent.ingress.audit.KafkaAuditTrail;
import dev.assent.ingress.authentication.Authentication;
import dev.assent.ingress.authentication.HttpKeySetSource;
import dev.assent.ingress.gateway.KafkaCommandGateway;
import dev.assent.ingress.kafka.KafkaClients;
import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.service.MobileSignatures;
import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.PushAddresses;
import dev.assent.ingress.service.WebhookSecrets;
import dev.assent.ingress.settings.IngressSettings;
import dev.assent.ingress.tenant.KafkaTenantLog;
import dev.assent.ingress.tenant.OperationQuota;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantDirectory;
import dev.assent.ingress.tenant.TenantReader;
import dev.assent.ingress.trace.Tracing;
import dev.assent.ingress.view.HttpCommittedView;
import dev.assent.ingress.waiting.OperationReader;
import dev.assent.ingress.waiting.OperationWaits;
import dev.assent.schemas.avro.AuditRecord;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.health.Dependencies;
import dev.assent.schemas.sealing.CancellationKeys;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.schemas.vault.MobileVault;
import dev.assent.schemas.vault.OcraVault;
import dev.assent.schemas.vault.PushVault;
import dev.assent.schemas.vault.WebhookVault;
import io.micronaut.http.server.exceptions.ServerStartupException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running ingress. */
public final class Ingress implements Condition, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);
  private static final String ENDED = "its thread has ended";

  private final KafkaCommandGateway gateway;
  private final TenantReader tenants;
  private final HttpCommittedView view;
  private final KafkaTenantLog tenantLog;
  private final TenantAdministration administration;
  private final KafkaAuditTrail audit;
  private final Tracing tracing;
  private final HttpKeySetSource keySource;
  private final Authentication authentication;
  private final OperationReader changes;
  private final Dependencies dependencies;
  private final HttpIngress http;

  private Ingress(IngressSettings settings) {
    KafkaClients clients = new KafkaClients(settings.kafka());
    Clock clock = Clock.systemUTC();
    TenantDirectory directory = new TenantDirectory(clock);
    gateway =
        new KafkaCommandGateway(
            clients,
            SelectableAvroSerde.forValues(settings.kafka().registry(), Command.class).serializer(),
            SelectableAvroSerde.forValues(settings.kafka().registry(), Reply.class).deserializer(),
            settings.replyTimeout(),
            settings.requestsLimit());
    tenants =
        new TenantReader(
            clients,
            SelectableAvroSerde.forValues(settings.kafka().registry(), Tenant.class).deserializer(),
            directory);
    view = new HttpCommittedView(settings.view());
    OperationQuota quota = new OperationQuota(directory, System::nanoTime);
    Limits limits = new Limits(settings.limits(), System::nanoTime);
    Operations operations =
        new Operations(gateway, view, quota, limits, settings.replyTimeout(), clock);
    audit =
        new KafkaAuditTrail(
            "ingress-" + UUID.randomUUID(),
            () -> clients.patientProducer("assent-ingress-audit"),
            SelectableAvroSerde.forValues(settings.kafka().registry(), AuditRecord.class)
                .serializer());
    tracing = Tracing.to(settings.traceCollector());
    OperationWaits waits = new OperationWaits(settings.waits().limit());
    changes =
        new OperationReader(
            clients,
            SelectableAvroSerde.forValues(settings.kafka().registry(), OperationSnapshot.class)
                .deserializer(),
            waits);
    tenantLog =
        new KafkaTenantLog(
            clients,
            SelectableAvroSerde.forValues(settings.kafka().registry(), Tenant.class).serializer(),
            settings.replyTimeout());
    administration =
        new TenantAdministration(
            directory, tenantLog, settings.replyTimeout(), new AdministrationAudit(audit, clock));
    keySource = new HttpKeySetSource(settings.authentication().keyServers());
    authentication =
        new Authentication(
            settings.authentication().schemes(),
            directory,
            settings.administrators(),
            settings.authentication().bearer(),
            keySource,
            clock);
    LOG.atInfo()
        .addKeyValue("administration", settings.administrators().areAny() ? "on" : "off")
        .addKeyValue("vault", settings.vault().isPresent() ? "open" : "none")
        .log("administration.key.file and vault.key.file say what is on");
    dependencies = new Dependencies(settings.kafka().clients(), settings.kafka().registry());
    dependencies.start();
    gateway.start();
    tenants.start();
    audit.start();
    changes.start();
    try {
      http =
          HttpIngress.start(
              settings.http(),
              authentication,
              new Services(
                  operations,
                  waits,
                  new OcraSecrets(settings.vault().map(OcraVault::new)),
                  new PushAddresses(settings.vault().map(PushVault::new)),
                  new WebhookSecrets(
                      settings.vault().map(WebhookVault::new), settings.webhookLoopback()),
                  new MobileSignatures(
                      operations, settings.vault().map(MobileVault::new), directory),
                  settings.vault().map(CancellationKeys::of).orElse(CancellationKeys.NONE),
                  directory,
                  administration),
              this,
              clock,
              new Surroundings(
                  settings.limits(), limits, settings.waits(), tracing, audit, settings.drain()));
    } catch (RuntimeException e) {
      closeClients();
      throw e;
    }
  }

  /**
   * Starts it. It answers at once, and is ready once {@link #obstacles()} are none.
   *
   * @throws ServerStartupException where the port is taken
   * @throws KafkaException where a setting that is passed on is not valid
   */
  public static Ingress start(IngressSettings settings) {
    return new Ingress(settings);
  }

  /** The port that it listens on. */
  public int port() {
    return http.port();
  }

  @Override
  public Map<String, Object> obstacles() {
    Map<String, Object> obstacles = new LinkedHashMap<>();
    if (!gateway.ready()) {
      obstacles.put("replies", why("no partition of them is read yet", gateway.trouble()));
    }
    if (!tenants.loaded()) {
      obstacles.put("tenants", why("not all of them are read yet", tenants.trouble()));
    }
    if (!changes.following()) {
      obstacles.put("operations", why("they are not followed yet", changes.trouble()));
    }
    return obstacles;
  }

  private static String why(String state, Optional<String> trouble) {
    return trouble.map(failure -> state + ": " + failure).orElse(state);
  }

  @Override
  public Map<String, Object> ended() {
    Map<String, Object> ended = new LinkedHashMap<>();
    if (!gateway.alive()) {
      ended.put("replies", ENDED);
    }
    if (!tenants.alive()) {
      ended.put("tenants", ENDED);
    }
    if (!changes.alive()) {
      ended.put("operations", ENDED);
    }
    return ended;
  }

  @Override
  public Map<String, Object> silent() {
    return dependencies.troubles();
  }

  @Override
  public Map<String, Long> lags() {
    return Map.of("replies", gateway.lag(), "tenants", tenants.lag(), "operations", changes.lag());
  }

  @Override
  public int inFlight() {
    return gateway.inFlight();
  }

  /** Stops it: the requests under way are answered first. */
  @Override
  public void close() {
    http.close();
    closeClients();
  }

  private void closeClients() {
    dependencies.close();
    authentication.close();
    keySource.close();
    administration.close();
    audit.close();
    tracing.close();
    tenantLog.close();
    gateway.close();
    tenants.close();
    changes.close();
    view.close();
  }
}
