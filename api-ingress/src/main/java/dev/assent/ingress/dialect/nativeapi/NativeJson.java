package dev.assent.ingress.dialect.nativeapi;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.ingress.dialect.Json;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;
import dev.assent.schemas.key.UserKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Operations and credentials with all their fields; times are RFC 3339 in UTC with milliseconds.
 */
final class NativeJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private NativeJson() {}

  static void write(JsonGenerator json, OperationSnapshot operation) throws IOException {
    json.writeStartObject();
    writeMembers(json, operation);
    json.writeEndObject();
  }

  /** With what the relying party shows; nobody is told it again. */
  static void write(JsonGenerator json, OperationReply created) throws IOException {
    json.writeStartObject();
    writeMembers(json, created.getOperation());
    Json.optional(json, "matchingValue", created.getMatchingValue());
    json.writeEndObject();
  }

  /** What a device that claimed the operation needs to go on; the rest it gets sealed. */
  static void writeClaimed(JsonGenerator json, OperationSnapshot operation) throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", operation.getUserId());
    json.writeStringField("operationId", operation.getOperationId());
    Json.optional(json, "challengeKey", operation.getChallengeKey());
    time(json, "expiresAt", operation.getExpiresAt());
    json.writeEndObject();
  }

  /** What came of a device's answer. */
  static void writeAnswered(
      JsonGenerator json, OperationSnapshot operation, String serialNumberOrNull)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", operation.getUserId());
    json.writeStringField("operationId", operation.getOperationId());
    json.writeStringField("state", operation.getState().name());
    Json.optional(json, "reason", operation.getReason());
    Json.optional(json, "serialNumber", serialNumberOrNull);
    json.writeEndObject();
  }

  private static void writeMembers(JsonGenerator json, OperationSnapshot operation)
      throws IOException {
    json.writeStringField("tenant", operation.getTenant());
    if (!UserKey.isUnassigned(operation.getUserId())) {
      json.writeStringField("userId", operation.getUserId());
    }
    json.writeStringField("operationId", operation.getOperationId());
    Json.optional(json, "externalUserId", operation.getExternalUserId());
    Json.optional(json, "externalReference", operation.getExternalReference());
    json.writeStringField("kind", operation.getKind().name());
    json.writeStringField("channel", operation.getChannel().name());
    json.writeStringField("state", operation.getState().name());
    json.writeObjectFieldStart("displayData");
    for (Map.Entry<String, String> shown : operation.getDisplayData().entrySet()) {
      json.writeStringField(shown.getKey(), shown.getValue());
    }
    json.writeEndObject();
    if (operation.getTemplateId() != null) {
      json.writeObjectFieldStart("template");
      json.writeStringField("id", operation.getTemplateId());
      json.writeNumberField("version", operation.getTemplateVersion());
      json.writeEndObject();
    }
    Json.optional(json, "language", operation.getLanguage());
    Json.optional(json, "text", operation.getText());
    Json.optional(json, "scope", operation.getScope());
    json.writeArrayFieldStart("proofKinds");
    for (String kind : operation.getProofKinds()) {
      json.writeString(kind);
    }
    json.writeEndArray();
    json.writeNumberField("matchingDigits", operation.getMatchingDigits());
    Json.optional(json, "connector", operation.getConnector());
    Json.optional(json, "verificationCode", operation.getVerificationCode());
    time(json, "createdAt", operation.getCreatedAt());
    time(json, "expiresAt", operation.getExpiresAt());
    json.writeStringField("origin", operation.getOrigin());
    Json.optional(json, "challengeKey", operation.getChallengeKey());
    Json.optional(json, "retrievedBy", operation.getRetrievedBy());
    json.writeNumberField("failedProofs", operation.getFailedProofs());
    Json.optional(json, "reason", operation.getReason());
    Json.optional(json, "providerCode", operation.getProviderCode());
    time(json, "decidedAt", operation.getDecidedAt());
    Json.optional(json, "approvalToken", operation.getApprovalToken());
    json.writeNumberField("sequence", operation.getSequence());
    json.writeNumberField("userSequence", operation.getUserSequence());
  }

  static void write(JsonGenerator json, CredentialSnapshot credential) throws IOException {
    json.writeStartObject();
    writeMembers(json, credential);
    json.writeEndObject();
  }

  /** With the key that the device seals its cancellations to, where there is one. */
  static void writeRegistered(
      JsonGenerator json, CredentialSnapshot device, Optional<EncryptionKey> cancellationKey)
      throws IOException {
    json.writeStartObject();
    writeMembers(json, device);
    if (cancellationKey.isPresent()) {
      json.writeFieldName("cancellationKey");
      write(json, cancellationKey.get());
    }
    json.writeEndObject();
  }

  /** As a JWK. */
  static void write(JsonGenerator json, EncryptionKey key) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, String> member : key.jsonWebKey().members().entrySet()) {
      json.writeStringField(member.getKey(), member.getValue());
    }
    json.writeEndObject();
  }

  private static void writeMembers(JsonGenerator json, CredentialSnapshot credential)
      throws IOException {
    json.writeStringField("tenant", credential.getTenant());
    json.writeStringField("userId", credential.getUserId());
    boolean isDevice = credential.getChannel() == null;
    json.writeStringField(isDevice ? "serialNumber" : "credentialId", credential.getSerialNumber());
    json.writeStringField("state", credential.getState().name());
    key(json, "signingKey", credential.getSigningKey());
    Json.optional(json, "ocraSuite", credential.getOcraSuite());
    key(json, "encryptionKey", credential.getEncryptionKey());
    if (!isDevice) {
      json.writeStringField("channel", credential.getChannel().name());
    }
    Json.optional(json, "connector", credential.getConnector());
    if (credential.getCertificate() != null) {
      ByteBuffer certificate = credential.getCertificate();
      byte[] der = new byte[certificate.remaining()];
      certificate.duplicate().get(der);
      json.writeStringField("certificate", Base64.getEncoder().encodeToString(der));
    }
    time(json, "registeredAt", credential.getRegisteredAt());
    time(json, "validUntil", credential.getValidUntil());
    time(json, "revokedAt", credential.getRevokedAt());
    json.writeNumberField("failedProofs", credential.getFailedProofs());
    json.writeNumberField("sequence", credential.getSequence());
    json.writeNumberField("userSequence", credential.getUserSequence());
  }

  private static void key(JsonGenerator json, String name, JsonWebKey keyOrNull)
      throws IOException {
    if (keyOrNull == null) {
      return;
    }
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> member : JsonWebKeyRecord.read(keyOrNull).members().entrySet()) {
      json.writeStringField(member.getKey(), member.getValue());
    }
    json.writeEndObject();
  }

  static void time(JsonGenerator json, String name, Instant timeOrNull) throws IOException {
    if (timeOrNull != null) {
      json.writeStringField(name, TIME.format(timeOrNull));
    }
  }
}
