package dev.assent.ingress.settings;

import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.KafkaSettings;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All settings of the ingress.
 *
 * @param kafka where the broker and the schema registry are
 * @param http where the ingress listens
 * @param authentication how callers identify themselves
 * @param view where the processor serves the committed view
 * @param administrators who may change tenants; nobody where {@code administration.key.file} is not
 *     given
 * @param vault encrypts OCRA secrets, calling numbers and webhooks' secrets with the keys of {@code
 *     vault.key.file}, which are the processor's too; left out, none can be registered and no
 *     device can cancel with a sealed message
 * @param replyTimeout how long a request waits for its reply, 100 ms to 4.5 s; a caller is answered
 *     within 5 s
 * @param requestsLimit requests that may wait for a reply at a time, 1 to 65,536
 * @param waits waiting for the outcome of operations
 * @param limits what requests may have, and how many there may be
 * @param drain how it stops
 * @param traceCollector where spans are sent, an http or https URL of OTLP; left out, they are not
 * @param webhookLoopback {@code webhook.loopback}: whether webhooks may be on the machine itself,
 *     without TLS; for trying things out
 */
public record IngressSettings(
    KafkaSettings kafka,
    HttpSettings http,
    AuthenticationSettings authentication,
    ViewSettings view,
    AdministratorKeys administrators,
    Optional<SecretVault> vault,
    Duration replyTimeout,
    int requestsLimit,
    WaitSettings waits,
    LimitSettings limits,
    DrainSettings drain,
    Optional<URI> traceCollector,
    boolean webhookLoopback) {

  private static final String PLAIN_ALLOWED = "http.plain.allowed";
  private static final String ADMINISTRATION_KEY_FILE = "administration.key.file";
  private static final Duration LEAST_REPLY_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MOST_REPLY_TIMEOUT = Duration.ofMillis(4_500);

  public IngressSettings {
    if (replyTimeout.compareTo(LEAST_REPLY_TIMEOUT) < 0
        || replyTimeout.compareTo(MOST_REPLY_TIMEOUT) > 0) {
      throw new InvalidSettingsException(
          "reply.timeout must be from PT0.1S to PT4.5S, not " + replyTimeout);
    }
    if (requestsLimit < 1 || requestsLimit > 65_536) {
      throw new InvalidSettingsException(
          "requests.limit must be from 1 to 65536, not " + requestsLimit);
    }
    if (authentication.takesCertificates() && !http.clientsPresentCertificates()) {
      throw new InvalidSettingsException(
          "authentication.schemes: CLIENT_CERTIFICATE needs http.tls.client.authentication");
    }
  }

  /**
   * Where the ingress listens.
   *
   * @param host name or address to bind to
   * @param port port to bind to; 0 takes any free one
   * @param tls how connections are protected; nothing: they are not
   */
  public record HttpSettings(String host, int port, Optional<TlsSettings> tls) {
    private static HttpSettings from(SettingsReader reader) {
      HttpSettings http =
          new HttpSettings(
              reader.text("http.host", "127.0.0.1"),
              reader.integer("http.port", 8080, 0, 65_535),
              TlsSettings.from(reader));
      boolean plainAllowed = reader.text(PLAIN_ALLOWED, "false").equals("true");
      if (http.tls().isEmpty() && !plainAllowed && !http.isLoopback()) {
        throw new InvalidSettingsException(
            "http.host "
                + http.host()
                + " can be reached from other machines: give http.tls.key.file, or "
                + PLAIN_ALLOWED
                + "=true where something in front of it speaks TLS");
      }
      return http;
    }

    boolean clientsPresentCertificates() {
      return tls.isPresent()
          && tls.get().clientAuthentication() != TlsSettings.ClientAuthentication.NONE;
    }

    private boolean isLoopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException _) {
        throw new InvalidSettingsException("http.host is not known: " + host);
      }
    }
  }

  /**
   * Waiting for the outcome of operations.
   *
   * @param limit waits that may be open at a time, 1 to 65,536
   * @param heartbeat how often a stream of events that is quiet says that it is alive, 100 ms to 30
   *     s: half of what the server and the proxies before it let a connection be idle
   */
  public record WaitSettings(int limit, Duration heartbeat) {
    private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(100);
    private static final Duration MOST_HEARTBEAT = Duration.ofSeconds(30);

    public WaitSettings {
      if (limit < 1 || limit > 65_536) {
        throw new InvalidSettingsException("waits.limit must be from 1 to 65536, not " + limit);
      }
      if (heartbeat.compareTo(LEAST_HEARTBEAT) < 0 || heartbeat.compareTo(MOST_HEARTBEAT) > 0) {
        throw new InvalidSettingsException(
            "waits.heartbeat must be from PT0.1S to PT30S, not " + heartbeat);
      }
    }

    private static WaitSettings from(SettingsReader reader) {
      return new WaitSettings(
          reader.integer("waits.limit", 10_000, 1, 65_536),
          reader.duration(
              "waits.heartbeat", Duration.ofSeconds(15), LEAST_HEARTBEAT, MOST_HEARTBEAT));
    }
  }

  /**
   * Where processors serve the committed view.
   *
   * @param urls {@code view.url}: scheme, host and port of each, comma separated; any of them can
   *     answer, and the next is asked where one does not
   * @param token bearer token that the processors know this ingress by
   */
  public record ViewSettings(List<URI> urls, Secret token) {
    public ViewSettings {
      urls = List.copyOf(urls);
      for (URI url : urls) {
        boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!known || url.getHost() == null) {
          throw new InvalidSettingsException("view.url must read http(s)://host:port, not " + url);
        }
      }
    }
  }

  /**
   * Reads the settings and ends the reading.
   *
   * @throws InvalidSettingsException where one is missing, unknown or out of range
   */
  public static IngressSettings from(SettingsReader reader) {
    IngressSettings settings =
        new IngressSettings(
            KafkaSettings.from(reader),
            HttpSettings.from(reader),
            AuthenticationSettings.from(reader),
            new ViewSettings(uris(reader.text("view.url")), reader.secretFile("view.token.file")),
            administrators(reader),
            reader
                .optionalPath("vault.key.file")
                .map(file -> SecretVault.open(file, new SecureRandom())),
            reader.duration(
                "reply.timeout", Duration.ofSeconds(4), LEAST_REPLY_TIMEOUT, MOST_REPLY_TIMEOUT),
            reader.integer("requests.limit", 4_096, 1, 65_536),
            WaitSettings.from(reader),
            LimitSettings.from(reader),
            DrainSettings.from(reader),
            reader.optionalUrl("trace.collector.url"),
            reader.text("webhook.loopback", "false").equals("true"));
    reader.finish();
    return settings;
  }

  private static AdministratorKeys administrators(SettingsReader reader) {
    String file = reader.text(ADMINISTRATION_KEY_FILE, "");
    if (file.isEmpty()) {
      return AdministratorKeys.NONE;
    }
    requirePrivate(ADMINISTRATION_KEY_FILE, Path.of(file));
    try {
      return AdministratorKeys.parse(reader.secretFile(ADMINISTRATION_KEY_FILE).reveal());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingsException(ADMINISTRATION_KEY_FILE + ": " + e.getMessage());
    }
  }

  static void requirePrivate(String setting, Path file) {
    try {
      boolean open =
          Files.getPosixFilePermissions(file).stream()
              .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
      if (open) {
        throw new InvalidSettingsException(
            setting + ": others than the owner have rights on " + file);
      }
    } catch (IOException e) {
      throw new InvalidSettingsException(setting + ": cannot read " + file);
    }
  }

  private static List<URI> uris(String text) {
    try {
      return Arrays.stream(text.split(",", -1)).map(part -> URI.create(part.strip())).toList();
    } catch (IllegalArgumentException _) {
      throw new InvalidSettingsException("view.url must read http(s)://host:port, not " + text);
    }
  }
}
