package dev.assent.ingress.dialect.plumery;

import static dev.assent.ingress.dialect.plumery.PlumeryCalls.CONFIRM;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.CONFIRMATION;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.CORRELATION_ID;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.aLogin;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.aSignature;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.confirm;
import static dev.assent.ingress.dialect.plumery.PlumeryCalls.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmSignatureTest {
  private static final String UNKNOWN =
      "{\"error\":\"Nothing of this correlationId is known for this user\","
          + "\"code\":\"OPERATION_UNKNOWN\"}";

  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
    ingress.replies(new ClaimReply(PlumeryCalls.USERNAME));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PENDING",
        "CHALLENGED",
        "RETRIEVED",
        "DISPATCHED",
        "UNKNOWN_AT_PROVIDER",
        "AWAITING_USER"
      })
  void shouldBePendingUntilThereIsAnAnswer(OperationState state) {
    // Given
    ingress.shows(aSignature(state).build());

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"PENDING\"}");
  }

  @Test
  void shouldTellTheSignatureAndTheCertificateOfAProvider() {
    // Given
    ingress.shows(
        ended(
            aSignature(OperationState.APPROVED)
                .setSignature(ByteBuffer.wrap(new byte[] {1, 2, (byte) 0xff}))
                .setCertificate(ByteBuffer.wrap(new byte[] {0x30, 0})),
            Reason.PROOF_VERIFIED));

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"signature\":\"AQL/\",\"signatureTimestamp\":\"2026-01-02T03:04:09.050Z\","
                + "\"certificate\":\"MAA=\",\"status\":\"SUCCESS\"}");
  }

  @Test
  void shouldTellTheSignatureOfADeviceWithoutACertificate() {
    // Given
    ingress.shows(
        ended(
            aSignature(OperationState.APPROVED).setSignature(ByteBuffer.wrap(new byte[] {4, 2})),
            Reason.PROOF_VERIFIED));

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.body())
        .isEqualTo(
            "{\"signature\":\"BAI=\",\"signatureTimestamp\":\"2026-01-02T03:04:09.050Z\","
                + "\"status\":\"SUCCESS\"}");
  }

  @Test
  void shouldNotPassAnOcraResponseOffAsASignature() {
    // Given
    ingress.shows(ended(aSignature(OperationState.APPROVED), Reason.PROOF_VERIFIED));

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.body())
        .isEqualTo("{\"signatureTimestamp\":\"2026-01-02T03:04:09.050Z\",\"status\":\"SUCCESS\"}");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {
        "APPROVED",
        "PENDING",
        "CHALLENGED",
        "RETRIEVED",
        "DISPATCHED",
        "UNKNOWN_AT_PROVIDER",
        "AWAITING_USER"
      })
  @Tag("AS-20")
  void shouldSucceedInNoOtherStateThanApproved(OperationState state) {
    // Given
    ingress.shows(
        ended(
            aSignature(state).setSignature(ByteBuffer.wrap(new byte[] {1})),
            Reason.TOO_MANY_FAILED_PROOFS));

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.body())
        .isEqualTo(
            "{\"status\":\"FAILED\",\"error\":\"The request could not be confirmed.\","
                + "\"code\":\"TOO_MANY_FAILED_PROOFS\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "DEADLINE_PASSED, You did not confirm in time. Please try again.",
    "DECLINED_BY_USER, You declined the request.",
    "DATA_INCORRECT, You declined the request.",
    "DISOWNED_BY_USER, You declined the request.",
    "SUPERSEDED, The request was withdrawn.",
    "CANCELLED_BY_RELYING_PARTY, The request was withdrawn.",
    "EXPIRED_AT_PROVIDER, You did not confirm in time. Please try again.",
    "BUSY_AT_PROVIDER, The request could not be confirmed.",
    "PROVIDER_REFUSED, The request could not be confirmed.",
    "PROOF_INVALID, The request could not be confirmed.",
    "USER_LOCKED, The request could not be confirmed."
  })
  void shouldTellTheUserWhyItFailed(Reason reason, String text) {
    // Given
    ingress.shows(ended(aSignature(OperationState.FAILED), reason));

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.body())
        .isEqualTo(
            "{\"status\":\"FAILED\",\"error\":\"%s\",\"code\":\"%s\"}".formatted(text, reason));
  }

  @ParameterizedTest
  @CsvSource({
    "de-CH, Sie haben die Anfrage abgelehnt.",
    "fr, Vous avez refusé la demande.",
    "en-GB, You declined the request.",
    "qo, You declined the request."
  })
  void shouldSpeakTheLanguageThatTheOperationWasAskedForIn(String language, String text) {
    // Given
    ingress.shows(
        ended(aSignature(OperationState.DECLINED).setLanguage(language), Reason.DECLINED_BY_USER));

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.body()).contains("\"error\":\"" + text + "\"");
  }

  @Test
  @Tag("AS-11")
  void shouldNotTellAnotherUsersOperationFromNone() {
    // Given
    ingress.shows(aSignature(OperationState.CHALLENGED).build());
    String others = CONFIRMATION.replace("john.snow", "jane");

    // When
    HttpResponse<String> foreign = ingress.send(PlumeryCalls.post(ingress, CONFIRM, others));
    ingress.refuses(Reason.OPERATION_UNKNOWN);
    HttpResponse<String> unknown =
        ingress.send(
            PlumeryCalls.post(ingress, CONFIRM, others.replace(CORRELATION_ID, "unknown")));

    // Then
    assertThat(foreign.statusCode()).isEqualTo(400);
    assertThat(foreign.body()).isEqualTo(UNKNOWN);
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).isEqualTo(UNKNOWN);
  }

  @Test
  void shouldNotKnowOperationsThatWereAskedForInAnotherWay() {
    // Given
    ingress.shows(aLogin(OperationState.APPROVED).setDecidedAt(PlumeryCalls.DECIDED).build());

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.body()).isEqualTo(UNKNOWN);
  }

  @Test
  void shouldBePendingWhileTheOperationCannotBeReadYet() {
    // Given
    ingress.shows();

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"PENDING\"}");
  }

  @Test
  @Tag("AS-11")
  void shouldNotSayThatAnothersOperationIsTakenWhileItCannotBeReadYet() {
    // Given
    ingress.shows();
    ingress.replies(new ClaimReply("somebody-else"));

    // When
    HttpResponse<String> response = confirm(ingress);

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"code\":\"OPERATION_UNKNOWN\"");
  }

  @Test
  void shouldLookForAnOperationUnderTheIdThatInitGaveIt() {
    // When
    ingress.send(
        PlumeryCalls.post(ingress, CONFIRM, "{\"correlationId\":\"a b\",\"username\":\"u\"}"));

    // Then
    ResolveClaim asked = (ResolveClaim) ingress.commands().getFirst().getBody();
    assertThat(asked.getOperationId()).isEqualTo(CorrelationIds.operationId("a b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"correlationId\":\"c\"}",
        "{\"username\":\"u\"}",
        "{\"correlationId\":\"c\",\"username\":\" u\"}",
        "{\"correlationId\":\"c\",\"username\":\"u\",\"additionalDetails\":[]}",
        "{\"correlationId\":\"c\",\"username\":\"u\",\"more\":{}}"
      })
  void shouldRefuseABodyThatIsNotAsDocumented(String body) {
    // When
    HttpResponse<String> response = ingress.send(PlumeryCalls.post(ingress, CONFIRM, body));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).matches("\\{\"error\":\"[^\"]+\",\"code\":\"BAD_REQUEST\"}");
  }

  @Test
  void shouldTellTheSameOnceItHasEndedHoweverOftenItIsAsked() {
    long first = Long.getLong("assent.seed", System.nanoTime());
    System.out.printf("confirmations: -Dassent.seed=%d%n", first);
    for (long seed = first; seed < first + 50; seed++) {
      // Given
      SplittableRandom random = new SplittableRandom(seed);
      OperationSnapshot end = anyEnd(random);
      reset();
      Optional<String> told = Optional.empty();
      boolean ended = false;

      for (int poll = 0; poll < 12; poll++) {
        // When
        ended |= random.nextInt(3) == 0;
        boolean readable = random.nextInt(5) > 0;
        if (readable) {
          ingress.shows(ended ? end : aSignature(OperationState.CHALLENGED).build());
        } else {
          reset();
        }
        String details = random.nextBoolean() ? "{}" : "{\"poll\":" + poll + "}";
        HttpResponse<String> response =
            ingress.send(
                PlumeryCalls.post(ingress, CONFIRM, CONFIRMATION.replace("{}", details))
                    .header("X-Request-ID", "poll-" + poll)
                    .header("Idempotency-Key", "key-" + random.nextInt(2)));

        // Then
        if (!readable) {
          assertThat(response.statusCode()).as("seed %d", seed).isEqualTo(500);
        } else if (!ended) {
          assertThat(response.body()).as("seed %d", seed).isEqualTo("{\"status\":\"PENDING\"}");
        } else {
          String before = told.orElse(response.body());
          assertThat(response.body())
              .as("seed %d", seed)
              .isEqualTo(before)
              .doesNotContain("\"status\":\"PENDING\"");
          told = Optional.of(before);
        }
      }
    }
  }

  private static OperationSnapshot anyEnd(SplittableRandom random) {
    if (random.nextBoolean()) {
      byte[] signature = new byte[64];
      random.nextBytes(signature);
      return ended(
          aSignature(OperationState.APPROVED)
              .setSignature(random.nextBoolean() ? ByteBuffer.wrap(signature) : null)
              .setCertificate(random.nextBoolean() ? ByteBuffer.wrap(signature) : null),
          Reason.PROOF_VERIFIED);
    }
    Reason[] reasons = Reason.values();
    return ended(
        aSignature(OperationState.FAILED).setLanguage(random.nextBoolean() ? "de" : null),
        reasons[random.nextInt(reasons.length)]);
  }
}
