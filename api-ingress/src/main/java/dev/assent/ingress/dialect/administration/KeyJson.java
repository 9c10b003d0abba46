package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.tenant.FreshKey;
import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Tenant;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** API keys in requests and answers; times are RFC 3339. */
final class KeyJson {
  private KeyJson() {}

  /** What is kept of the fresh key, as the request describes it. */
  static ApiKey read(JsonObject fields, FreshKey fresh, Instant createdAt) {
    Instant notBefore = fields.optionalTime("notBefore").orElse(null);
    Instant expiresAt = fields.optionalTime("expiresAt").orElse(null);
    if (expiresAt != null && !expiresAt.isAfter(Optional.ofNullable(notBefore).orElse(createdAt))) {
      throw Rejected.badRequest("expiresAt must be in the future and after notBefore");
    }
    return ApiKey.newBuilder()
        .setKeyId(fresh.keyId())
        .setHash(fresh.hash())
        .setRoles(roles(fields.member("roles")))
        .setCreatedAt(createdAt.truncatedTo(ChronoUnit.MILLIS))
        .setNotBefore(notBefore)
        .setExpiresAt(expiresAt)
        .build();
  }

  static void write(JsonGenerator json, ApiKey key) throws IOException {
    json.writeStartObject();
    writeMembers(json, key);
    json.writeEndObject();
  }

  /** With the key's text. */
  static void write(JsonGenerator json, Tenant tenant, FreshKey fresh) throws IOException {
    json.writeStartObject();
    for (ApiKey key : tenant.getApiKeys()) {
      if (key.getKeyId().equals(fresh.keyId())) {
        writeMembers(json, key);
      }
    }
    json.writeStringField("key", fresh.text());
    json.writeEndObject();
  }

  private static void writeMembers(JsonGenerator json, ApiKey key) throws IOException {
    json.writeStringField("keyId", key.getKeyId());
    json.writeArrayFieldStart("roles");
    for (ApiKeyRole role : key.getRoles()) {
      json.writeString(role.name());
    }
    json.writeEndArray();
    json.writeStringField("createdAt", key.getCreatedAt().toString());
    Json.optional(json, "notBefore", text(key.getNotBefore()));
    Json.optional(json, "expiresAt", text(key.getExpiresAt()));
  }

  private static String text(Instant timeOrNull) {
    return timeOrNull == null ? null : timeOrNull.toString();
  }

  static List<ApiKeyRole> roles(JsonNode node) {
    Set<ApiKeyRole> roles = EnumSet.noneOf(ApiKeyRole.class);
    boolean valid = node.isArray() && !node.isEmpty();
    for (JsonNode role : node) {
      Optional<ApiKeyRole> known = role(role.asText());
      valid &= role.isTextual() && known.map(roles::add).orElse(false);
    }
    if (!valid) {
      throw Rejected.badRequest(
          "roles must be an array of FRONT_END, BACK_END, CREDENTIAL_ADMINISTRATION, each once");
    }
    return new ArrayList<>(roles);
  }

  private static Optional<ApiKeyRole> role(String name) {
    for (ApiKeyRole role : ApiKeyRole.values()) {
      if (role.name().equals(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
