package dev.assent.connectors.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whom a tenant may have called. The hosts are the installation's allow-list; the addresses are
 * those of the public Internet, and what is allowed of the rest.
 *
 * <p>Barrier against server-side request forgery (ASVS 5.0, 1.3.6 and 13.2.4): a tenant chooses the
 * URL, and must not reach what only we can reach. Not public is what IANA's registries of
 * special-purpose addresses (RFC 6890) say is not globally reachable, and what carries such an
 * address inside (RFC 6052, RFC 3056, RFC 4380).
 *
 * @param hosts {@code webhook.hosts}: names, or {@code *.example.com} for all below a name; empty:
 *     all
 * @param allowed {@code webhook.networks}: ranges that may be called although they are not public
 */
public record NetworkRules(Set<String> hosts, List<NetworkRange> allowed) {
  private static final String BELOW = "*.";

  private static final List<NetworkRange> NOT_PUBLIC =
      List.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "::/96",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .stream()
          .map(NetworkRange::parse)
          .toList();

  public NetworkRules {
    hosts = Set.copyOf(hosts);
    allowed = List.copyOf(allowed);
  }

  /** Whether the host may be called, by its name. */
  boolean allows(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return hosts.isEmpty()
        || hosts.contains(name)
        || hosts.stream()
            .filter(pattern -> pattern.startsWith(BELOW))
            .anyMatch(pattern -> name.endsWith(pattern.substring(1)));
  }

  /** Whether the address may be called. */
  boolean allows(InetAddress address) {
    return allowed.stream().anyMatch(range -> range.contains(address))
        || NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
  }
}
