package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ProviderEvidence;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.verification.ResultVerifier;
import dev.assent.standalone.cluster.Addresses;
import dev.assent.standalone.demo.ApiClient.Answer;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What happens at every provider: a signature that Plumery asks for, of one user. */
final class ProviderScene implements AutoCloseable {
  private static final Duration EVENT_WITHIN = Duration.ofSeconds(30);
  private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(10);
  private static final long PAUSE_MILLISECONDS = 200;
  private static final String PATH = "/internal/v1/custom-auth:";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Addresses addresses;
  private final ApiClient api;
  private final Narrator narrator;
  private final String userId;
  private final String correlationId = "transfer-" + random(6);
  private final EventLog events;

  ProviderScene(Addresses addresses, ApiClient api, Narrator narrator, String userId) {
    this.addresses = addresses;
    this.api = api;
    this.narrator = narrator;
    this.userId = userId;
    this.events = new EventLog(addresses.clientConfiguration(), userId, narrator);
  }

  /** So many random bytes, in hexadecimal. */
  static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Asks for the signature, and returns once the provider asks the user.
   *
   * @return the task of the worker that asked the provider
   */
  ConnectorTask ask(String channel) throws StoryFailure, InterruptedException {
    narrator.step("Plumery asks for a signature (init-signature, Plumery dialect)");
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("correlationId", correlationId);
    body.putObject("signatureContextData")
        .putObject("dataToSign")
        .put("username", userId)
        .put("action", "PAYMENT")
        .put("pay", "120.00 EUR to Blue Bicycle");
    body.putObject("additionalDetails").put("channel", channel);
    Answer begun = api.postAsBackEnd(PATH + "init-signature", body);
    StoryFailure.unless(begun.status() == 204, "the signature should be begun (204)");
    narrator.step("A worker takes the task, and asks the provider; Assent waits, nobody blocks");
    ConnectorTask task =
        events.task(EVENT_WITHIN).orElseThrow(() -> new StoryFailure("No task for a worker came"));
    StoryFailure.unless(
        events
            .operation(
                snapshot -> snapshot.getState() == OperationState.AWAITING_USER, EVENT_WITHIN)
            .isPresent(),
        "the provider should ask the user");
    return task;
  }

  /** Waits for the approval, and verifies it as somebody would who has nothing but the event. */
  void approved() throws StoryFailure, InterruptedException {
    OperationResult result = result(ResultOutcome.APPROVED);
    ProviderEvidence evidence = result.getProviderEvidence();
    StoryFailure.unless(evidence != null, "the result should have evidence");
    narrator.say("%s by %s, over:".formatted(evidence.getFormat(), evidence.getConnector()));
    narrator.say(new String(bytes(evidence.getDocument()), StandardCharsets.UTF_8));
    narrator.step("Somebody else verifies it, offline: the event, and the authority's root");
    ProviderTrust trust = trust();
    StoryFailure.unless(
        ResultVerifier.verify(result, Optional.empty(), trust) instanceof ProofVerdict.Verified,
        "the evidence should verify");
    narrator.say(
        "verified: " + certificate(bytes(evidence.getCertificate())).getSubjectX500Principal());
    OperationResult forged = OperationResult.newBuilder(result).setUserId("MALLORY").build();
    StoryFailure.unless(
        ResultVerifier.verify(forged, Optional.empty(), trust)
                instanceof ProofVerdict.Refused refused
            && narrated("the same event in another user's name: " + refused.flaw()),
        "the same evidence for another user should be refused");
    JsonNode confirmed = confirmed();
    StoryFailure.unless(
        confirmed.path("status").asText().equals("SUCCESS")
            && is(confirmed, "signature", evidence.getSignature())
            && is(confirmed, "certificate", evidence.getCertificate()),
        "Plumery should be told signature and certificate");
  }

  /** Waits for the user's refusal. */
  void declined() throws StoryFailure, InterruptedException {
    result(ResultOutcome.DECLINED);
    StoryFailure.unless(
        confirmed().path("status").asText().equals("FAILED"), "Plumery should be told of it");
  }

  private OperationResult result(ResultOutcome expected) throws StoryFailure, InterruptedException {
    narrator.step("The user answers; the result stands on Kafka, once");
    OperationResult result =
        events.result(EVENT_WITHIN).orElseThrow(() -> new StoryFailure("No result event came"));
    StoryFailure.unless(result.getOutcome() == expected, "the result should be " + expected);
    return result;
  }

  private JsonNode confirmed() throws StoryFailure, InterruptedException {
    narrator.step("Plumery asks what came of it (confirm-signature)");
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("correlationId", correlationId)
            .put("username", userId);
    long deadline = System.nanoTime() + CONFIRMED_WITHIN.toNanos();
    Answer answer = api.postAsBackEnd(PATH + "confirm-signature", body);
    while (answer.body().path("status").asText().equals("PENDING")
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
      answer = api.postAsBackEnd(PATH + "confirm-signature", body);
    }
    StoryFailure.unless(answer.status() == 200, "Plumery should be answered (200)");
    return answer.body();
  }

  /** Whom the verifier believes: the authority that certifies the provider's users. */
  private ProviderTrust trust() throws StoryFailure, InterruptedException {
    String root = api.look(addresses.mobileService().resolve("/simulator/root.pem"));
    try {
      byte[] der = certificate(root.getBytes(StandardCharsets.US_ASCII)).getEncoded();
      return new ProviderTrust(List.of(HexFormat.of().formatHex(der)), List.of(), false);
    } catch (CertificateException failure) {
      throw new StoryFailure("The root cannot be used", failure);
    }
  }

  private static X509Certificate certificate(byte[] bytes) throws StoryFailure {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException failure) {
      throw new StoryFailure("The certificate cannot be read", failure);
    }
  }

  private boolean narrated(String text) {
    narrator.say(text);
    return true;
  }

  private static boolean is(JsonNode body, String member, ByteBuffer expected) {
    return body.path(member).asText().equals(Base64.getEncoder().encodeToString(bytes(expected)));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    events.close();
  }
}
