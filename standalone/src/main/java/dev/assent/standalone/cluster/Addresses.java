package dev.assent.standalone.cluster;

import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where a local Assent listens.
 *
 * @param bootstrapServers host and port of each broker, comma separated
 * @param schemaRegistry the registry's Confluent-compatible API
 * @param ingress the HTTP API, of the first ingress
 * @param processor the first processor's health, metrics and internal view
 * @param mobileService the simulated mobile signature service
 * @param identityProvider the simulated identity provider
 */
public record Addresses(
    String bootstrapServers,
    URI schemaRegistry,
    URI ingress,
    URI processor,
    URI mobileService,
    URI identityProvider) {
  /** All services listen on loopback only. */
  static final String HOST = "127.0.0.1";

  static Addresses of(LocalSettings settings) {
    Ports ports = settings.ports();
    return new Addresses(
        settings
            .kafka()
            .orElseGet(
                () ->
                    ports.all(Ports.Use.BROKER).stream()
                        .map(port -> HOST + ":" + port)
                        .collect(Collectors.joining(","))),
        http(ports, Ports.Use.REGISTRY).resolve("/apis/ccompat/v7"),
        http(ports, Ports.Use.INGRESS),
        http(ports, Ports.Use.PROCESSOR),
        http(ports, Ports.Use.MOBILE_SERVICE),
        http(ports, Ports.Use.BANK_IDP));
  }

  static URI http(Ports ports, Ports.Use use) {
    return http(ports.number(use));
  }

  static URI http(int port) {
    return URI.create("http://" + HOST + ":" + port);
  }

  /** What a Kafka client and its serde need to reach broker and registry. */
  public Map<String, Object> clientConfiguration() {
    return Map.of(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        "schema.registry.url",
        schemaRegistry.toString());
  }
}
