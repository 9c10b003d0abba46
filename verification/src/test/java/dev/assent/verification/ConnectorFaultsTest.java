package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.verification.bench.connectors.ConnectorFaults;
import dev.assent.verification.bench.connectors.KillPlan;
import dev.assent.verification.bench.connectors.KillReport;
import dev.assent.verification.bench.connectors.OutagePlan;
import dev.assent.verification.bench.connectors.OutageReport;
import dev.assent.verification.bench.connectors.ReceiverPlan;
import dev.assent.verification.bench.connectors.ReceiverReport;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Workers, providers and receivers of webhooks fail, in the short form of {@code ./assent bench
 * connector-faults}. {@code -Dassent.kills} and {@code -Dassent.seed} vary the kills.
 */
@ExtendWith(SharedSystem.class)
class ConnectorFaultsTest {
  private static final int KILLS = Integer.getInteger("assent.kills", 10);

  private static final int RATE = 20;

  /** An operation takes two calls, and what was held back comes within the longest back-off. */
  private static final int MOST_CALLS = 10 * RATE;

  private static final List<String> IMPATIENT =
      List.of("request.timeout=PT2S", "breaker.open=PT1S");

  private final ConnectorFaults faults;

  ConnectorFaultsTest(RunningAssent assent) {
    this.faults = new ConnectorFaults(assent.local());
  }

  @Test
  void shouldAskNobodyTwiceAndLoseNothingWhenWorkersAreKilledAroundTheirCalls() throws Exception {
    // Given
    long seed = Long.getLong("assent.seed", new Random().nextInt(Integer.MAX_VALUE));
    System.out.println("assent.seed=" + seed);

    // When
    KillReport report = faults.kill(new KillPlan(KILLS, 2, seed));

    // Then
    assertThat(report.wrong()).as(report.text()).isEmpty();
    assertThat(report.kills().values().stream().mapToInt(Integer::intValue).sum())
        .as(report.text())
        .isGreaterThanOrEqualTo(KILLS);
    assertThat(report.endings()).as(report.text()).containsKey("APPROVED PROOF_VERIFIED");
  }

  @ParameterizedTest
  @EnumSource
  void shouldLoseNothingAndDelayNobodyElseWhileAProviderFails(OutagePlan.Kind kind)
      throws Exception {
    // When
    OutageReport report =
        faults.failProvider(
            new OutagePlan(
                kind,
                Duration.ofSeconds(6),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4),
                RATE,
                RATE / 4,
                IMPATIENT));

    // Then
    assertThat(report.wrong()).as(report.text()).isEmpty();
    assertThat(report.besideNotApproved()).as(report.text()).isZero();
    assertThat(report.besideDuring().millis(50))
        .as(report.text())
        .isLessThan(2 * report.besideBefore().millis(50) + 1_000);
    assertThat(report.mostCalls()).as(report.text()).isLessThan(MOST_CALLS);
  }

  @Test
  void shouldDeliverEverythingInOrderOnceAReceiverIsBack() throws Exception {
    // When
    ReceiverReport report =
        faults.failReceiver(new ReceiverPlan(Duration.ofSeconds(4), Duration.ofSeconds(10), RATE));

    // Then
    assertThat(report.lost()).as(report.text()).isZero();
    assertThat(report.outOfOrder()).as(report.text()).isZero();
    assertThat(report.otherLost()).as(report.text()).isZero();
    assertThat(report.otherDuring().millis(50))
        .as(report.text())
        .isLessThan(2 * report.otherBefore().millis(50) + 1_000);
  }
}
