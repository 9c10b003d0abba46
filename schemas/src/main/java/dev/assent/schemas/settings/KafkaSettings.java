package dev.assent.schemas.settings;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * Where the broker and the schema registry are. Connection and security settings pass through; what
 * correctness depends on (acknowledgements, idempotence, isolation, timeouts and their order) is
 * set in code and refused here, as is what makes TLS worthless.
 *
 * @param clients settings of every Kafka client
 * @param registry settings of the value serde, by their whole names
 * @param leastReplicas {@code cluster.replicas.least}: copies of each partition that a secured
 *     cluster must have, 1 to 9; all but one of them must be in sync for a record to be taken
 */
public record KafkaSettings(
    Map<String, String> clients, Map<String, String> registry, int leastReplicas) {
  private static final String CLIENT_PREFIX = "kafka.";
  private static final String PLAIN_ALLOWED = "cluster.plain.allowed";
  private static final String REGISTRY_URL = "schema.registry.url";
  private static final int STANDARD_REPLICAS = 3;
  private static final Set<String> OVER_TLS = Set.of("SSL", "SASL_SSL");
  private static final Set<String> SOUND_TLS = Set.of("TLSv1.2", "TLSv1.3");
  private static final List<String> TLS_VERSIONS =
      List.of(SslConfigs.SSL_PROTOCOL_CONFIG, SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG);
  private static final List<String> REGISTRY_PREFIXES =
      List.of("schema.registry.", "assent.avro.", "basic.auth.", "apicurio.registry.");
  private static final List<String> PASSED =
      List.of(
          "bootstrap.servers",
          "security.",
          "ssl.",
          "sasl.",
          "client.dns.lookup",
          "client.rack",
          "metadata.max.age.ms",
          "reconnect.backoff.",
          "socket.connection.setup.timeout.");

  public KafkaSettings {
    clients = Map.copyOf(clients);
    Map<String, String> serde = new TreeMap<>(registry);
    serde.put("specific.avro.reader", "true");
    serde.put("auto.register.schemas", "false");
    registry = Map.copyOf(serde);
    if (!clients.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new InvalidSettingsException("kafka.bootstrap.servers must be given");
    }
    for (String name : clients.keySet()) {
      if (PASSED.stream().noneMatch(name::startsWith)) {
        throw new InvalidSettingsException(
            CLIENT_PREFIX + name + " cannot be set: only connection and security settings can");
      }
    }
    requireSoundTls(clients);
  }

  /** Settings for a cluster of which one copy of each partition is enough. */
  public KafkaSettings(Map<String, String> clients, Map<String, String> registry) {
    this(clients, registry, 1);
  }

  /**
   * Reads {@code kafka.*} and the registry's settings. A secret is given as the file that holds it:
   * {@code kafka.ssl.keystore.password.file}.
   *
   * @throws InvalidSettingsException where one is missing or may not be set, or where the cluster
   *     would be spoken to in plain over a network and {@code cluster.plain.allowed} does not say
   *     that this is meant
   */
  public static KafkaSettings from(SettingsReader reader) {
    Map<String, String> clients = clients(reader, CLIENT_PREFIX);
    reader.text(REGISTRY_URL);
    Map<String, String> registry = new TreeMap<>();
    REGISTRY_PREFIXES.forEach(prefix -> registry.putAll(SecretFiles.read(reader, prefix)));
    int leastReplicas = reader.integer("cluster.replicas.least", STANDARD_REPLICAS, 1, 9);
    boolean plainAllowed = reader.text(PLAIN_ALLOWED, "false").equals("true");
    KafkaSettings settings = new KafkaSettings(clients, registry, leastReplicas);
    if (!plainAllowed) {
      settings.requireProtection();
    }
    return settings;
  }

  /**
   * The same for a part of a process that is a principal of its own: {@code <part>.kafka.*} stands
   * before {@code kafka.*}.
   *
   * @throws InvalidSettingsException where a setting may not be set
   */
  public KafkaSettings forPart(SettingsReader reader, String part) {
    Map<String, String> overlaid = new TreeMap<>(clients);
    overlaid.putAll(clients(reader, part + "." + CLIENT_PREFIX));
    return new KafkaSettings(overlaid, registry, leastReplicas);
  }

  /** Whether brokers are spoken to over TLS; only then do they have principals and rights. */
  public boolean secured() {
    return OVER_TLS.contains(
        clients.getOrDefault(
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
            CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL));
  }

  private void requireProtection() {
    String brokers = clients.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    if (!secured() && !Arrays.stream(brokers.split(",")).allMatch(KafkaSettings::isLoopback)) {
      throw new InvalidSettingsException(
          "kafka.security.protocol must be SSL or SASL_SSL, because kafka.bootstrap.servers is"
              + " not this machine; or "
              + PLAIN_ALLOWED
              + "=true where the network is protected otherwise");
    }
    for (String url : registry.get(REGISTRY_URL).split(",")) {
      if (!url.strip().startsWith("https:") && !isLoopback(authority(url))) {
        throw new InvalidSettingsException(
            REGISTRY_URL
                + " must begin with https, because it is not this machine; or "
                + PLAIN_ALLOWED
                + "=true where the network is protected otherwise");
      }
    }
  }

  private static String authority(String url) {
    try {
      String authority = URI.create(url.strip()).getAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException _) {
      // not repeated: it may hold credentials
      throw new InvalidSettingsException(REGISTRY_URL + " holds an entry that is not a URL");
    }
  }

  /** By its text alone: what a name means may change after the start. */
  private static boolean isLoopback(String hostAndPort) {
    String text = hostAndPort.strip();
    String host = text.substring(text.lastIndexOf('@') + 1).replaceFirst(":[0-9]*$", "");
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  private static void requireSoundTls(Map<String, String> clients) {
    String checked = clients.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
    if (checked != null && !checked.equals("https")) {
      throw new InvalidSettingsException(
          CLIENT_PREFIX
              + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG
              + " must be https: without it any certificate would do for any broker");
    }
    for (String name : TLS_VERSIONS) {
      String versions = clients.get(name);
      if (versions != null
          && !Arrays.stream(versions.split(",")).map(String::strip).allMatch(SOUND_TLS::contains)) {
        throw new InvalidSettingsException(
            CLIENT_PREFIX + name + " must be TLSv1.3, TLSv1.2 or both, not " + versions);
      }
    }
  }

  private static Map<String, String> clients(SettingsReader reader, String prefix) {
    Map<String, String> clients = new TreeMap<>();
    SecretFiles.read(reader, prefix)
        .forEach((name, value) -> clients.put(name.substring(prefix.length()), value));
    return clients;
  }
}
