package dev.assent.connectors.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.connectors.outbound.Octets;
import dev.assent.schemas.model.PushAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** What is written to and read from Firebase Cloud Messaging (HTTP v1, messages:send). */
final class FcmJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String ERROR_TYPE = "type.googleapis.com/google.firebase.fcm.v1.FcmError";

  private FcmJson() {}

  static Octets message(PushAddress address, PushMessage message, Instant now) {
    ObjectNode root = MAPPER.createObjectNode();
    ObjectNode body = root.putObject("message");
    body.put("token", address.token().reveal());
    body.putObject("data")
        .put(PushMessage.CHALLENGE_KEY, message.challengeKey())
        .put(PushMessage.EXPIRES_AT, message.expiresAt().toString());
    body.putObject("android")
        .put("priority", "HIGH")
        .put("ttl", message.left(now).toSeconds() + "s")
        .put("collapse_key", message.challengeKey())
        .put("restricted_package_name", address.application());
    try {
      return Octets.of(MAPPER.writeValueAsBytes(root));
    } catch (IOException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /** The content; a missing node where it is not JSON. */
  static JsonNode read(Octets content) {
    try {
      return Optional.ofNullable(MAPPER.readTree(content.bytes()))
          .orElseGet(MissingNode::getInstance);
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }

  /** The service's own code; empty where the answer has none. */
  static String errorCode(Octets content) {
    for (JsonNode detail : read(content).path("error").path("details")) {
      if (detail.path("@type").asText("").equals(ERROR_TYPE)) {
        return detail.path("errorCode").asText("");
      }
    }
    return "";
  }
}
