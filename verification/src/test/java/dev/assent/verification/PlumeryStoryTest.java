package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ProviderAccepted;
import dev.assent.schemas.avro.ProviderSigned;
import dev.assent.schemas.model.ProofKind;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bank on Plumery has its users sign and log in; the test is Plumery. */
@ExtendWith(SharedSystem.class)
class PlumeryStoryTest {
  private static final String PATH = "/internal/v1/custom-auth";
  private static final String PENDING = "{\"status\":\"PENDING\"}";

  private final RunningAssent assent;
  private final Api api;
  private final String correlationId = RunningAssent.freshOperationId();

  PlumeryStoryTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @Test
  @Tag("DL-1")
  void shouldTellTheSignatureOfTheUsersDevice() throws Exception {
    // Given
    Holder holder = assent.holder();
    Answer begun = init(holder.userId(), "PAYMENT");
    Answer pending = confirm(holder.userId());
    String challengeKey = assent.ledger().awaitChallengeKey(correlationId);

    // When
    Answer retrieved = api.retrieveSignatureRequest(holder.device().serialNumber(), challengeKey);
    String signature =
        RunningAssent.sign(new Challenged(holder, correlationId, challengeKey), retrieved);
    Answer approved = api.authSignature(holder.userId(), challengeKey, signature);
    Answer confirmed = confirmedFor(holder.userId());

    // Then
    assertThat(begun.status()).as(begun.text()).isEqualTo(204);
    assertThat(begun.text()).isEmpty();
    assertThat(pending.text()).isEqualTo(PENDING);
    assertThat(approved.succeeded()).as(approved.text()).isTrue();
    assertThat(confirmed.json().path("status").asText()).isEqualTo("SUCCESS");
    OperationResult result = assent.ledger().awaitResult(correlationId);
    EvidenceCheck.verify(result);
    assertThat(decoded(confirmed, "signature")).isEqualTo(result.getEvidence().getSignature());
    assertThat(Instant.from(OffsetDateTime.parse(text(confirmed, "signatureTimestamp"))))
        .isEqualTo(result.getDecidedAt());
    assertThat(confirmed.json().has("certificate")).isFalse();
    assertThat(EvidenceCheck.displayed(result, "plumery.data-to-sign.v1"))
        .isEqualTo(
            "{\"action\":\"PAYMENT\",\"nonce\":\"n\",\"username\":\"" + holder.userId() + "\"}");
  }

  @Test
  @Tag("DL-3")
  void shouldTellTheSignatureAndTheCertificateOfAProvider() throws Exception {
    // Given
    String userId = RunningAssent.freshUserId();
    Signer signer = registeredAtProvider(userId);
    Answer begun = init(userId, "LOGIN");
    ConnectorTask task = assent.ledger().awaitTask(correlationId, 1);
    assent.report(task, new ProviderAccepted("provider-1", null, null));

    // When
    byte[] document = bytes(task.getDocument());
    assent.report(
        task,
        ProviderSigned.newBuilder()
            .setSignature(ByteBuffer.wrap(signer.sign(document)))
            .setCertificate(ByteBuffer.wrap(signer.certificate().getEncoded()))
            .build());
    Answer confirmed = confirmedFor(userId);

    // Then
    assertThat(begun.status()).as(begun.text()).isEqualTo(204);
    assertThat(confirmed.json().path("status").asText()).isEqualTo("SUCCESS");
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(bytes(decoded(confirmed, "certificate"))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(certificate);
    signature.update(document);
    assertThat(signature.verify(bytes(decoded(confirmed, "signature")))).isTrue();
    assertThat(new ObjectMapper().readTree(document).path("kind").asText())
        .isEqualTo("AUTHENTICATION");
  }

  @Test
  void shouldTellTheSameHoweverOftenItIsAsked() {
    // Given
    Holder holder = assent.holder();
    init(holder.userId(), "PAYMENT");
    api.cancel(correlationId);
    Answer first = confirmedFor(holder.userId());

    // When
    List<Answer> later = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      later.add(confirm(holder.userId()));
      later.add(init(holder.userId(), "PAYMENT"));
    }

    // Then
    assertThat(first.text())
        .isEqualTo(
            "{\"status\":\"FAILED\",\"error\":\"The request was withdrawn.\","
                + "\"code\":\"CANCELLED_BY_RELYING_PARTY\"}");
    assertThat(later).extracting(Answer::status).containsOnly(200, 204);
    assertThat(later).extracting(Answer::text).containsOnly(first.text(), "");
  }

  @Test
  @Tag("DL-8")
  void shouldRefuseOtherContentUnderTheSameCorrelationId() {
    // Given
    Holder holder = assent.holder();
    init(holder.userId(), "PAYMENT");

    // When
    Answer again = init(holder.userId(), "PAYMENT");
    Answer other = init(holder.userId(), "TRANSFER");
    Answer otherUser = init(assent.holder().userId(), "PAYMENT");

    // Then
    assertThat(again.status()).as(again.text()).isEqualTo(204);
    assertThat(other.status()).isEqualTo(400);
    assertThat(text(other, "code")).isEqualTo("IDEMPOTENCY_CONFLICT");
    assertThat(otherUser.status()).isEqualTo(400);
    assertThat(text(otherUser, "code")).isEqualTo("OPERATION_EXISTS");
  }

  @Test
  @Tag("AS-6")
  void shouldAnswerForAnUnknownUserAsForOneWithoutAnythingToSignWith() {
    // Given
    Holder holder = assent.holder();
    api.revoke(holder.userId(), RunningAssent.SERIAL_NUMBER);

    // When
    Answer without = init(holder.userId(), "LOGIN");
    Answer unknown = init(RunningAssent.freshUserId(), "LOGIN");

    // Then
    assertThat(unknown.status()).as(unknown.text()).isEqualTo(400);
    assertThat(text(unknown, "code")).isEqualTo("NO_ELIGIBLE_CREDENTIAL");
    assertThat(unknown.text()).isEqualTo(without.text());
  }

  @Test
  void shouldLogInWhoeverClaimsTheLogin() throws Exception {
    // Given
    Holder holder = assent.holder();
    Answer begun =
        post(
            "/login:initiate",
            NativeApi.object()
                .put("correlationId", correlationId)
                .set("initAuthDetails", NativeApi.object().put("browser", 7)));
    Answer pending = status();

    // When
    Answer claimed =
        assent.nativeApi().claim(correlationId, holder.userId(), holder.device().serialNumber());
    Challenged challenged = RunningAssent.challenged(holder, claimed);
    String signature =
        holder
            .device()
            .approve(assent.retrieve(challenged), ProofKind.DEVICE_PIN, Optional.empty());
    Answer meanwhile = status();
    assent.nativeApi().prove(holder.userId(), challenged.challengeKey(), signature);
    assent.ledger().awaitResult(correlationId);
    Answer loggedIn = await().until(this::status, answer -> !answer.text().equals(PENDING));

    // Then
    assertThat(text(begun, "redirectUrl"))
        .isEqualTo("https://bank.example/login?operation=" + correlationId);
    assertThat(pending.text()).isEqualTo(PENDING);
    assertThat(meanwhile.text()).isEqualTo(PENDING);
    assertThat(loggedIn.text())
        .isEqualTo("{\"status\":\"SUCCESS\",\"userId\":\"" + holder.userId() + "\"}");
  }

  private Signer registeredAtProvider(String userId) throws Exception {
    Signer signer = Signer.create();
    ObjectNode credential =
        NativeApi.object()
            .put("credentialId", "idp-1")
            .put("channel", "IDP")
            .put("connector", "test-idp")
            .put(
                "certificate",
                Base64.getEncoder().encodeToString(signer.certificate().getEncoded()));
    Answer registered = assent.nativeApi().registerAtProvider(userId, credential);
    assertThat(registered.status()).as(registered.text()).isEqualTo(201);
    return signer;
  }

  private Answer init(String userId, String action) {
    ObjectNode body = NativeApi.object().put("correlationId", correlationId);
    body.putObject("signatureContextData")
        .putObject("dataToSign")
        .put("username", userId)
        .put("nonce", "n")
        .put("action", action);
    return post(":init-signature", body);
  }

  private Answer confirm(String userId) {
    return post(
        ":confirm-signature",
        NativeApi.object().put("correlationId", correlationId).put("username", userId));
  }

  /** Asks until there is an answer, as Plumery does. */
  private Answer confirmedFor(String userId) {
    return await().until(() -> confirm(userId), answer -> !answer.text().equals(PENDING));
  }

  private Answer status() {
    return answered("GET", "/login/status?correlationId=" + correlationId, "");
  }

  private Answer post(String path, JsonNode body) {
    return answered("POST", path, body.toString());
  }

  /** Repeats what had no answer in time, as a client has to. */
  private Answer answered(String method, String path, String body) {
    return await()
        .until(
            () -> api.asBackEnd(method, PATH + path, body, Map.of()),
            answer -> answer.status() != 500);
  }

  private static String text(Answer answer, String member) {
    return answer.json().path(member).asText();
  }

  private static ByteBuffer decoded(Answer answer, String member) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(text(answer, member)));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
