package dev.assent.ingress.application;

import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.settings.LimitSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The properties of the HTTP server. They come from here alone: the context reads neither files nor
 * the environment, so that nobody can open an endpoint or lift a limit from outside.
 */
final class ServerProperties {
  private ServerProperties() {}

  static Map<String, Object> of(HttpSettings http, LimitSettings limits, Duration grace) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("assent.service", "ingress");
    properties.put("micronaut.application.name", "assent-ingress");
    properties.put("micronaut.server.host", http.host());
    properties.put("micronaut.server.port", http.port() == 0 ? -1 : http.port());
    properties.put("micronaut.server.max-request-size", limits.bodyBytes());
    properties.put("micronaut.server.netty.max-header-size", limits.headerBytes());
    properties.put("micronaut.server.netty.max-initial-line-length", limits.requestLineBytes());
    http.tls().ifPresent(tls -> properties.putAll(TlsProperties.of(tls, http.port())));
    // Longer than the longest wait (docs/reference/waiting.md), in which nothing is sent.
    properties.put("micronaut.server.idle-timeout", "75s");
    // A stream of events is only written to, for as long as an operation can be open.
    properties.put("micronaut.server.read-idle-timeout", "11m");
    properties.put("micronaut.server.log-handled-exceptions", false);
    properties.put("micronaut.lifecycle.graceful-shutdown.enabled", true);
    properties.put("micronaut.lifecycle.graceful-shutdown.grace-period", grace);
    properties.put("endpoints.all.enabled", false);
    properties.put("endpoints.health.enabled", true);
    properties.put("endpoints.health.sensitive", false);
    properties.put("endpoints.health.details-visible", "ANONYMOUS");
    properties.put("endpoints.health.disk-space.enabled", false);
    properties.put("endpoints.prometheus.enabled", true);
    properties.put("endpoints.prometheus.sensitive", false);
    properties.put("micronaut.metrics.enabled", true);
    properties.put("micronaut.metrics.export.prometheus.enabled", true);
    properties.put("micronaut.metrics.binders.web.enabled", false);
    return properties;
  }
}
