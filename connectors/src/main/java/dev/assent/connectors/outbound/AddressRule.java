package dev.assent.connectors.outbound;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Which addresses a client calls; everything else is refused before a connection is made. */
@FunctionalInterface
public interface AddressRule {
  /** Hosts that are this machine, where TLS is not needed. */
  Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Whether the address may be called. */
  boolean allows(URI uri);

  /**
   * Exactly these hosts, over HTTPS, or over plain HTTP where they are this machine; no user
   * information and no fragment.
   */
  static AddressRule hosts(Set<String> hosts) {
    Set<String> allowed =
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    return uri ->
        uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawFragment() == null
            && allowed.contains(uri.getHost().toLowerCase(Locale.ROOT))
            && ("https".equals(uri.getScheme())
                || ("http".equals(uri.getScheme())
                    && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT))));
  }
}
