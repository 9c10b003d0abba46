package dev.assent.connectors.webhook;

import static dev.assent.connectors.webhook.WebhookDriver.RULES;
import static dev.assent.connectors.webhook.WebhookDriver.START;
import static dev.assent.connectors.webhook.WebhookDriver.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.WebhookDelivery;
import dev.assent.schemas.catalogue.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebhookTopologyTest {
  private static final long SEED = Long.getLong("assent.seed", System.nanoTime());

  @TempDir private Path directory;
  private WebhookDriver driver;

  @BeforeEach
  void start() {
    driver = new WebhookDriver(directory, SEED);
    driver.subscriptions(subscription("one"));
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private static List<String> named(List<Attempt> calls) {
    return calls.stream()
        .map(Attempt::delivery)
        .map(delivery -> delivery.getOperationId() + "/" + delivery.getSequence())
        .toList();
  }

  /** Lets everything fail until nothing more is tried. */
  private void refuseAll(Duration time) {
    for (Duration left = time; left.isPositive(); left = left.minusMinutes(30)) {
      driver.calls().forEach(driver::failed);
      driver.pass(Duration.ofMinutes(61));
      left = left.minusMinutes(31);
    }
  }

  @Test
  void shouldPostAResultToEachSubscriptionOfItsTenant() {
    // Given
    driver.subscriptions(subscription("one"), subscription("two"));

    // When
    driver.decided("payment", 1);

    // Then
    List<Attempt> calls = driver.calls();
    assertThat(calls)
        .extracting(call -> call.subscription().getUrl())
        .containsExactly("https://bank.example/one", "https://bank.example/two");
    assertThat(calls)
        .extracting(call -> call.delivery().getMessageId())
        .containsOnly(ResultEvent.messageId(WebhookDriver.result("payment", 1).build()));
  }

  @Test
  void shouldSurviveAResultThatIsThereTwice() {
    // Given
    driver.decided("payment", 1);
    Attempt attempt = driver.calls().getFirst();

    // When
    driver.decided("payment", 1);
    driver.taken(attempt);
    driver.pass(RULES.lease().plusSeconds(10));

    // Then
    assertThat(driver.calls()).isEmpty();
    assertThat(driver.size(StoreName.DELIVERIES) + driver.size(StoreName.SCHEDULE)).isZero();
  }

  @Test
  void shouldNotPostWhatWasDecidedBeforeTheSubscription() {
    // Given
    driver.subscriptions(subscription("one").setCreatedAt(START.plusSeconds(2)));

    // When
    driver.decided("payment", 1);

    // Then
    assertThat(driver.calls()).isEmpty();
  }

  @Test
  void shouldForgetWhatIsDelivered() {
    // Given
    driver.decided("payment", 1);

    // When
    driver.taken(driver.calls().getFirst());
    driver.pass(Duration.ofMinutes(10));

    // Then
    assertThat(driver.calls()).isEmpty();
    assertThat(driver.size(StoreName.DELIVERIES) + driver.size(StoreName.SCHEDULE)).isZero();
  }

  @Test
  void shouldKeepTheOrderOfAnOperation() {
    // Given
    driver.decided("payment", 1);
    driver.decided("payment", 2);
    driver.decided("other", 1);
    List<Attempt> first = driver.calls();

    // When
    driver.failed(first.getFirst());
    driver.pass(Duration.ofSeconds(6));
    List<Attempt> again = driver.calls();
    driver.taken(again.getFirst());

    // Then
    assertThat(named(first)).containsExactly("payment/1", "other/1");
    assertThat(named(again)).containsExactly("payment/1");
    assertThat(named(driver.calls())).containsExactly("payment/2");
  }

  @Test
  void shouldPauseLongerAfterEachFailure() {
    // Given
    driver.decided("payment", 1);
    List<Duration> pauses = new ArrayList<>();

    // When
    Attempt attempt = driver.calls().getFirst();
    for (int failures = 1; failures <= 4; failures++) {
      driver.failed(attempt);
      var failedAt = driver.now();
      List<Attempt> next = List.of();
      while (next.isEmpty()) {
        driver.pass(DeliveryProcessor.TICK);
        next = driver.calls();
      }
      attempt = next.getFirst();
      pauses.add(Duration.between(failedAt, driver.now()));
    }

    // Then
    for (int index = 0; index < pauses.size(); index++) {
      Duration whole = RULES.firstPause().multipliedBy(1L << index);
      assertThat(pauses.get(index))
          .as("seed %d, pause %d", SEED, index)
          .isBetween(whole.dividedBy(2), whole.plus(Duration.ofSeconds(1)));
    }
  }

  @Test
  void shouldWaitForAsLongAsTheReceiverAsks() {
    // Given
    driver.decided("payment", 1);

    // When
    driver.failed(driver.calls().getFirst(), Duration.ofMinutes(10));
    driver.pass(Duration.ofMinutes(9));
    List<Attempt> early = driver.calls();
    driver.pass(Duration.ofMinutes(2));

    // Then
    assertThat(early).isEmpty();
    assertThat(named(driver.calls())).containsExactly("payment/1");
  }

  @Test
  void shouldTryAgainWhatHasNoOutcome() {
    // Given
    driver.decided("payment", 1);
    Attempt lost = driver.calls().getFirst();

    // When
    driver.pass(RULES.lease().plusSeconds(10));

    // Then
    List<Attempt> again = driver.calls();
    assertThat(named(again)).containsExactly("payment/1");
    assertThat(again.getFirst().delivery().getMessageId())
        .isEqualTo(lost.delivery().getMessageId());
  }

  @Test
  void shouldBelieveALateSuccess() {
    // Given
    driver.decided("payment", 1);
    Attempt slow = driver.calls().getFirst();
    driver.pass(RULES.lease().plusSeconds(10));
    Attempt second = driver.calls().getFirst();

    // When
    driver.taken(slow);
    driver.failed(second);
    driver.pass(Duration.ofMinutes(10));

    // Then
    assertThat(driver.calls()).isEmpty();
  }

  @Test
  void shouldBoundWhatIsUnderWayForAReceiver() {
    // Given / When
    for (int number = 0; number < 3 * RULES.concurrency(); number++) {
      driver.decided("payment-" + number, 1);
    }
    List<Attempt> calls = driver.calls();
    driver.taken(calls.getFirst());

    // Then
    assertThat(calls).hasSize(RULES.concurrency());
    assertThat(driver.calls()).hasSize(1);
  }

  @Test
  void shouldNotLetADeadReceiverDelayAnother() {
    // Given
    driver.subscriptions(subscription("dead"), subscription("alive"));
    int results = 50;

    // When
    List<String> delivered = new ArrayList<>();
    for (int number = 0; number < results; number++) {
      driver.decided("payment-" + number, 1);
      for (Attempt call : driver.calls()) {
        if (call.subscription().getWebhookId().equals("alive")) {
          delivered.add(call.delivery().getOperationId());
          driver.taken(call);
        }
      }
    }

    // Then
    assertThat(delivered).hasSize(results);
  }

  @Test
  void shouldAskAReceiverThatIsDownWithOneAttemptOnly() {
    // Given
    for (int number = 0; number < 40; number++) {
      driver.decided("payment-" + number, 1);
    }
    driver.calls().forEach(driver::failed);
    driver.calls();

    // When
    int mostAtOnce = 0;
    int calls = 0;
    for (int second = 0; second < 600; second++) {
      driver.pass(Duration.ofSeconds(1));
      List<Attempt> made = driver.calls();
      mostAtOnce = Math.max(mostAtOnce, made.size());
      calls += made.size();
      made.forEach(driver::failed);
    }

    // Then
    assertThat(mostAtOnce).isEqualTo(1);
    assertThat(calls).isBetween(2, 20);
  }

  @Test
  void shouldDeliverEverythingInOrderOnceAReceiverIsBack() {
    // Given
    int operations = 20;
    Map<String, List<Long>> delivered = new HashMap<>();
    for (long sequence = 1; sequence <= 3; sequence++) {
      for (int number = 0; number < operations; number++) {
        driver.decided("payment-" + number, sequence);
      }
    }
    for (int minute = 0; minute < 5; minute++) {
      driver.calls().forEach(driver::failed);
      driver.pass(Duration.ofMinutes(1));
    }

    // When
    for (int second = 0; second < 1_200; second++) {
      Deque<Attempt> waiting = new ArrayDeque<>(driver.calls());
      while (!waiting.isEmpty()) {
        Attempt call = waiting.pop();
        WebhookDelivery delivery = call.delivery();
        delivered
            .computeIfAbsent(delivery.getOperationId(), _ -> new ArrayList<>())
            .add(delivery.getSequence());
        driver.taken(call);
        waiting.addAll(driver.calls());
      }
      driver.pass(Duration.ofSeconds(1));
    }

    // Then
    assertThat(delivered).hasSize(operations);
    assertThat(delivered.values()).containsOnly(List.of(1L, 2L, 3L));
  }

  @Test
  void shouldKeepOrderAndLoseNothingWhateverAReceiverDoes() {
    // Given
    SplittableRandom random = new SplittableRandom(SEED);
    int operations = 10;
    Map<String, List<Long>> delivered = new HashMap<>();
    List<Attempt> underWay = new ArrayList<>();
    long[] decided = new long[operations];

    // When
    for (int step = 0; step < 1_500; step++) {
      if (step < 200) {
        int number = random.nextInt(operations);
        decided[number]++;
        driver.decided("payment-" + number, decided[number]);
      }
      // in the end long enough for whatever pause came of the failures
      driver.pass(step < 1_000 ? Duration.ofMillis(random.nextInt(1_500)) : Duration.ofMinutes(31));
      underWay.addAll(driver.calls());
      while (!underWay.isEmpty() && (step >= 1_000 || random.nextInt(4) > 0)) {
        Attempt call = underWay.remove(random.nextInt(underWay.size()));
        switch (step < 1_000 ? random.nextInt(4) : 0) {
          case 0, 1 -> {
            delivered
                .computeIfAbsent(call.delivery().getOperationId(), _ -> new ArrayList<>())
                .add(call.delivery().getSequence());
            driver.taken(call);
          }
          case 2 -> driver.failed(call);
          default -> {
            // its outcome is lost
          }
        }
      }
    }

    // Then
    for (int number = 0; number < operations; number++) {
      List<Long> sequences =
          delivered.getOrDefault("payment-" + number, List.of()).stream().distinct().toList();
      List<Long> expected = new ArrayList<>();
      for (long sequence = 1; sequence <= decided[number]; sequence++) {
        expected.add(sequence);
      }
      assertThat(sequences).as("seed %d, operation %d", SEED, number).isEqualTo(expected);
    }
  }

  @Test
  @Tag("KA-3")
  void shouldGiveUpAfterThreeDaysWithADeadLetterWithoutContent() {
    // Given
    driver.decided("payment", 1);
    driver.decided("payment", 2);

    // When
    refuseAll(RULES.lifetime().plusHours(3));

    // Then
    assertThat(driver.deadLetters())
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(letter.getTopic()).isEqualTo(Topic.RESULTS.topicName());
              assertThat(letter.getReason()).isEqualTo("NOT_DELIVERED");
              assertThat(letter.getDetail())
                  .startsWith("webhook one: not delivered within PT72H; ")
                  .doesNotContain("payment");
            });
    assertThat(driver.size(StoreName.DELIVERIES)).isZero();
    assertThat(driver.size(StoreName.DEAD)).isEqualTo(2);
  }

  @Test
  void shouldDeliverWhatWasGivenUpOnceItIsAskedFor() {
    // Given
    driver.decided("payment", 1);
    driver.decided("payment", 2);
    refuseAll(RULES.lifetime().plusHours(3));
    driver.calls();

    // When
    driver.subscriptions(subscription("one").setRedriveRequestedAt(driver.now()));
    driver.pass(Duration.ofSeconds(3));
    List<Attempt> first = driver.calls();
    driver.taken(first.getFirst());
    List<Attempt> second = driver.calls();
    driver.taken(second.getFirst());
    driver.pass(Duration.ofMinutes(5));

    // Then
    assertThat(named(first)).containsExactly("payment/1");
    assertThat(named(second)).containsExactly("payment/2");
    assertThat(driver.calls()).isEmpty();
    assertThat(driver.size(StoreName.DEAD)).isZero();
  }

  @Test
  void shouldHoldBackWhileASubscriptionIsPaused() {
    // Given
    driver.subscriptions(subscription("one").setPaused(true));
    driver.decided("payment", 1);
    driver.pass(Duration.ofMinutes(1));
    List<Attempt> paused = driver.calls();

    // When
    driver.subscriptions(subscription("one"));
    driver.pass(Duration.ofSeconds(2));

    // Then
    assertThat(paused).isEmpty();
    assertThat(named(driver.calls())).containsExactly("payment/1");
  }

  @Test
  void shouldForgetAllOfASubscriptionThatIsRemoved() {
    // Given
    driver.decided("payment", 1);
    driver.decided("payment", 2);
    Attempt underWay = driver.calls().getFirst();

    // When
    driver.subscriptions();
    driver.pass(Duration.ofSeconds(3));
    driver.failed(underWay);
    driver.pass(Duration.ofMinutes(10));

    // Then
    assertThat(driver.calls()).isEmpty();
    assertThat(driver.size(StoreName.DELIVERIES) + driver.size(StoreName.SCHEDULE)).isZero();
    assertThat(driver.size(StoreName.RECEIVERS)).isZero();
  }

  @Test
  void shouldBeginNoCallWithoutRoomForIt() {
    // Given
    driver.noRoom();

    // When
    driver.decided("payment", 1);

    // Then
    assertThat(driver.calls()).isEmpty();
    assertThat(driver.size(StoreName.DELIVERIES)).isEqualTo(1);
  }

  @Test
  void shouldSetAsideWhatCannotBeRead() {
    // Given / When
    driver.pipe(Topic.RESULTS, "bank/A1B2", new byte[] {1, 2, 3});

    // Then
    assertThat(driver.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.getReason()).isEqualTo("MALFORMED_RECORD"));
  }
}
