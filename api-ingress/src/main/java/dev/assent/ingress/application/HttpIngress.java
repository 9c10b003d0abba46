package dev.assent.ingress.application;

import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Outcomes;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.settings.IngressSettings.WaitSettings;
import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.ingress.tenant.ApiKeys;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.waiting.OperationWaits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.InstantSource;

/** The HTTP server with all dialects, on whatever is behind them. */
final class HttpIngress implements AutoCloseable {
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final OperationWaits waits;

  private HttpIngress(ApplicationContext context, EmbeddedServer server, OperationWaits waits) {
    this.context = context;
    this.server = server;
    this.waits = waits;
  }

  static HttpIngress start(
      HttpSettings http,
      ApiKeys keys,
      Operations operations,
      OperationWaits waits,
      WaitSettings waitSettings,
      OcraSecrets secrets,
      AdministratorKeys administrators,
      TenantAdministration administration,
      Condition condition,
      InstantSource clock) {
    ApplicationContext context =
        ApplicationContext.builder()
            .enableDefaultPropertySources(false)
            .environmentPropertySource(false)
            .bootstrapEnvironment(false)
            .deduceEnvironment(false)
            .deduceCloudEnvironment(false)
            .banner(false)
            .properties(ServerProperties.of(http))
            .build();
    context.registerSingleton(ApiKeys.class, keys);
    context.registerSingleton(Operations.class, operations);
    context.registerSingleton(Outcomes.class, new Outcomes(operations, waits));
    context.registerSingleton(WaitSettings.class, waitSettings);
    context.registerSingleton(OcraSecrets.class, secrets);
    context.registerSingleton(AdministratorKeys.class, administrators);
    context.registerSingleton(TenantAdministration.class, administration);
    context.registerSingleton(Condition.class, condition);
    context.registerSingleton(InstantSource.class, clock);
    context.start();
    Gauge.builder("assent.ingress.in.flight", condition, Condition::inFlight)
        .description("Requests that wait for their reply")
        .register(context.getBean(MeterRegistry.class));
    Gauge.builder("assent.ingress.waits", waits, OperationWaits::size)
        .description("Long polls and streams of events that are open")
        .register(context.getBean(MeterRegistry.class));
    try {
      return new HttpIngress(context, context.getBean(EmbeddedServer.class).start(), waits);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  int port() {
    return server.getPort();
  }

  /** Takes no more requests, lets those end that are under way, waits included, and stops. */
  @Override
  public void close() {
    waits.close();
    context.close();
  }
}
