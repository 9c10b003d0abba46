package dev.assent.connectors.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names to what may be called. The client connects to just these addresses, so that a name
 * that answers differently the next time changes nothing.
 */
final class CheckedNames implements DnsResolver {
  private final NetworkRules rules;
  private final DnsResolver resolver;

  /**
   * @param resolver asks the name service
   */
  CheckedNames(NetworkRules rules, DnsResolver resolver) {
    this.rules = rules;
    this.resolver = resolver;
  }

  /** Nobody may be called under this name, or at its address. */
  static final class NotAllowedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    NotAllowedException() {
      super("the address is not allowed");
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    if (!rules.allows(host)) {
      throw new NotAllowedException();
    }
    InetAddress[] allowed =
        Arrays.stream(resolver.resolve(host)).filter(rules::allows).toArray(InetAddress[]::new);
    if (allowed.length == 0) {
      throw new NotAllowedException();
    }
    return allowed;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
