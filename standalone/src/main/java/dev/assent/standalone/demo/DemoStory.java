package dev.assent.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.sealing.SealedChallengeException;
import dev.assent.standalone.cluster.Addresses;
import dev.assent.standalone.cluster.DemoTenant;
import dev.assent.standalone.demo.ApiClient.Answer;
import dev.assent.standalone.device.SimulatedDevice;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An approval from beginning to end, and one with a number to be entered, with a fresh user, device
 * and operation each time, so that it can be told again and again.
 */
public final class DemoStory {
  private static final Duration EVENT_WITHIN = Duration.ofSeconds(10);
  private static final Duration NO_EVENT_WITHIN = Duration.ofSeconds(1);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final HexFormat UPPER_CASE = HexFormat.of().withUpperCase();

  private final Addresses addresses;
  private final DemoTenant tenant;
  private final Narrator narrator;
  private final ApiClient api;
  private final String userId = UPPER_CASE.formatHex(random(8));
  private final String operationId = "payment-" + HexFormat.of().formatHex(random(6));
  private final SimulatedDevice device =
      SimulatedDevice.create(
          "DEMO" + UPPER_CASE.formatHex(random(4)) + "-1",
          SignatureAlgorithm.ES256,
          KeyEncapsulation.X25519);

  /** A story that is told on the stream. */
  public DemoStory(Addresses addresses, DemoTenant tenant, PrintStream out) {
    this.addresses = addresses;
    this.tenant = tenant;
    this.narrator = new Narrator(out, List.of(tenant.frontEndKey(), tenant.backEndKey()));
    this.api = new ApiClient(addresses, tenant, narrator);
  }

  /**
   * Tells the story.
   *
   * @throws StoryFailure where anything is not as it should be
   */
  public void run() throws StoryFailure, InterruptedException {
    narrator.say(
        "Tenant %s, user %s.   -> request   <- response   ** event on Kafka"
            .formatted(tenant.tenant(), userId));
    try (EventLog events = new EventLog(addresses.clientConfiguration(), userId, narrator)) {
      registerDevice();
      createOperation();
      String challengeKey = challengeKey(events);
      ChallengeDocument document = open(challengeKey, retrieve(challengeKey), operationId);
      String signature = sign(document);
      Answer first = authenticate(challengeKey, signature);
      checkResult(events, document);
      checkOperation();
      retrieveAgain(challengeKey);
      authenticateAgain(events, challengeKey, signature, first);
      payWithNumber();
    }
    narrator.step("Done: each approved exactly once, by proofs that anybody can verify again.");
  }

  private void registerDevice() throws StoryFailure, InterruptedException {
    narrator.step("The bank registers the user's device with its public keys");
    Answer answer =
        api.postAsBackEnd("/api/v1/users/" + userId + "/devices", device.registration());
    StoryFailure.unless(answer.status() == 201, "the device should be registered (201)");
  }

  private void createOperation() throws StoryFailure, InterruptedException {
    narrator.step("The bank creates an operation (Keyless dialect)");
    ObjectNode body =
        object()
            .put("operationId", operationId)
            .put("externalUserId", "alice")
            .put("operationPayload", "Pay 120.00 EUR to Blue Bicycle Ltd");
    Answer answer = api.postAsBackEnd("/v2/users/" + userId + "/operations", body);
    StoryFailure.unless(
        answer.status() == 200 && answer.body().path("success").asBoolean(),
        "the operation should be created");
  }

  private String challengeKey(EventLog events) throws StoryFailure, InterruptedException {
    narrator.step("Its event carries the challenge key, as a push notification would");
    String challengeKey =
        events
            .operation(operation -> operation.getChallengeKey() != null, EVENT_WITHIN)
            .map(OperationSnapshot::getChallengeKey)
            .orElseThrow(() -> new StoryFailure("No event with a challenge key came"));
    narrator.say("challenge key " + challengeKey);
    return challengeKey;
  }

  private String retrieve(String challengeKey) throws StoryFailure, InterruptedException {
    narrator.step("The device retrieves its challenge, once (OneSpan dialect)");
    Answer answer = askForChallenge(challengeKey);
    StoryFailure.unless(succeeded(answer), "the challenge should be handed out");
    return answer.body().path("result").path("requestMessage").asText();
  }

  private ChallengeDocument open(String challengeKey, String requestMessage, String expectedId)
      throws StoryFailure {
    narrator.step("The device opens the sealed message and shows it");
    try {
      ChallengeDocument document = device.open(challengeKey, requestMessage);
      document.displayData().forEach((name, value) -> narrator.say("| " + name + ": " + value));
      narrator.say("| until " + document.expiresAt() + "      [ approve ]  [ decline ]");
      StoryFailure.unless(
          document.operationId().equals(expectedId), "it should be about this operation");
      return document;
    } catch (SealedChallengeException | IllegalArgumentException failure) {
      throw new StoryFailure("The device cannot open the message", failure);
    }
  }

  private String sign(ChallengeDocument document) {
    narrator.step("The user approves; the device signs exactly what it showed");
    String signature = device.approve(document);
    narrator.say("signature " + signature);
    return signature;
  }

  private Answer authenticate(String challengeKey, String signature)
      throws StoryFailure, InterruptedException {
    narrator.step("The device sends the signature (OneSpan dialect)");
    Answer answer = submit(challengeKey, signature);
    StoryFailure.unless(succeeded(answer), "the signature should be accepted");
    return answer;
  }

  private void checkResult(EventLog events, ChallengeDocument document)
      throws StoryFailure, InterruptedException {
    narrator.step("The result stands on Kafka, with evidence for anybody to verify");
    OperationResult result =
        events.result(EVENT_WITHIN).orElseThrow(() -> new StoryFailure("No result event came"));
    StoryFailure.unless(
        result.getOutcome() == ResultOutcome.APPROVED, "the result should be APPROVED");
    StoryFailure.unless(
        result.getEvidence() != null
            && result.getEvidence().getDocument().equals(ByteBuffer.wrap(document.canonical())),
        "the evidence should be the document that the device showed");
    narrator.say(
        "%s signature of device %s over:"
            .formatted(
                result.getEvidence().getAlgorithm(), result.getEvidence().getSerialNumber()));
    narrator.say(new String(document.canonical(), StandardCharsets.UTF_8));
  }

  private void checkOperation() throws StoryFailure, InterruptedException {
    narrator.step("The bank reads the operation (Keyless dialect)");
    Answer answer = api.getAsBackEnd("/v2/operations/" + operationId);
    StoryFailure.unless(
        answer.status() == 200 && answer.body().path("state").asText().equals("approved"),
        "the operation should read as approved");
  }

  private void retrieveAgain(String challengeKey) throws StoryFailure, InterruptedException {
    narrator.step("The same challenge is retrieved a second time: refused");
    Answer answer = askForChallenge(challengeKey);
    StoryFailure.unless(
        statusOf(answer).equals("STAT_NOT_FOUND"),
        "the second retrieval should be refused with STAT_NOT_FOUND");
  }

  private void authenticateAgain(
      EventLog events, String challengeKey, String signature, Answer first)
      throws StoryFailure, InterruptedException {
    narrator.step("The same signature comes a second time: the first answer again");
    Answer second = submit(challengeKey, signature);
    StoryFailure.unless(second.equals(first), "the answer should be the first one");
    StoryFailure.unless(
        events.result(NO_EVENT_WITHIN).isEmpty(), "there should be no second result");
    narrator.say("and no second result on Kafka");
  }

  private void payWithNumber() throws StoryFailure, InterruptedException {
    narrator.step("A payment whose number the bank shows and the user enters (native interface)");
    ObjectNode body = object().put("kind", "SIGNING");
    body.putObject("displayData").put("amount", "75.00 EUR").put("payee", "Red Canoe Ltd");
    Answer created = api.postAsBackEnd("/api/v1/users/" + userId + "/operations", body);
    StoryFailure.unless(created.status() == 201, "the payment should be created (201)");
    String shown = created.body().path("matchingValue").asText();
    narrator.say("the bank shows " + shown);
    String challengeKey = created.body().path("challengeKey").asText();
    String paymentId = created.body().path("operationId").asText();
    ChallengeDocument document = open(challengeKey, retrieveRequest(challengeKey), paymentId);
    narrator.step("The number is not sent to the device; a wrong one is a wrong proof");
    String wrong = shown.startsWith("0") ? "1" + shown.substring(1) : "0" + shown.substring(1);
    StoryFailure.unless(
        statusOf(authorize(challengeKey, signWith(document, wrong))).equals("STAT_INVCREDENTIALS"),
        "the wrong number should be refused");
    narrator.step("The user enters the right number");
    StoryFailure.unless(
        succeeded(authorize(challengeKey, signWith(document, shown))),
        "the right number should be accepted");
  }

  private String signWith(ChallengeDocument document, String entered) {
    narrator.say("the user enters " + entered);
    return device.approve(document, ProofKind.DEVICE_PIN, Optional.of(entered));
  }

  private Answer askForChallenge(String challengeKey) throws StoryFailure, InterruptedException {
    return api.postAsDevice(
        "/rest/v2/authentication/push/getPreparedSecureChallenge",
        object().put("serialNumber", device.serialNumber()).put("challengeKey", challengeKey));
  }

  private String retrieveRequest(String requestKey) throws StoryFailure, InterruptedException {
    narrator.step("The device retrieves the payment (OneSpan dialect, signature services)");
    Answer answer =
        api.postAsDevice(
            "/rest/v2/signature/push/getPreparedSignatureRequest",
            object().put("serialNumber", device.serialNumber()).put("requestKey", requestKey));
    StoryFailure.unless(succeeded(answer), "the payment should be handed out");
    return answer.body().path("result").path("requestMessage").asText();
  }

  private Answer authorize(String requestKey, String signature)
      throws StoryFailure, InterruptedException {
    return api.postAsDevice(
        "/rest/v2/signature/push/authSignature",
        object()
            .put("userID", userId)
            .put("domain", tenant.tenant())
            .put("requestKey", requestKey)
            .put("signature", signature));
  }

  private Answer submit(String challengeKey, String signature)
      throws StoryFailure, InterruptedException {
    return api.postAsDevice(
        "/rest/v2/authentication/push/authUser",
        object()
            .put("userID", userId)
            .put("domain", tenant.tenant())
            .put("challengeKey", challengeKey)
            .put("signature", signature));
  }

  private static boolean succeeded(Answer answer) {
    return answer.status() == 200 && statusOf(answer).equals("STAT_SUCCESS");
  }

  private static String statusOf(Answer answer) {
    JsonNode codes = answer.body().path("resultCodes");
    return codes.path("statusCodeEnum").asText();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
