package dev.assent.ingress.application;

import dev.assent.ingress.authentication.Authentication;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.schemas.settings.InvalidSettingsException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

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
      Authentication authentication,
      Operations operations,
      OcraSecrets secrets,
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
    context.registerSingleton(Authentication.class, authentication);
    context.registerSingleton(Operations.class, operations);
    context.registerSingleton(OcraSecrets.class, secrets);
    context.registerSingleton(TenantAdministration.class, administration);
    context.registerSingleton(Condition.class, condition);
    context.registerSingleton(InstantSource.class, clock);
    context.start();
    Gauge.builder("assent.ingress.in.flight", condition, Condition::inFlight)
        .description("Requests that wait for their reply")
        .register(context.getBean(MeterRegistry.class));
    try {
      http.tls().ifPresent(tls -> TlsCheck.require(context, tls));
      requireKnown(authentication.configuredDialects(), context.getBeansOfType(Dialect.class));
      return new HttpIngress(context, context.getBean(EmbeddedServer.class).start());
    } catch (BeanInstantiationException e) {
      context.close();
      throw new InvalidSettingsException(
          "the HTTP server cannot be set up: " + rootCause(e).getMessage());
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static void requireKnown(Set<String> names, Collection<Dialect> dialects) {
    Set<String> unknown = new TreeSet<>(names);
    dialects.forEach(dialect -> unknown.remove(dialect.name()));
    if (!unknown.isEmpty()) {
      throw new InvalidSettingsException("authentication.schemes: no dialect is called " + unknown);
    }
  }

  /** The port that it listens on. */
  int port() {
    return server.getPort();
  }

  /** Takes no more requests, lets those end that are under way, and stops. */
  @Override
  public void close() {
    context.close();
  }

  private static Throwable rootCause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
