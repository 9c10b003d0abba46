package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.Tenant;
import java.io.IOException;

/** Tenants in requests and answers; no answer has a hash of a key. */
final class TenantJson {
  private static final int MOST_NAME_CHARACTERS = 128;

  private TenantJson() {}

  static String displayName(String text) {
    if (text.isBlank()
        || text.length() > MOST_NAME_CHARACTERS
        || text.codePoints().anyMatch(Character::isISOControl)) {
      throw Rejected.badRequest(
          "displayName must be 1 to 128 characters, not all blank, without control characters");
    }
    return text;
  }

  static void writeBriefly(JsonGenerator json, Tenant tenant) throws IOException {
    json.writeStartObject();
    writeHead(json, tenant);
    json.writeEndObject();
  }

  static void write(JsonGenerator json, Tenant tenant) throws IOException {
    json.writeStartObject();
    writeHead(json, tenant);
    json.writeFieldName("policy");
    PolicyJson.write(json, tenant.getPolicy());
    json.writeArrayFieldStart("apiKeys");
    for (ApiKey key : tenant.getApiKeys()) {
      KeyJson.write(json, key);
    }
    json.writeEndArray();
    if (tenant.getAuthentication() != null) {
      json.writeFieldName("authentication");
      AuthenticationJson.write(json, tenant.getAuthentication());
    }
    json.writeEndObject();
  }

  private static void writeHead(JsonGenerator json, Tenant tenant) throws IOException {
    json.writeStringField("tenant", tenant.getTenant());
    json.writeStringField("displayName", tenant.getDisplayName());
    json.writeBooleanField("enabled", tenant.getEnabled());
    json.writeNumberField("version", tenant.getVersion());
  }
}
