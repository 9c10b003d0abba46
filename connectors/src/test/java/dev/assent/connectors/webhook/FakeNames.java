package dev.assent.connectors.webhook;

import java.net.InetAddress;
import org.apache.hc.client5.http.DnsResolver;

/** Every name has these addresses. */
final class FakeNames implements DnsResolver {
  private final InetAddress[] addresses;

  FakeNames(InetAddress... addresses) {
    this.addresses = addresses.clone();
  }

  @Override
  public InetAddress[] resolve(String host) {
    return addresses.clone();
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
