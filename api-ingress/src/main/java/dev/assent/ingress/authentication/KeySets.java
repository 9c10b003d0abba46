package dev.assent.ingress.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assent.schemas.avro.TrustedIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of trusted issuers. Those in the registration itself are as it says at each moment;
 * those that are fetched belong to the registration that they were fetched for, so that registering
 * the issuer again drops them at once.
 */
final class KeySets {
  private static final int MOST = 1_000;

  private record Registration(String uri, Instant registeredAt) {}

  private final KeySetSource source;
  private final Duration freshFor;
  private final InstantSource clock;
  private final Cache<Registration, RemoteKeySet> remote =
      Caffeine.newBuilder().maximumSize(MOST).build();
  private final Cache<String, Map<String, IssuerKey>> inline =
      Caffeine.newBuilder().maximumSize(MOST).build();

  KeySets(KeySetSource source, Duration freshFor, InstantSource clock) {
    this.source = source;
    this.freshFor = freshFor;
    this.clock = clock;
  }

  /** The issuer's key of the id, compared character by character. May take a bounded time. */
  Optional<IssuerKey> find(TrustedIssuer issuer, String keyId) {
    if (issuer.getJwks() != null) {
      return Optional.ofNullable(inline.get(issuer.getJwks(), KeySets::read).get(keyId));
    }
    return issuer.getJwksUri() == null
        ? Optional.empty()
        : remote
            .get(
                new Registration(issuer.getJwksUri(), issuer.getRegisteredAt()),
                key -> new RemoteKeySet(key.uri(), source, freshFor, clock))
            .find(keyId);
  }

  private static Map<String, IssuerKey> read(String json) {
    try {
      return IssuerKey.ofSet(json.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidTokenException _) {
      return Map.of(); // only by a record that the administration did not write
    }
  }
}
