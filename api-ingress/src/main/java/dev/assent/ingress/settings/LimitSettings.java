package dev.assent.ingress.settings;

import dev.assent.schemas.settings.SettingsReader;
import java.time.Duration;

/**
 * How much of what a request may have, and how many requests there may be on this instance. Where 0
 * is allowed it is no limit.
 *
 * @param bodyBytes of a body, 1,024 to 1,048,576
 * @param headerBytes of all header fields together, 1,024 to 65,536
 * @param headerCount header fields, 8 to 1,000
 * @param requestLineBytes of method, path and query together, 256 to 65,536
 * @param headTimeout within which request line and header fields must have come, and then the body
 *     within as long again, 1 s to 60 s
 * @param requests served at a time, waits not counted, 1 to 65,536
 * @param requestsPerTenant the same of one tenant, 1 to 65,536
 * @param tenantRate requests of a tenant in a second, 0 to 1,000,000
 * @param userRate requests about a user in a second, 0 to 1,000,000
 * @param failuresPerAddress failed authentications from an address in a minute, 0 to 1,000,000
 */
public record LimitSettings(
    int bodyBytes,
    int headerBytes,
    int headerCount,
    int requestLineBytes,
    Duration headTimeout,
    int requests,
    int requestsPerTenant,
    int tenantRate,
    int userRate,
    int failuresPerAddress) {
  private static final int HIGHEST_RATE = 1_000_000;

  /** Reads the settings {@code limits.*}. */
  public static LimitSettings from(SettingsReader reader) {
    return new LimitSettings(
        reader.integer("limits.body.bytes", 64 * 1024, 1_024, 1024 * 1024),
        reader.integer("limits.header.bytes", 8 * 1024, 1_024, 64 * 1024),
        reader.integer("limits.header.count", 64, 8, 1_000),
        reader.integer("limits.request.line.bytes", 4 * 1024, 256, 64 * 1024),
        reader.duration(
            "limits.head.timeout",
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1)),
        reader.integer("limits.requests", 4_096, 1, 65_536),
        reader.integer("limits.requests.per.tenant", 3_072, 1, 65_536),
        reader.integer("limits.rate.per.tenant", 20_000, 0, HIGHEST_RATE),
        reader.integer("limits.rate.per.user", 200, 0, HIGHEST_RATE),
        reader.integer("limits.failures.per.address", 120, 0, HIGHEST_RATE));
  }
}
