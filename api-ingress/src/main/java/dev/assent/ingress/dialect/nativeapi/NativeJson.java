package dev.assent.ingress.dialect.nativeapi;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.ingress.dialect.Json;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Operations and devices with all their fields; times are RFC 3339 in UTC with milliseconds. */
final class NativeJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private NativeJson() {}

  static void write(JsonGenerator json, OperationSnapshot operation) throws IOException {
    json.writeStartObject();
    json.writeStringField("tenant", operation.getTenant());
    json.writeStringField("userId", operation.getUserId());
    json.writeStringField("operationId", operation.getOperationId());
    Json.optional(json, "externalUserId", operation.getExternalUserId());
    json.writeStringField("kind", operation.getKind().name());
    json.writeStringField("channel", operation.getChannel().name());
    json.writeStringField("state", operation.getState().name());
    json.writeObjectFieldStart("displayData");
    for (Map.Entry<String, String> shown : operation.getDisplayData().entrySet()) {
      json.writeStringField(shown.getKey(), shown.getValue());
    }
    json.writeEndObject();
    time(json, "createdAt", operation.getCreatedAt());
    time(json, "expiresAt", operation.getExpiresAt());
    json.writeStringField("origin", operation.getOrigin());
    Json.optional(json, "challengeKey", operation.getChallengeKey());
    Json.optional(json, "retrievedBy", operation.getRetrievedBy());
    json.writeNumberField("failedProofs", operation.getFailedProofs());
    Json.optional(json, "reason", operation.getReason());
    time(json, "decidedAt", operation.getDecidedAt());
    json.writeNumberField("sequence", operation.getSequence());
    json.writeNumberField("userSequence", operation.getUserSequence());
    json.writeEndObject();
  }

  static void write(JsonGenerator json, CredentialSnapshot device) throws IOException {
    json.writeStartObject();
    json.writeStringField("tenant", device.getTenant());
    json.writeStringField("userId", device.getUserId());
    json.writeStringField("serialNumber", device.getSerialNumber());
    json.writeStringField("state", device.getState().name());
    key(json, "signingKey", device.getSigningKey());
    key(json, "encryptionKey", device.getEncryptionKey());
    time(json, "registeredAt", device.getRegisteredAt());
    time(json, "revokedAt", device.getRevokedAt());
    json.writeNumberField("sequence", device.getSequence());
    json.writeNumberField("userSequence", device.getUserSequence());
    json.writeEndObject();
  }

  private static void key(JsonGenerator json, String name, JsonWebKey key) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> member : JsonWebKeyRecord.read(key).members().entrySet()) {
      json.writeStringField(member.getKey(), member.getValue());
    }
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, Instant timeOrNull) throws IOException {
    if (timeOrNull != null) {
      json.writeStringField(name, TIME.format(timeOrNull));
    }
  }
}
