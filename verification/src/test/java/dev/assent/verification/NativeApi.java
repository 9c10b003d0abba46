package dev.assent.verification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.model.DeclineReason;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Speaks the native interface ({@code docs/reference/native.md}). */
final class NativeApi {
  private final Api api;
  private final String frontEndKey;
  private final String backEndKey;

  NativeApi(Api api, String frontEndKey, String backEndKey) {
    this.api = api;
    this.frontEndKey = frontEndKey;
    this.backEndKey = backEndKey;
  }

  /** The least that a creation says; a test adds what it is about. */
  static ObjectNode login(String operationId) {
    return object().put("operationId", operationId).put("kind", "AUTHENTICATION");
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  Answer create(String userId, ObjectNode creation) {
    return asBackEnd("/users/" + userId + "/operations", creation.toString());
  }

  Answer createForAnybody(ObjectNode creation) {
    return asBackEnd("/operations", creation.toString());
  }

  Answer claim(String operationId, String userId, String serialNumber) {
    return asFrontEnd(
        "/operations/" + operationId + "/claim",
        object().put("userId", userId).put("serialNumber", serialNumber));
  }

  Answer retrieve(String challengeKey, String serialNumber) {
    return asFrontEnd(
        "/challenges/" + challengeKey + "/retrieve", object().put("serialNumber", serialNumber));
  }

  Answer prove(String userId, String challengeKey, String proof) {
    return asFrontEnd(
        "/challenges/" + challengeKey + "/proof",
        object().put("userId", userId).put("proof", proof));
  }

  Answer decline(String userId, String challengeKey, DeclineReason reason, String signature) {
    return asFrontEnd(
        "/challenges/" + challengeKey + "/decline",
        object().put("userId", userId).put("reason", reason.name()).put("signature", signature));
  }

  Answer register(String userId, ObjectNode device) {
    return asBackEnd("/users/" + userId + "/devices", device.toString());
  }

  Answer registerAtProvider(String userId, ObjectNode credential) {
    return asBackEnd("/users/" + userId + "/provider-credentials", credential.toString());
  }

  Answer unlock(String userId) {
    return asBackEnd("/users/" + userId + "/unlock", "");
  }

  private Answer asBackEnd(String path, String body) {
    return post(backEndKey, path, body);
  }

  private Answer asFrontEnd(String path, ObjectNode body) {
    return post(frontEndKey, path, body.toString());
  }

  private Answer post(String key, String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return RunningAssent.untilAnswered(
        () -> api.send("POST", "/api/v1" + path, bytes, Map.of("X-Api-Key", key)));
  }
}
