package dev.assent.connectors.outbound;

import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * How a client calls.
 *
 * @param name of the client in metrics and log lines: the connector's
 * @param addresses where it may call
 * @param connectTimeout {@code connect.timeout}: 50 ms to 30 s
 * @param requestTimeout {@code request.timeout}: to the end of the answer, 100 ms to 2 minutes
 * @param answerBytes {@code answer.bytes}: the largest answer, 1 KiB to 512 KiB: a signature in it
 *     must fit a record, of 1 MiB where the broker is as it comes
 */
public record OutboundSettings(
    String name,
    AddressRule addresses,
    Duration connectTimeout,
    Duration requestTimeout,
    int answerBytes,
    TlsFiles tls,
    BreakerSettings breaker) {
  /** The setting that says where the provider is. */
  public static final String URL = "url";

  /** With standard bounds, for who has no settings of them. */
  public static OutboundSettings standard(String name, AddressRule addresses) {
    return new OutboundSettings(
        name,
        addresses,
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        256 * 1024,
        TlsFiles.NONE,
        BreakerSettings.STANDARD);
  }

  /**
   * A connector's settings: the host of {@code url} may be called, and those of {@code hosts},
   * comma separated.
   *
   * @throws InvalidSettingsException where one is missing or out of range
   */
  public static OutboundSettings from(ConnectorSettings settings) {
    Set<String> hosts = new HashSet<>();
    hosts.add(url(settings).getHost());
    for (String host : settings.text("hosts", "").split(",")) {
      if (!host.isBlank()) {
        hosts.add(host.strip());
      }
    }
    return new OutboundSettings(
        settings.name(),
        AddressRule.hosts(hosts),
        settings.duration(
            "connect.timeout",
            Duration.ofSeconds(3),
            Duration.ofMillis(50),
            Duration.ofSeconds(30)),
        settings.duration(
            "request.timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(2)),
        settings.integer("answer.bytes", 256 * 1024, 1024, 512 * 1024),
        TlsFiles.from(settings),
        BreakerSettings.from(settings));
  }

  /**
   * {@code url}: where the provider is, without a slash at its end.
   *
   * @throws InvalidSettingsException where it is missing or no address that may be called
   */
  public static URI url(ConnectorSettings settings) {
    String text = settings.text(URL);
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getHost() != null
          && uri.getRawQuery() == null
          && AddressRule.hosts(Set.of(uri.getHost())).allows(uri)) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // told below
    }
    throw new InvalidSettingsException(
        settings.setting(URL) + " must be an https address, or an http one of this machine");
  }
}
