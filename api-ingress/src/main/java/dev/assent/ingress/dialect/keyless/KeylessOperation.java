package dev.assent.ingress.dialect.keyless;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.ingress.dialect.Json;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.ProofKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;

/** Operations in the vendor's words. Optional members that have no value are absent. */
final class KeylessOperation {
  /** The member of the display data that holds the vendor's {@code operationPayload}. */
  static final String PAYLOAD = "operationPayload";

  static final String AUTHENTICATION_TYPE = "authType";

  /** No zone and no trailing zeros, as in the vendor's example {@code 2020-01-02T03:04:05.68}. */
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private static final int UNUSED_BITS = Long.SIZE - 53;

  private KeylessOperation() {}

  static void writePending(JsonGenerator json, OperationSnapshot operation) throws IOException {
    json.writeStartObject();
    json.writeStringField("operationId", operation.getOperationId());
    Json.optional(json, PAYLOAD, operation.getDisplayData().get(PAYLOAD));
    Json.optional(json, "externalUserId", operation.getExternalUserId());
    Json.optional(json, AUTHENTICATION_TYPE, authenticationType(operation));
    json.writeEndObject();
  }

  static void write(JsonGenerator json, OperationSnapshot operation) throws IOException {
    boolean approved = operation.getState() == OperationState.APPROVED;
    json.writeStartObject();
    json.writeNumberField("id", number(operation));
    json.writeStringField("timestamp", TIMESTAMP.format(operation.getCreatedAt()));
    json.writeStringField("nodeId", operation.getOrigin());
    if (!UserKey.isUnassigned(operation.getUserId())) {
      json.writeStringField("userId", operation.getUserId());
    }
    Json.optional(json, "externalUserId", operation.getExternalUserId());
    json.writeStringField("operationId", operation.getOperationId());
    Json.optional(json, PAYLOAD, operation.getDisplayData().get(PAYLOAD));
    json.writeBooleanField("result", approved);
    Json.optional(json, AUTHENTICATION_TYPE, authenticationType(operation));
    json.writeStringField("state", approved ? "approved" : "pending");
    json.writeEndObject();
  }

  /**
   * The vendor has a word only where the operation accepts one kind of proof, and one of its two.
   */
  private static String authenticationType(OperationSnapshot operation) {
    List<String> kinds = operation.getProofKinds();
    if (kinds.equals(List.of(ProofKind.DEVICE_PIN.name()))) {
      return "pin";
    }
    return kinds.equals(List.of(ProofKind.DEVICE_BIOMETRIC.name())) ? "biom" : null;
  }

  /** A stable number for what the vendor counts: 53 bits, which every JSON reader takes exactly. */
  private static long number(OperationSnapshot operation) {
    String claim = OperationIds.claimKey(operation.getTenant(), operation.getOperationId());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(claim.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong() >>> UNUSED_BITS;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
