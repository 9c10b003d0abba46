package dev.assent.connectors.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.trace.RecordedSpans;
import dev.assent.connectors.trace.Spans;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderAnswerLost;
import dev.assent.schemas.avro.ProviderDeclined;
import dev.assent.schemas.avro.ProviderPending;
import dev.assent.schemas.avro.ProviderRefused;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.avro.ProviderUnaware;
import dev.assent.schemas.avro.ProviderUnreachable;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.serde.MalformedRecordException;
import dev.assent.schemas.trace.Correlation;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done with a task: called or not, how often, and what is reported. */
class TaskHandlerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String NAME = "bank-idp";

  private final Map<String, ConnectorTask> tasks = new ConcurrentHashMap<>();
  private final FakeLog log = new FakeLog();
  private final Stopping stopping = new Stopping();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final List<ProviderRequest> requests = new CopyOnWriteArrayList<>();
  private final Deserializer<ConnectorTask> deserializer =
      (_, bytes) ->
          Optional.ofNullable(tasks.get(new String(bytes, StandardCharsets.UTF_8)))
              .orElseThrow(() -> new MalformedRecordException("no task"));
  private WorkerMeter meter = new SilentMeter();
  private ProviderOutcome answer = new ProviderOutcome.Declined();

  static List<Map.Entry<ProviderOutcome, Object>> outcomes() {
    byte[] bytes = {1, 2};
    return List.of(
        Map.entry(
            new ProviderOutcome.Accepted(
                Optional.of("r"), Optional.of(Duration.ofSeconds(2)), Optional.of("1462")),
            new ProviderAccepted("r", 2_000L, "1462")),
        Map.entry(
            new ProviderOutcome.Pending(Optional.of(Duration.ofMillis(5))),
            new ProviderPending(5L)),
        Map.entry(
            new ProviderOutcome.Signed(
                Optional.of("CMS_TEXT"),
                Octets.of(bytes),
                Octets.of(new byte[] {3}),
                Optional.of(Octets.of(new byte[] {4})),
                new ProviderOutcome.Material(
                    List.of(Octets.of(new byte[] {5})),
                    List.of(Octets.of(new byte[] {6})),
                    List.of(Octets.of(new byte[] {7})))),
            ProviderSigned.newBuilder()
                .setSignature(ByteBuffer.wrap(bytes))
                .setCertificate(ByteBuffer.wrap(new byte[] {3}))
                .setFormat("CMS_TEXT")
                .setSignedContent(ByteBuffer.wrap(new byte[] {4}))
                .setChain(List.of(ByteBuffer.wrap(new byte[] {5})))
                .setOcspResponses(List.of(ByteBuffer.wrap(new byte[] {6})))
                .setRevocationLists(List.of(ByteBuffer.wrap(new byte[] {7})))
                .build()),
        Map.entry(new ProviderOutcome.Declined(), new ProviderDeclined()),
        Map.entry(
            new ProviderOutcome.Refused("105", ProviderRefusal.NOT_ENROLLED),
            new ProviderRefused("105", "NOT_ENROLLED")),
        Map.entry(
            new ProviderOutcome.Refused("<html>\n", ProviderRefusal.OTHER),
            new ProviderRefused("UNREADABLE_CODE", "OTHER")),
        Map.entry(
            new ProviderOutcome.Refused("NO_USER_+37200000766", ProviderRefusal.OTHER),
            new ProviderRefused("UNREADABLE_CODE", "OTHER")),
        Map.entry(new ProviderOutcome.Unreachable(), new ProviderUnreachable()),
        Map.entry(new ProviderOutcome.AnswerLost(), new ProviderAnswerLost()),
        Map.entry(new ProviderOutcome.Unaware(), new ProviderUnaware()));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldReportEachOutcomeAsItIs(Map.Entry<ProviderOutcome, Object> row) {
    // Given
    answer = row.getKey();

    // When
    Verdict verdict = handler(false).handle(record(task(), 1));

    // Then
    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(log.outcomes)
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.getBody()).isEqualTo(row.getValue());
              assertThat(outcome.getAttempt()).isEqualTo(3);
              assertThat(outcome.getTransactionId()).isEqualTo("T1");
              assertThat(outcome.getReceivedAt()).isEqualTo(NOW);
            });
  }

  @ParameterizedTest
  @EnumSource(ConnectorAction.class)
  void shouldAskAgainAndNotStartAgainAfterADeliveryThatCameToNoEnd(ConnectorAction action) {
    // Given
    ConnectorTask task = task();
    task.setAction(action);

    // When
    handler(false).handle(record(task, 2));

    // Then
    switch (action) {
      case START -> {
        assertThat(requests).isEmpty();
        assertThat(log.bodies()).containsExactly(new ProviderAnswerLost());
      }
      case STATUS -> assertThat(requests).hasSize(1);
    }
  }

  @Test
  void shouldStartAgainWhereTheProviderRecognisesTheId() {
    // When
    handler(true).handle(record(task(), 2));

    // Then
    assertThat(requests)
        .extracting(request -> request.transaction().transactionId())
        .containsExactly("T1");
  }

  @Test
  void shouldCallNobodyForAnOperationThatIsOver() {
    // Given
    ConnectorTask task = task();
    task.setExpiresAt(NOW);

    // When
    Verdict verdict = handler(false).handle(record(task, 1));

    // Then
    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(requests).isEmpty();
    assertThat(log.outcomes).isEmpty();
  }

  @Test
  void shouldLeaveOthersTasksAlone() {
    // Given
    ConnectorTask task = task();
    task.setConnector("other");

    // When
    Verdict verdict = handler(false).handle(record(task, TaskHandler.DELIVERY_LIMIT));

    // Then
    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(requests).isEmpty();
    assertThat(log.letters).isEmpty();
  }

  @Test
  void shouldSetAsideWhatCannotBeRead() {
    // When
    Verdict verdict = handler(false).handle(record("garbage", 1));

    // Then
    assertThat(verdict).isEqualTo(Verdict.SET_ASIDE);
    assertThat(log.letters).containsExactly(Reason.MALFORMED_RECORD);
  }

  @Test
  void shouldCountACallThatFailedInItselfAsMade() {
    // Given
    Provider broken =
        _ -> {
          throw new IllegalStateException("a defect");
        };

    // When
    handler(broken).handle(record(task(), 1));

    // Then
    assertThat(log.bodies()).containsExactly(new ProviderAnswerLost());
  }

  @Test
  void shouldNotCallWithoutTheNumberThatTheVaultHolds() {
    // Given
    ConnectorTask task = task();
    task.setEncryptedMsisdn(ByteBuffer.wrap(new byte[40]));

    // When
    handler(false).handle(record(task, 1));

    // Then
    assertThat(requests).isEmpty();
    assertThat(log.bodies()).containsExactly(new ProviderUnreachable());
  }

  @Test
  void shouldNotHaveAStartMadeAgainForWantOfTheNumberWhereAnotherWorkerMayHaveMadeIt() {
    // Given
    ConnectorTask task = task();
    task.setEncryptedMsisdn(ByteBuffer.wrap(new byte[40]));

    // When
    handler(false).handle(record(task, 2));

    // Then
    assertThat(log.bodies()).containsExactly(new ProviderAnswerLost());
  }

  @Test
  void shouldCallNobodyForAnOperationThatEndsWhileItWaitsForItsTurn() throws Exception {
    // Given
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    TaskHandler handler =
        handler(
            _ -> {
              begun.incrementAndGet();
              goOn.await();
              return answer;
            });

    // When
    Thread first = Thread.ofVirtual().start(() -> handler.handle(record(task(), 1)));
    await().until(() -> begun.get() == 1);
    Thread second = Thread.ofVirtual().start(() -> handler.handle(record(task(), 1)));
    await().until(() -> second.getState() == Thread.State.WAITING);
    now.set(task().getExpiresAt());
    goOn.countDown();
    first.join();
    second.join();

    // Then
    assertThat(begun).hasValue(1);
    // who has its turn back may write after the next
    assertThat(log.bodies())
        .containsExactlyInAnyOrder(new ProviderDeclined(), new ProviderUnreachable());
  }

  @Test
  void shouldKeepAnOutcomeUntilItIsWritten() {
    // Given
    log.failures.set(2);

    // When
    Verdict verdict = handler(false).handle(record(task(), 1));

    // Then
    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(log.outcomes).hasSize(1);
    assertThat(requests).hasSize(1);
  }

  @Test
  void shouldGiveATaskBackWhoseOutcomeCannotBeWrittenBeforeItStops() {
    // Given
    log.failures.set(Integer.MAX_VALUE);
    TaskHandler handler =
        handler(
            request -> {
              stopping.begin();
              return answer;
            });

    // When, then
    assertThat(handler.handle(record(task(), 1))).isEqualTo(Verdict.GIVE_BACK);
  }

  @Test
  void shouldBeginNoCallOnceItStops() {
    // Given
    stopping.begin();

    // When
    handler(false).handle(record(task(), 1));

    // Then
    assertThat(requests).isEmpty();
    assertThat(log.bodies()).containsExactly(new ProviderUnreachable());
  }

  @Test
  void shouldMakeOneCallAtATimeForAUser() throws Exception {
    // Given
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    TaskHandler handler =
        handler(
            _ -> {
              begun.incrementAndGet();
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              goOn.await();
              atOnce.decrementAndGet();
              return answer;
            });

    // When
    Thread first = Thread.ofVirtual().start(() -> handler.handle(record(task(), 1)));
    Thread second = Thread.ofVirtual().start(() -> handler.handle(record(task(), 1)));
    await().until(() -> second.getState() == Thread.State.WAITING && begun.get() == 1);
    goOn.countDown();
    first.join();
    second.join();

    // Then
    assertThat(begun).hasValue(2);
    assertThat(most).hasValue(1);
  }

  @Test
  void shouldHaveTheCallAndTheOutcomeContinueTheSpanOfTheTask() {
    // Given
    RecordedSpans recorded = new RecordedSpans();
    meter =
        new SilentMeter() {
          @Override
          public Spans spans() {
            return recorded.spans();
          }
        };
    ConsumerRecord<String, byte[]> record = record(task(), 1);
    Correlation.of(RecordedSpans.TRACEPARENT, null, null)
        .headers()
        .forEach(header -> record.headers().add(header));

    // When
    handler(false).handle(record);

    // Then
    SpanData span = recorded.one();
    String after = "00-" + RecordedSpans.TRACE + "-" + span.getSpanId() + "-01";
    assertThat(span.getParentSpanId()).isEqualTo(RecordedSpans.PARENT);
    assertThat(requests.getFirst().transaction().correlation().traceparent()).contains(after);
    assertThat(log.correlations.getFirst().traceparent()).contains(after);
  }

  private TaskHandler handler(boolean recognises) {
    return handler(
        new Provider() {
          @Override
          public ProviderOutcome carryOut(ProviderRequest request) {
            requests.add(request);
            return answer;
          }

          @Override
          public boolean recognisesRepeats() {
            return recognises;
          }
        });
  }

  private TaskHandler handler(Provider provider) {
    return new TaskHandler(
        new TaskHandler.Connector(NAME, provider, Set.of(NAME), true),
        new TaskReader(deserializer, Optional.empty()),
        log,
        meter,
        ((InstantSource) now::get).withZone(ZoneOffset.UTC),
        stopping);
  }

  private static ConnectorTask task() {
    return ConnectorTask.newBuilder()
        .setTenant("bank")
        .setUserId("user")
        .setOperationId("operation")
        .setChannel(Channel.IDP)
        .setConnector(NAME)
        .setCredentialId("credential")
        .setAction(ConnectorAction.START)
        .setTransactionId("T1")
        .setAttempt(3)
        .setDocument(ByteBuffer.wrap(new byte[] {'{', '}'}))
        .setExpiresAt(NOW.plusSeconds(60))
        .build();
  }

  private ConsumerRecord<String, byte[]> record(ConnectorTask task, int deliveries) {
    tasks.put("task", task);
    return record("task", deliveries);
  }

  private static ConsumerRecord<String, byte[]> record(String value, int deliveries) {
    return new ConsumerRecord<>(
        "assent.connector-tasks.idp",
        0,
        7,
        NOW.toEpochMilli(),
        TimestampType.CREATE_TIME,
        3,
        value.length(),
        "key",
        value.getBytes(StandardCharsets.UTF_8),
        new RecordHeaders(),
        Optional.empty(),
        Optional.of((short) deliveries));
  }

  private static final class FakeLog implements ConnectorLog {
    private final List<ConnectorOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<Correlation> correlations = new CopyOnWriteArrayList<>();
    private final List<Reason> letters = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    private List<Object> bodies() {
      return outcomes.stream().map(ConnectorOutcome::getBody).toList();
    }

    @Override
    public void report(ConnectorOutcome outcome, Correlation correlation)
        throws NotWrittenException {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new NotWrittenException(new IllegalStateException("the broker is down"));
      }
      outcomes.add(outcome);
      correlations.add(correlation);
    }

    @Override
    public void setAside(ConsumerRecord<String, ?> record, Reason reason, String detail) {
      letters.add(reason);
    }
  }
}
