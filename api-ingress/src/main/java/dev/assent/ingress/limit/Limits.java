package dev.assent.ingress.limit;

import dev.assent.ingress.settings.LimitSettings;
import dev.assent.schemas.key.UserKey;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The limits of this instance on requests, tenants, users and addresses.
 *
 * <p>Barrier: a bucket is kept for a tenant or a user only once the caller is authenticated, so
 * that nobody else can fill the memory or use up what is another's. Whether a user exists makes no
 * difference (OWASP ASVS 5.0, 2.4.1 and 6.3.8).
 */
public final class Limits {
  private static final int MOST_TENANTS = 10_000;
  private static final int MOST_USERS = 200_000;
  private static final int MOST_ADDRESSES = 50_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What of an IPv6 address one customer of a network has to himself at least: /64. */
  private static final int NETWORK_BYTES = 8;

  private final LimitSettings settings;
  private final AtomicInteger requests = new AtomicInteger();
  private final ConcurrentMap<String, AtomicInteger> requestsOf = new ConcurrentHashMap<>();
  private final TokenBuckets<String> tenants;
  private final TokenBuckets<UserKey> users;
  private final TokenBuckets<String> failures;

  /**
   * @param clock nanoseconds of a clock that only goes forward
   */
  public Limits(LimitSettings settings, LongSupplier clock) {
    this.settings = settings;
    this.tenants = new TokenBuckets<>(settings.tenantRate(), SECOND, MOST_TENANTS, clock);
    this.users = new TokenBuckets<>(settings.userRate(), SECOND, MOST_USERS, clock);
    this.failures =
        new TokenBuckets<>(settings.failuresPerAddress(), MINUTE, MOST_ADDRESSES, clock);
  }

  /** Header fields that a request may have. */
  public int headerCount() {
    return settings.headerCount();
  }

  /** How long the body of a request may take to come. */
  public Duration bodyTimeout() {
    return settings.headTimeout();
  }

  /** Requests that are served now. */
  public int requests() {
    return requests.get();
  }

  /** Begins a request; false where too many are served. {@link #end} gives its place back. */
  public boolean begin() {
    return enter(requests, settings.requests());
  }

  /** Ends a request that was begun. */
  public void end() {
    requests.decrementAndGet();
  }

  /** Begins a request of the tenant; false where too many of it are served. */
  public boolean begin(String tenant) {
    return enter(
        requestsOf.computeIfAbsent(tenant, _ -> new AtomicInteger()), settings.requestsPerTenant());
  }

  /** Ends a request of the tenant that was begun. */
  public void end(String tenant) {
    requestsOf.get(tenant).decrementAndGet();
  }

  /** Counts a request of the tenant: how long it has to wait, zero where it has not. */
  public Duration count(String tenant) {
    return tenants.take(tenant);
  }

  /** Counts a request about the user: how long it has to wait, zero where it has not. */
  public Duration count(UserKey user) {
    return users.take(user);
  }

  /** How long whoever is at the address has to wait before it may try to authenticate. */
  public Duration untilAuthentication(InetAddress address) {
    return failures.until(network(address));
  }

  /** Counts a failed authentication of whoever is at the address. */
  public void failed(InetAddress address) {
    Duration _ = failures.take(network(address));
  }

  private static boolean enter(AtomicInteger count, int limit) {
    if (count.incrementAndGet() <= limit) {
      return true;
    }
    count.decrementAndGet();
    return false;
  }

  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
