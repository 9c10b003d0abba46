package dev.assent.ingress.authentication;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes, as they were fetched. Fresh ones are used as they are; older
 * ones are asked for again first, and used for up to 24 hours where the issuer does not answer. A
 * key that is not among them makes them be asked for again, at most once in 5 minutes, so that
 * whoever invents key ids makes us a nuisance to nobody. One request at a time asks.
 *
 * <p>Barrier: without keys of the last 24 hours nobody is known.
 */
final class RemoteKeySet {
  /** The vendor of the keyless dialect advises the same for its own keys. */
  private static final Duration LONGEST_USE = Duration.ofHours(24);

  private static final Duration BETWEEN_UNKNOWN_KEYS = Duration.ofMinutes(5);
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(10);
  private static final long WAIT_SECONDS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(RemoteKeySet.class);

  private record Fetched(Map<String, IssuerKey> keys, Instant at) {}

  private final String uri;
  private final KeySetSource source;
  private final Duration freshFor;
  private final InstantSource clock;
  private final Lock asking = new ReentrantLock();
  private volatile Fetched fetched = new Fetched(Map.of(), Instant.MIN);
  private volatile Instant lastAsked = Instant.MIN;

  RemoteKeySet(String uri, KeySetSource source, Duration freshFor, InstantSource clock) {
    this.uri = uri;
    this.source = source;
    this.freshFor = freshFor;
    this.clock = clock;
  }

  /** The key of the id. May take as long as it takes to ask for it. */
  Optional<IssuerKey> find(String keyId) {
    Instant now = clock.instant();
    if (mustAsk(keyId, now)) {
      ask(keyId, now);
    }
    Fetched current = fetched;
    return isYoungerThan(LONGEST_USE, current, now)
        ? Optional.ofNullable(current.keys().get(keyId))
        : Optional.empty();
  }

  private boolean mustAsk(String keyId, Instant now) {
    Fetched current = fetched;
    boolean fresh = isYoungerThan(freshFor, current, now);
    if (fresh && current.keys().containsKey(keyId)) {
      return false;
    }
    Duration gap = fresh ? BETWEEN_UNKNOWN_KEYS : BETWEEN_FAILURES;
    return lastAsked.equals(Instant.MIN) || !now.isBefore(lastAsked.plus(gap));
  }

  private void ask(String keyId, Instant now) {
    try {
      // whoever has usable keys does not wait for another's question
      boolean usable = isYoungerThan(LONGEST_USE, fetched, now);
      if (usable ? !asking.tryLock() : !asking.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (mustAsk(keyId, now)) {
        lastAsked = now;
        fetched = new Fetched(IssuerKey.ofSet(source.fetch(uri)), now);
      }
    } catch (IOException | InvalidTokenException e) {
      LOG.atWarn()
          .addKeyValue("uri", uri)
          .addKeyValue("failure", e.getClass().getSimpleName())
          .addKeyValue("why", e.getMessage())
          .log("the keys of an issuer cannot be fetched");
    } finally {
      asking.unlock();
    }
  }

  private static boolean isYoungerThan(Duration age, Fetched current, Instant now) {
    return !current.at().equals(Instant.MIN) && now.isBefore(current.at().plus(age));
  }
}
