package dev.assent.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketsTest {
  private long now = 1_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 50, 120, 20_000})
  void shouldLetAFullBucketThroughAtOnceAndNoMore(int tokens) {
    // Given
    TokenBuckets<String> buckets = buckets(tokens);

    // When
    int taken = taken(buckets, "a", tokens + 1);

    // Then
    assertThat(taken).isEqualTo(tokens);
    assertThat(buckets.until("a")).isPositive();
  }

  @Test
  void shouldSayWhenTheNextTokenIsThere() {
    // Given
    TokenBuckets<String> buckets = buckets(120);
    taken(buckets, "a", 120);

    // When
    Duration wait = buckets.take("a");

    // Then
    assertThat(wait).isEqualTo(Duration.ofMillis(500));
    now += wait.toNanos() - 1;
    assertThat(buckets.take("a")).isPositive();
    now += 1;
    assertThat(buckets.take("a")).isZero();
  }

  @Test
  void shouldKeepTheBucketsOfKeysApart() {
    // Given
    TokenBuckets<String> buckets = buckets(2);
    taken(buckets, "a", 2);

    // When, then
    assertThat(buckets.until("b")).isZero();
    assertThat(taken(buckets, "b", 5)).isEqualTo(2);
  }

  @Test
  void shouldTakeNothingByLooking() {
    // Given
    TokenBuckets<String> buckets = buckets(1);

    // When
    Duration first = buckets.until("a");

    // Then
    assertThat(first).isZero();
    assertThat(buckets.take("a")).isZero();
  }

  @Test
  @Tag("AS-3")
  void shouldLetNoMoreThanTheRateThroughInTheLongRun() {
    // Given
    TokenBuckets<String> buckets = buckets(60);

    // When
    int taken = 0;
    for (int millis = 0; millis < 10 * 60_000; millis += 100) {
      taken += taken(buckets, "a", 3);
      now += Duration.ofMillis(100).toNanos();
    }

    // Then
    assertThat(taken).isBetween(10 * 60, 10 * 60 + 60);
  }

  @Test
  void shouldNotLimitWithoutTokens() {
    assertThat(taken(buckets(0), "a", 1_000)).isEqualTo(1_000);
  }

  private TokenBuckets<String> buckets(int tokens) {
    return new TokenBuckets<>(tokens, Duration.ofMinutes(1), 100, () -> now);
  }

  private static int taken(TokenBuckets<String> buckets, String key, int attempts) {
    int taken = 0;
    for (int attempt = 0; attempt < attempts; attempt++) {
      if (buckets.take(key).isZero()) {
        taken++;
      }
    }
    return taken;
  }
}
