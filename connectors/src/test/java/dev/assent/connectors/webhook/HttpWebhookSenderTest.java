package dev.assent.connectors.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.assent.connectors.trace.RecordedSpans;
import dev.assent.connectors.webhook.TestReceiver.Message;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.RecordReference;
import dev.assent.schemas.avro.WebhookDelivery;
import dev.assent.schemas.avro.WebhookOutcome;
import dev.assent.schemas.avro.WebhookSecret;
import dev.assent.schemas.avro.WebhookSubscription;
import dev.assent.schemas.vault.SecretVault;
import dev.assent.schemas.vault.WebhookVault;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over real HTTP; what they carry is checked by the reference library. */
final class HttpWebhookSenderTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes(US_ASCII);
  private static final byte[] FORMER = "another one of thirty-two bytes.".getBytes(US_ASCII);

  /** The reference library compares the time of a message with its own. */
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @TempDir private Path directory;
  private final BlockingQueue<WebhookOutcome> outcomes = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private WebhookMeter meter = WebhookMeter.NONE;
  private WebhookVault vault;

  @BeforeEach
  void makeVault() throws IOException {
    Path file = directory.resolve("vault.key");
    Files.writeString(file, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    vault = new WebhookVault(SecretVault.open(file, new SecureRandom()));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private TestReceiver receiver(TestReceiver receiver) {
    opened.add(receiver);
    return receiver;
  }

  private HttpWebhookSender sender(boolean loopback) {
    List<NetworkRange> allowed = loopback ? List.of(NetworkRange.parse("127.0.0.0/8")) : List.of();
    WebhookClient client =
        new WebhookClient(
            new CheckedNames(
                new NetworkRules(Set.of(), allowed), SystemDefaultDnsResolver.INSTANCE),
            true,
            TIMEOUT,
            10);
    HttpWebhookSender sender =
        new HttpWebhookSender(
            client,
            new WebhookSignature(vault),
            (_, outcome) -> outcomes.add(outcome),
            InstantSource.fixed(now),
            meter,
            10);
    opened.add(sender);
    opened.add(client);
    return sender;
  }

  private WebhookSecret secret(String secretId, byte[] bytes, Instant expiresAtOrNull) {
    return WebhookSecret.newBuilder()
        .setSecretId(secretId)
        .setEncrypted(ByteBuffer.wrap(vault.encrypt("bank", "one", secretId, bytes)))
        .setCreatedAt(now)
        .setExpiresAt(expiresAtOrNull)
        .build();
  }

  private Attempt attempt(String url, WebhookSecret... secrets) {
    OperationResult result =
        WebhookDriver.result("payment", 1).setEvidence(null).setApprovalToken("a.b.c").build();
    WebhookDelivery delivery =
        WebhookDelivery.newBuilder()
            .setTenant("bank")
            .setUserId("A1B2")
            .setWebhookId("one")
            .setOperationId("payment")
            .setSequence(1)
            .setMessageId(ResultEvent.messageId(result))
            .setPayload(ByteBuffer.wrap(ResultEvent.body(result)))
            .setSource(new RecordReference("assent.results", 0, 0L))
            .setAcceptedAt(now)
            .setAttempts(3)
            .setUnderWay(true)
            .build();
    WebhookSubscription subscription =
        WebhookSubscription.newBuilder()
            .setWebhookId("one")
            .setUrl(url)
            .setCreatedAt(now)
            .setSecrets(List.of(secrets))
            .build();
    return new Attempt("delivery", delivery, subscription);
  }

  private WebhookOutcome outcome() throws InterruptedException {
    return outcomes.poll(10, TimeUnit.SECONDS);
  }

  private static Webhook reference(byte[] secret) throws Exception {
    return new Webhook("whsec_" + Base64.getEncoder().encodeToString(secret));
  }

  @Test
  @Tag("AS-4")
  void shouldSendWhatTheReferenceLibraryVerifies() throws Exception {
    // Given
    TestReceiver receiver = receiver(TestReceiver.answering(204));

    // When
    sender(true).send(attempt(receiver.url(), secret("s1", SECRET, null)));

    // Then
    Message message = receiver.messages().poll(10, TimeUnit.SECONDS);
    assertThatCode(() -> reference(SECRET).verify(message.body(), message.headers().map()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> reference(FORMER).verify(message.body(), message.headers().map()))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(
            () ->
                reference(SECRET)
                    .verify(
                        message.body().replace("APPROVED", "DECLINED"), message.headers().map()))
        .isInstanceOf(WebhookVerificationException.class);
    assertThat(outcome()).isEqualTo(new WebhookOutcome("bank", "one", "delivery", 3, null, null));
  }

  @Test
  void shouldSendAllThatTheResultHas() throws Exception {
    // Given
    TestReceiver receiver = receiver(TestReceiver.answering(200));

    // When
    sender(true).send(attempt(receiver.url(), secret("s1", SECRET, null)));

    // Then
    Message message = receiver.messages().poll(10, TimeUnit.SECONDS);
    JsonNode body = new ObjectMapper().readTree(message.body());
    assertThat(body.path("type").asText()).isEqualTo("operation.approved");
    assertThat(body.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:06.678Z");
    assertThat(body.path("data").path("operationId").asText()).isEqualTo("payment");
    assertThat(body.path("data").path("sequence").asLong()).isEqualTo(1);
    assertThat(body.path("data").path("approvalToken").asText()).isEqualTo("a.b.c");
    assertThat(body.path("data").path("createdAt").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(body.path("data").has("evidence")).isFalse();
    assertThat(message.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    assertThat(message.headers().firstValue("webhook-id").orElseThrow())
        .startsWith("evt_")
        .doesNotContain(".", "A1B2");
  }

  @Test
  void shouldContinueTheTraceOfTheResult() throws Exception {
    // Given
    RecordedSpans recorded = new RecordedSpans();
    meter = recorded.webhookMeter();
    TestReceiver receiver = receiver(TestReceiver.answering(204));
    Attempt attempt = attempt(receiver.url(), secret("s1", SECRET, null));
    attempt.delivery().setTraceparent(RecordedSpans.TRACEPARENT);

    // When
    sender(true).send(attempt);

    // Then
    Message message = receiver.messages().poll(10, TimeUnit.SECONDS);
    outcome();
    SpanData span = recorded.one();
    assertThat(span.getParentSpanId()).isEqualTo(RecordedSpans.PARENT);
    assertThat(message.headers().firstValue("traceparent"))
        .contains("00-" + RecordedSpans.TRACE + "-" + span.getSpanId() + "-01");
  }

  @Test
  void shouldNameAMessageAsThePageSays() {
    // Given
    OperationResult result =
        WebhookDriver.result("payment", 3).setEventId("bank/A1B2/payment/3").build();

    // When / Then: docs/reference/webhooks.md
    assertThat(ResultEvent.messageId(result))
        .isEqualTo("evt__cX2eA0qhfP69Z47ehnywvFM63kZmPtYOzBYqE8KE40");
  }

  @Test
  void shouldSignWithBothSecretsWhileTheyOverlap() throws Exception {
    // Given
    TestReceiver receiver = receiver(TestReceiver.answering(200));
    HttpWebhookSender sender = sender(true);
    WebhookSecret fresh = secret("s2", SECRET, null);

    // When
    sender.send(attempt(receiver.url(), fresh, secret("s1", FORMER, now.plusSeconds(1))));
    Message during = receiver.messages().poll(10, TimeUnit.SECONDS);
    sender.send(attempt(receiver.url(), fresh, secret("s1", FORMER, now)));
    Message after = receiver.messages().poll(10, TimeUnit.SECONDS);

    // Then
    for (byte[] secret : List.of(SECRET, FORMER)) {
      assertThatCode(() -> reference(secret).verify(during.body(), during.headers().map()))
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> reference(FORMER).verify(after.body(), after.headers().map()))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 400, 410, 500, 503})
  void shouldTakeNothingButSuccessForSuccess(int status) throws Exception {
    // Given
    TestReceiver elsewhere = receiver(TestReceiver.answering(200));
    TestReceiver receiver =
        receiver(
            new TestReceiver(
                exchange -> TestReceiver.answer(exchange, status, "Location", elsewhere.url())));

    // When
    sender(true).send(attempt(receiver.url(), secret("s1", SECRET, null)));

    // Then
    assertThat(outcome().getFailure()).isEqualTo("HTTP status " + status);
    assertThat(elsewhere.messages()).isEmpty();
    assertThat(receiver.messages()).hasSize(1);
  }

  @Test
  void shouldHearForHowLongToLeaveTheReceiverAlone() throws Exception {
    // Given
    TestReceiver receiver =
        receiver(
            new TestReceiver(exchange -> TestReceiver.answer(exchange, 429, "Retry-After", "90")));

    // When
    sender(true).send(attempt(receiver.url(), secret("s1", SECRET, null)));

    // Then
    assertThat(outcome().getRetryAfter()).isEqualTo(90_000);
  }

  @Test
  @Tag("AS-16")
  void shouldNotCallAnAddressThatIsNotAllowed() throws Exception {
    // Given
    TestReceiver receiver = receiver(TestReceiver.answering(200));

    // When
    sender(false).send(attempt(receiver.url(), secret("s1", SECRET, null)));

    // Then
    assertThat(outcome().getFailure()).isEqualTo("the address is not allowed");
    assertThat(receiver.messages()).isEmpty();
  }

  @Test
  void shouldNotWaitLongerThanItsTimeForAnAnswerThatDripsIn() throws Exception {
    // Given
    CountDownLatch over = new CountDownLatch(1);
    TestReceiver receiver =
        receiver(
            new TestReceiver(
                _ -> {
                  try {
                    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                }));

    // When
    long began = System.nanoTime();
    sender(true).send(attempt(receiver.url(), secret("s1", SECRET, null)));
    WebhookOutcome outcome = outcome();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    over.countDown();

    // Then
    assertThat(outcome.getFailure()).isEqualTo("no answer in time");
    assertThat(took).isLessThan(TIMEOUT.plusSeconds(20));
  }

  @Test
  void shouldSendNothingUnsigned() throws Exception {
    // Given
    TestReceiver receiver = receiver(TestReceiver.answering(200));
    WebhookSecret anothers =
        WebhookSecret.newBuilder(secret("s1", SECRET, null)).setSecretId("s2").build();

    // When
    sender(true).send(attempt(receiver.url(), anothers));

    // Then
    assertThat(outcome().getFailure()).isEqualTo("no secret that can be opened");
    assertThat(receiver.messages()).isEmpty();
  }
}
