package dev.assent.ingress.dialect.nevis;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.ingress.dialect.CertificateText;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.service.MobileSignature;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.MobileSignatureSnapshot;
import dev.assent.schemas.model.MobileSignatureState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Credentials in the vendor's words. Optional members that have no value are absent. */
final class MobileSignatureJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private MobileSignatureJson() {}

  /** The vendor's name of the state. */
  static String stateName(MobileSignatureState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static void write(JsonGenerator json, MobileSignature shown) throws IOException {
    CredentialSnapshot credential = shown.credential();
    MobileSignatureSnapshot signature = credential.getMobileSignature();
    json.writeStartObject();
    time(json, "created", credential.getRegisteredAt());
    time(json, "lastModified", signature.getLastModifiedAt());
    json.writeNumberField("version", signature.getVersion());
    json.writeStringField("extId", signature.getExtId());
    json.writeStringField("userExtId", credential.getUserId());
    Json.optional(json, "policyExtId", signature.getPolicyExtId());
    json.writeStringField(
        "stateName", stateName(MobileSignatureState.valueOf(signature.getStateName())));
    Json.optional(json, "stateChangeReason", signature.getStateChangeReason());
    Json.optional(json, "stateChangeDetail", signature.getStateChangeDetail());
    time(json, "lastSuccessfulLoginDate", signature.getLastSuccessfulLoginAt());
    json.writeNumberField("successfulLoginCount", signature.getSuccessfulLogins());
    time(json, "lastFailedLoginDate", signature.getLastFailedLoginAt());
    json.writeNumberField("failedLoginCount", credential.getFailedProofs());
    Json.optional(json, "modificationComment", signature.getModificationComment());
    json.writeStringField("type", "MobileSignature");
    validity(json, credential);
    json.writeStringField("identificator", shown.identificator());
    json.writeStringField("msspIdentifier", signature.getMsspIdentifier());
    if (credential.getCertificate() != null) {
      json.writeStringField("signerCert", CertificateText.pem(bytes(credential.getCertificate())));
    }
    json.writeStringField("msisdn", shown.msisdn());
    json.writeEndObject();
  }

  /** A credential of another kind, as far as the vendor's common members go. */
  static void writeOther(JsonGenerator json, CredentialSnapshot credential) throws IOException {
    json.writeStartObject();
    time(json, "created", credential.getRegisteredAt());
    json.writeStringField("extId", credential.getSerialNumber());
    json.writeStringField("userExtId", credential.getUserId());
    json.writeStringField(
        "stateName",
        stateName(
            credential.getState() == CredentialState.ACTIVE
                ? MobileSignatureState.ACTIVE
                : MobileSignatureState.DISABLED));
    json.writeNumberField("failedLoginCount", credential.getFailedProofs());
    json.writeStringField("type", type(credential));
    validity(json, credential);
    json.writeEndObject();
  }

  private static String type(CredentialSnapshot credential) {
    if (credential.getChannel() != null) {
      return "Certificate";
    }
    return credential.getOcraSuite() == null ? "Generic Credential" : "OATH";
  }

  private static void validity(JsonGenerator json, CredentialSnapshot credential)
      throws IOException {
    json.writeObjectFieldStart("validity");
    time(json, "from", credential.getRegisteredAt());
    time(json, "to", credential.getValidUntil());
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, Instant timeOrNull) throws IOException {
    if (timeOrNull != null) {
      json.writeStringField(name, TIME.format(timeOrNull));
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
