package dev.assent.ingress.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationQuotaTest {
  // near its overflow: only differences of such a clock mean something
  private long now = Long.MAX_VALUE - Duration.ofMillis(500).toNanos();
  private final TenantDirectory directory = new TenantDirectory(InstantSource.fixed(Instant.EPOCH));
  private final FakeTenantLog log = new FakeTenantLog(directory);
  private final OperationQuota quota = new OperationQuota(directory, () -> now);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 50, 1_000, 1_000_000})
  void shouldLetOneSecondsWorthThroughAtOnce(int rate) {
    rate("bank", rate);
    assertThat(taken("bank", rate)).isEqualTo(rate);
    assertThat(quota.take("bank")).isFalse();
  }

  @Test
  void shouldFillAtTheRate() {
    // Given
    rate("bank", 10);
    taken("bank", 10);

    // When, then
    now += Duration.ofMillis(99).toNanos();
    assertThat(quota.take("bank")).isFalse();
    now += Duration.ofMillis(1).toNanos();
    assertThat(quota.take("bank")).isTrue();
    assertThat(quota.take("bank")).isFalse();
  }

  @Test
  void shouldSaveUpNoMoreThanOneSecondsWorth() {
    // Given
    rate("bank", 5);
    taken("bank", 5);

    // When
    now += Duration.ofHours(1).toNanos();

    // Then
    assertThat(taken("bank", 20)).isEqualTo(5);
  }

  @Test
  @Tag("AS-3")
  void shouldLetTheRateThroughInTheLongRun() {
    // Given
    rate("bank", 7);

    // When ten seconds pass in steps of a millisecond, each with a try
    int taken = 0;
    for (int step = 0; step < 10_000; step++) {
      now += Duration.ofMillis(1).toNanos();
      taken += taken("bank", 1);
    }

    // Then what the bucket held comes on top
    assertThat(taken).isBetween(70, 77);
  }

  @Test
  void shouldCountTenantsApart() {
    rate("bank", 1);
    rate("other", 1);
    assertThat(quota.take("bank")).isTrue();
    assertThat(quota.take("other")).isTrue();
    assertThat(quota.take("bank")).isFalse();
  }

  @Test
  void shouldNotLimitWithoutAQuota() {
    rate("bank", 0);
    assertThat(taken("bank", 10_000)).isEqualTo(10_000);
  }

  @Test
  void shouldFollowAChangeOfTheRateAtOnce() {
    // Given
    rate("bank", 1);
    taken("bank", 1);
    boolean before = quota.take("bank");

    // When
    rate("bank", 0);

    // Then
    assertThat(before).isFalse();
    assertThat(quota.take("bank")).isTrue();
  }

  private int taken(String tenant, int tries) {
    int taken = 0;
    for (int number = 0; number < tries; number++) {
      taken += quota.take(tenant) ? 1 : 0;
    }
    return taken;
  }

  private void rate(String tenant, int operationsPerSecond) {
    TenantPolicy policy =
        TenantPolicy.newBuilder()
            .setTimeToLive(60_000L)
            .setMaximumFailedProofs(3)
            .setMaximumPending(10)
            .setRetention(600_000L)
            .setOperationsPerSecond(operationsPerSecond)
            .build();
    log.write(
        Tenant.newBuilder()
            .setTenant(tenant)
            .setDisplayName(tenant)
            .setEnabled(true)
            .setApiKeys(List.of())
            .setPolicy(policy)
            .build());
  }
}
