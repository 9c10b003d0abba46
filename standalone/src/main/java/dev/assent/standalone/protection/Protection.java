package dev.assent.standalone.protection;

import dev.assent.schemas.access.Principal;
import dev.assent.standalone.process.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates of a cluster on this machine: one for each principal and one for each server, in
 * a directory that only its owner can enter.
 *
 * @param directory keeps them
 */
public record Protection(Path directory) {
  /** The broker: the user whom it trusts as another broker. */
  static final String BROKER = "assent-broker";

  /** Whoever grants rights, and does nothing else. */
  static final String SECURITY = "assent-security";

  private static final String REGISTRY = "registry";
  private static final String INGRESS_SERVER = "ingress-server";
  private static final Duration LIFE = Duration.ofDays(365);
  private static final Duration LEAST_LIFE_LEFT = Duration.ofDays(30);

  /**
   * Makes the certificates that are missing, and writes the settings of a broker.
   *
   * @param host address that it listens on
   * @param port for clients
   * @param controllerPort for the controller
   * @throws IOException where they cannot be read or written
   */
  public void prepare(String host, int port, int controllerPort) throws IOException {
    ensure();
    writeBrokerSettings(host, port, controllerPort);
  }

  /**
   * Makes the certificates where one is missing or the authority's ends within 30 days: all of them
   * anew, because the key of the authority is not kept.
   */
  void ensure() throws IOException {
    PrivateFile.createDirectory(directory);
    List<String> names = names();
    boolean whole = names.stream().allMatch(name -> Files.exists(certificate(name)));
    if (whole && Files.exists(authority()) && outlives(LEAST_LIFE_LEFT)) {
      return;
    }
    ClusterAuthority authority = new ClusterAuthority(LIFE);
    for (String name : names) {
      ClusterAuthority.Certified certified = authority.issue(name);
      PrivateFile.write(keyAndCertificate(name), certified.key() + certified.certificate());
      PrivateFile.write(key(name), certified.key());
      PrivateFile.write(certificate(name), certified.certificate());
    }
    // last: as long as it is not there, all is made anew
    PrivateFile.write(authority(), authority.rootPem());
  }

  /** The certificate by which all others are verified, PEM. */
  public Path authority() {
    return directory.resolve("authority.pem");
  }

  /** How the principal speaks to the brokers; without where they are. */
  public Map<String, String> clients(Principal principal) {
    return clients(principal.standardName());
  }

  /** How whoever grants rights speaks to the brokers. */
  public Map<String, String> grantingClients() {
    return clients(SECURITY);
  }

  /** How anybody speaks to the schema registry; without where it is. */
  public Map<String, String> registry() {
    return Map.of(
        "schema.registry.ssl.truststore.location",
        authority().toString(),
        "schema.registry.ssl.truststore.type",
        "PEM");
  }

  /** The settings of a service, as its arguments. */
  public List<String> arguments(Principal principal) {
    List<String> arguments = new ArrayList<>();
    clients(principal)
        .forEach((name, value) -> arguments.add("--kafka.%s=%s".formatted(name, value)));
    registry().forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
    // there is one broker on this machine
    arguments.add("--cluster.replicas.least=1");
    return arguments;
  }

  /** The setting with which a part of a process is a principal of its own. */
  public String partArgument(String part, Principal principal) {
    return "--%s.kafka.ssl.keystore.location=%s"
        .formatted(part, keyAndCertificate(principal.standardName()));
  }

  /** The settings of the ingress as a server. */
  public List<String> ingressArguments() {
    return List.of("--http.tls.key.file=" + keyAndCertificate(INGRESS_SERVER));
  }

  /** The settings of the registry as a server, as system properties of its JVM. */
  public List<String> registryProperties() {
    return List.of(
        "-Dquarkus.http.ssl.certificate.files=" + certificate(REGISTRY),
        "-Dquarkus.http.ssl.certificate.key-files=" + key(REGISTRY),
        "-Dquarkus.http.ssl.protocols=TLSv1.3",
        "-Dquarkus.http.insecure-requests=disabled");
  }

  /**
   * Writes what makes the broker a secured one: TLS with certificates on both sides at every
   * listener, and nothing allowed that is not granted.
   */
  private void writeBrokerSettings(String host, int port, int controllerPort) throws IOException {
    Map<String, String> settings = new TreeMap<>(stores(BROKER));
    settings.put(
        "listeners", "SSL://%s:%d,CONTROLLER://%s:%d".formatted(host, port, host, controllerPort));
    settings.put("advertised.listeners", "SSL://%s:%d".formatted(host, port));
    settings.put("listener.security.protocol.map", "SSL:SSL,CONTROLLER:SSL");
    settings.put("inter.broker.listener.name", "SSL");
    settings.put("ssl.client.auth", "required");
    settings.put("ssl.enabled.protocols", "TLSv1.3");
    settings.put("ssl.principal.mapping.rules", "RULE:^CN=([A-Za-z0-9-]+)$/$1/");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("allow.everyone.if.no.acl.found", "false");
    settings.put("super.users", "User:%s;User:%s".formatted(BROKER, SECURITY));
    StringBuilder text = new StringBuilder();
    settings.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    PrivateFile.write(brokerSettings(), text.toString());
  }

  /** The properties file that {@link #prepare} writes for the broker. */
  public Path brokerSettings() {
    return directory.resolve("broker.properties");
  }

  /**
   * A TLS context that trusts the cluster's authority and nobody else.
   *
   * @throws UncheckedIOException where its certificate cannot be read
   */
  public SSLContext trust() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authorityCertificate());
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(authority() + " cannot be used", failure);
    }
  }

  private Map<String, String> clients(String user) {
    Map<String, String> clients = new TreeMap<>(stores(user));
    clients.put("security.protocol", "SSL");
    return clients;
  }

  private Map<String, String> stores(String user) {
    return Map.of(
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.location",
        keyAndCertificate(user).toString(),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        authority().toString());
  }

  private boolean outlives(Duration left) throws IOException {
    try {
      return authorityCertificate().getNotAfter().toInstant().isAfter(Instant.now().plus(left));
    } catch (GeneralSecurityException failure) {
      throw new IOException(authority() + " cannot be used", failure);
    }
  }

  private X509Certificate authorityCertificate() throws IOException, GeneralSecurityException {
    try (InputStream file = Files.newInputStream(authority())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of(BROKER, SECURITY, REGISTRY, INGRESS_SERVER));
    Arrays.stream(Principal.values()).map(Principal::standardName).forEach(names::add);
    return names;
  }

  private Path keyAndCertificate(String name) {
    return directory.resolve(name + ".pem");
  }

  private Path key(String name) {
    return directory.resolve(name + ".key.pem");
  }

  private Path certificate(String name) {
    return directory.resolve(name + ".certificate.pem");
  }
}
