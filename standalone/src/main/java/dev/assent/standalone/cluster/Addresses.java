package dev.assent.standalone.cluster;

import dev.assent.schemas.access.Principal;
import dev.assent.standalone.protection.Protection;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where a local Assent listens.
 *
 * @param bootstrapServers host and port of each broker, comma separated
 * @param schemaRegistry the registry's Confluent-compatible API
 * @param ingress the HTTP API, of the first ingress
 * @param processor the first processor's health, metrics and internal view
 * @param connectors the first connectors' health and metrics
 * @param mobileService the simulated mobile signature service
 * @param identityProvider the simulated identity provider
 * @param protection what the broker, the registry and the ingress are protected by; nothing: they
 *     speak in plain
 */
public record Addresses(
    String bootstrapServers,
    URI schemaRegistry,
    URI ingress,
    URI processor,
    URI connectors,
    URI mobileService,
    URI identityProvider,
    Optional<Protection> protection) {
  /** All services listen on loopback only. */
  static final String HOST = "127.0.0.1";

  static Addresses of(LocalSettings settings, Optional<Protection> protection) {
    Ports ports = settings.ports();
    String scheme = protection.isPresent() ? "https" : "http";
    return new Addresses(
        settings
            .kafka()
            .orElseGet(
                () ->
                    ports.all(Ports.Use.BROKER).stream()
                        .map(port -> HOST + ":" + port)
                        .collect(Collectors.joining(","))),
        address(scheme, ports.number(Ports.Use.REGISTRY)).resolve("/apis/ccompat/v7"),
        address(scheme, ports.number(Ports.Use.INGRESS)),
        http(ports, Ports.Use.PROCESSOR),
        http(ports, Ports.Use.CONNECTORS),
        http(ports, Ports.Use.MOBILE_SERVICE),
        http(ports, Ports.Use.BANK_IDP),
        protection);
  }

  static URI http(Ports ports, Ports.Use use) {
    return http(ports.number(use));
  }

  static URI http(int port) {
    return address("http", port);
  }

  /** Where an ingress listens. */
  URI ingress(int port) {
    return address(ingress.getScheme(), port);
  }

  private static URI address(String scheme, int port) {
    return URI.create(scheme + "://" + HOST + ":" + port);
  }

  /**
   * What a Kafka client and its serde need to reach broker and registry: as an operator, where they
   * are protected.
   */
  public Map<String, Object> clientConfiguration() {
    return clientConfiguration(Principal.OPERATORS);
  }

  /** The same for another principal, where it matters. */
  public Map<String, Object> clientConfiguration(Principal principal) {
    return configuration(found -> found.clients(principal));
  }

  /** The same for whoever grants rights on a protected broker, and does nothing else. */
  public Map<String, Object> grantingClients() {
    return configuration(Protection::grantingClients);
  }

  private Map<String, Object> configuration(Function<Protection, Map<String, String>> clients) {
    Map<String, Object> configuration = new HashMap<>();
    protection.ifPresent(
        found -> {
          configuration.putAll(clients.apply(found));
          configuration.putAll(found.registry());
        });
    configuration.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    configuration.put("schema.registry.url", schemaRegistry.toString());
    return configuration;
  }
}
