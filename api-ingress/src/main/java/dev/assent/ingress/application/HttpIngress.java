package dev.assent.ingress.application;

import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.ingress.tenant.ApiKeys;
import dev.assent.ingress.tenant.TenantAdministration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.InstantSource;
import java.util.Collection;

/** The HTTP server with all dialects, on whatever is behind them. */
final class HttpIngress implements AutoCloseable {
  private final ApplicationContext context;
  private final EmbeddedServer server;

  private HttpIngress(ApplicationContext context, EmbeddedServer server) {
    this.context = context;
    this.server = server;
  }

  static HttpIngress start(
      HttpSettings http,
      ApiKeys keys,
      Operations operations,
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
    context.registerSingleton(OcraSecrets.class, secrets);
    context.registerSingleton(AdministratorKeys.class, administrators);
    context.registerSingleton(TenantAdministration.class, administration);
    context.registerSingleton(Condition.class, condition);
    context.registerSingleton(InstantSource.class, clock);
    context.start();
    Gauge.builder("assent.ingress.in.flight", condition, Condition::inFlight)
        .description("Requests that wait for their reply")
        .register(context.getBean(MeterRegistry.class));
    try {
      return new HttpIngress(context, context.getBean(EmbeddedServer.class).start());
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  int port() {
    return server.getPort();
  }

  /** All that the server is made of and that is of this type. */
  <T> Collection<T> parts(Class<T> type) {
    return context.getBeansOfType(type);
  }

  /** Takes no more requests, lets those end that are under way, and stops. */
  @Override
  public void close() {
    context.close();
  }
}
