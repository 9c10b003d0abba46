package dev.assent.verification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.standalone.device.SimulatedDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Speaks HTTP as the bank's back-end, as its credential administration and as the user's app. */
final class Api {
  static final String RETRIEVE = "/rest/v2/authentication/push/getPreparedSecureChallenge";
  static final String AUTHENTICATE = "/rest/v2/authentication/push/authUser";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final URI ingress;
  private final Map<String, String> frontEnd;
  private final Map<String, String> backEnd;

  Api(URI ingress, String tenant, String frontEndKey, String backEndKey) {
    this.ingress = ingress;
    this.frontEnd = Map.of("Authorization", basic(tenant, frontEndKey));
    this.backEnd = Map.of("X-Api-Key", backEndKey);
  }

  static String basic(String tenant, String key) {
    byte[] credentials = (tenant + ":" + key).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  /** The header that names an attempt. */
  static Map<String, String> attempt(String key) {
    return Map.of("Idempotency-Key", key);
  }

  Answer create(String userId, String operationId, String payload) {
    return create(userId, operationId, payload, Map.of());
  }

  Answer create(String userId, String operationId, String payload, Map<String, String> headers) {
    ObjectNode body = object().put("operationId", operationId).put("operationPayload", payload);
    return asBackEnd("POST", "/v2/users/" + userId + "/operations", body.toString(), headers);
  }

  Answer pending(String userId) {
    return asBackEnd("GET", "/v2/users/" + userId + "/operations/pending", "", Map.of());
  }

  Answer operation(String operationId) {
    return asBackEnd("GET", "/v2/operations/" + operationId, "", Map.of());
  }

  Answer retrieve(String serialNumber, String challengeKey) {
    return retrieve(serialNumber, challengeKey, Map.of());
  }

  Answer retrieve(String serialNumber, String challengeKey, Map<String, String> headers) {
    ObjectNode body = object().put("serialNumber", serialNumber).put("challengeKey", challengeKey);
    return asFrontEnd(RETRIEVE, body.toString(), headers);
  }

  Answer authenticate(String userId, String challengeKey, String signature) {
    ObjectNode body =
        object()
            .put("userID", userId)
            .put("challengeKey", challengeKey)
            .put("signature", signature);
    return asFrontEnd(AUTHENTICATE, body.toString(), Map.of());
  }

  Answer retrieveSignatureRequest(String serialNumber, String requestKey) {
    ObjectNode body = object().put("serialNumber", serialNumber).put("requestKey", requestKey);
    return asFrontEnd(
        "/rest/v2/signature/push/getPreparedSignatureRequest", body.toString(), Map.of());
  }

  Answer authSignature(String userId, String requestKey, String signature) {
    ObjectNode body =
        object().put("userID", userId).put("requestKey", requestKey).put("signature", signature);
    return asFrontEnd("/rest/v2/signature/push/authSignature", body.toString(), Map.of());
  }

  /** Cancels a login with the message that the device sealed. */
  Answer cancelAuthUser(String serialNumber, String message) {
    ObjectNode body = object().put("serialNumber", serialNumber).put("challengeKey", message);
    return asFrontEnd("/rest/v2/authentication/push/cancelAuthUser", body.toString(), Map.of());
  }

  Answer register(String userId, SimulatedDevice device) {
    String path = "/api/v1/users/" + userId + "/devices";
    return asBackEnd("POST", path, device.registration().toString(), Map.of());
  }

  Answer devices(String userId) {
    return asBackEnd("GET", "/api/v1/users/" + userId + "/devices", "", Map.of());
  }

  Answer revoke(String userId, String serialNumber) {
    String path = "/api/v1/users/" + userId + "/devices/" + serialNumber;
    return asBackEnd("DELETE", path, "", Map.of());
  }

  Answer nativeOperations(String userId) {
    return asBackEnd("GET", "/api/v1/users/" + userId + "/operations", "", Map.of());
  }

  Answer nativeOperation(String operationId) {
    return asBackEnd("GET", "/api/v1/operations/" + operationId, "", Map.of());
  }

  Answer cancel(String operationId) {
    return asBackEnd("POST", "/api/v1/operations/" + operationId + "/cancel", "", Map.of());
  }

  Answer asFrontEnd(String path, String body, Map<String, String> headers) {
    return send("POST", path, bytes(body), merged(frontEnd, headers));
  }

  Answer asBackEnd(String method, String path, String body, Map<String, String> headers) {
    return send(method, path, bytes(body), merged(backEnd, headers));
  }

  /** Sends exactly this, with a content type of JSON where there is a body and none is given. */
  Answer send(String method, String path, byte[] body, Map<String, String> headers) {
    BodyPublisher publisher =
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(ingress + path))
            .timeout(TIMEOUT)
            .method(method, publisher);
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (body.length > 0) {
      all.put("Content-Type", "application/json");
    }
    all.putAll(headers);
    all.forEach(request::header);
    long start = System.nanoTime();
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return Answer.of(response, Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(first);
    all.putAll(second);
    return all;
  }
}
