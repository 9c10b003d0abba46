package dev.assent.ingress.application;

import dev.assent.ingress.audit.AuditTrail;
import dev.assent.ingress.authentication.Authentication;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.limit.Draining;
import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.service.MobileSignatures;
import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Outcomes;
import dev.assent.ingress.service.PushAddresses;
import dev.assent.ingress.service.WebhookSecrets;
import dev.assent.ingress.settings.DrainSettings;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.settings.IngressSettings.WaitSettings;
import dev.assent.ingress.settings.LimitSettings;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantSettings;
import dev.assent.ingress.trace.Tracing;
import dev.assent.ingress.waiting.OperationWaits;
import dev.assent.schemas.metric.Meters;
import dev.assent.schemas.metric.Metric;
import dev.assent.schemas.sealing.CancellationKeys;
import dev.assent.schemas.settings.InvalidSettingsException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** The HTTP server with all dialects, on whatever is behind them. */
final class HttpIngress implements AutoCloseable {
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final Draining draining;
  private final Duration notice;
  private final OperationWaits waits;

  private HttpIngress(
      ApplicationContext context,
      EmbeddedServer server,
      Draining draining,
      Duration notice,
      OperationWaits waits) {
    this.context = context;
    this.server = server;
    this.draining = draining;
    this.notice = notice;
    this.waits = waits;
  }

  static HttpIngress start(
      HttpSettings http,
      Authentication authentication,
      Services services,
      Condition condition,
      InstantSource clock,
      Surroundings surroundings) {
    DrainSettings drain = surroundings.drain();
    Draining draining = new Draining();
    ApplicationContext context =
        ApplicationContext.builder()
            .enableDefaultPropertySources(false)
            .environmentPropertySource(false)
            .bootstrapEnvironment(false)
            .deduceEnvironment(false)
            .deduceCloudEnvironment(false)
            .banner(false)
            .properties(ServerProperties.of(http, surroundings.sizes(), drain.grace()))
            .build();
    context.registerSingleton(Authentication.class, authentication);
    context.registerSingleton(Operations.class, services.operations());
    context.registerSingleton(
        Outcomes.class, new Outcomes(services.operations(), services.waits()));
    context.registerSingleton(WaitSettings.class, surroundings.waits());
    context.registerSingleton(OcraSecrets.class, services.secrets());
    context.registerSingleton(PushAddresses.class, services.pushAddresses());
    context.registerSingleton(WebhookSecrets.class, services.webhookSecrets());
    context.registerSingleton(MobileSignatures.class, services.mobileSignatures());
    context.registerSingleton(CancellationKeys.class, services.cancellationKeys());
    context.registerSingleton(TenantSettings.class, services.tenants());
    context.registerSingleton(TenantAdministration.class, services.administration());
    context.registerSingleton(Condition.class, condition);
    context.registerSingleton(InstantSource.class, clock);
    context.registerSingleton(LimitSettings.class, surroundings.sizes());
    context.registerSingleton(Limits.class, surroundings.limits());
    context.registerSingleton(Tracing.class, surroundings.tracing());
    context.registerSingleton(AuditTrail.class, surroundings.audit());
    context.registerSingleton(Draining.class, draining);
    context.start();
    Meters meters = new Meters(context.getBean(MeterRegistry.class));
    meters.gauge(Metric.IN_FLIGHT, condition, Condition::inFlight);
    meters.gauge(Metric.REQUESTS_SERVED, surroundings.limits(), Limits::requests);
    meters.counted(Metric.AUDIT_LOST, surroundings.audit(), AuditTrail::lost);
    for (String follower : condition.lags().keySet()) {
      meters.gauge(Metric.FOLLOWER_LAG, condition, state -> state.lags().get(follower), follower);
    }
    meters.gauge(Metric.WAITS, services.waits(), OperationWaits::size);
    try {
      http.tls().ifPresent(tls -> TlsCheck.require(context, tls));
      requireKnown(authentication.configuredDialects(), context.getBeansOfType(Dialect.class));
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      return new HttpIngress(context, server, draining, drain.notice(), services.waits());
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

  /** All that the server is made of and that is of this type. */
  <T> Collection<T> parts(Class<T> type) {
    return context.getBeansOfType(type);
  }

  /**
   * Says that it is not ready, and gives whoever sends requests here the time to see it. Then it
   * ends all waits, takes no more connections, answers the requests that are under way within the
   * grace, tells each connection that it was the last one, and stops.
   */
  @Override
  public void close() {
    draining.begin();
    long end = System.nanoTime() + notice.toNanos();
    for (long left = notice.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    waits.close();
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
