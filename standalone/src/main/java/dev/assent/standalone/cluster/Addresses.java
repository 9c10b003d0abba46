package dev.assent.standalone.cluster;

import java.net.URI;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where a local Assent listens.
 *
 * @param bootstrapServers host and port of the broker
 * @param schemaRegistry the registry's Confluent-compatible API
 * @param ingress the HTTP API
 * @param processor the processor's health, metrics and internal view
 * @param connectors the connectors' health and metrics
 * @param mobileService the simulated mobile signature service
 * @param identityProvider the simulated identity provider
 */
public record Addresses(
    String bootstrapServers,
    URI schemaRegistry,
    URI ingress,
    URI processor,
    URI connectors,
    URI mobileService,
    URI identityProvider) {
  /** All services listen on loopback only. */
  static final String HOST = "127.0.0.1";

  static Addresses of(Ports ports) {
    return new Addresses(
        HOST + ":" + ports.number(Ports.Use.BROKER),
        http(ports, Ports.Use.REGISTRY).resolve("/apis/ccompat/v7"),
        http(ports, Ports.Use.INGRESS),
        http(ports, Ports.Use.PROCESSOR),
        http(ports, Ports.Use.CONNECTORS),
        http(ports, Ports.Use.MOBILE_SERVICE),
        http(ports, Ports.Use.BANK_IDP));
  }

  static URI http(Ports ports, Ports.Use use) {
    return URI.create("http://" + HOST + ":" + ports.number(use));
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
