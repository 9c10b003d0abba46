package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.authentication.HttpKeySetSource;
import dev.assent.ingress.authentication.IssuerKeys;
import dev.assent.ingress.authentication.Permission;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.TrustedIssuer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A trusted issuer in requests and answers. */
final class IssuerJson {
  static final Set<String> MEMBERS = Set.of("issuer", "audience", "jwksUri", "jwks", "scopes");
  private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7E]{1,255}");
  private static final int MOST_SCOPES = 100;

  private IssuerJson() {}

  static TrustedIssuer read(JsonNode node, Instant now) {
    JsonObject fields = JsonObject.of("an issuer", node, MEMBERS);
    String uri = fields.optionalText("jwksUri").orElse(null);
    String keys = fields.optionalMember("jwks").map(JsonNode::toString).orElse(null);
    if ((uri == null) == (keys == null)) {
      throw Rejected.badRequest("an issuer must have either jwksUri or jwks");
    }
    if (uri != null && !HttpKeySetSource.isAllowed(uri)) {
      throw Rejected.badRequest(
          "jwksUri must be an https URI without user or fragment; http only for this machine");
    }
    if (keys != null && !IssuerKeys.areUsable(keys)) {
      throw Rejected.badRequest(
          "jwks must be a JWK Set with a usable public key, which has a kid, and no private one");
    }
    return TrustedIssuer.newBuilder()
        .setIssuer(text(fields, "issuer"))
        .setAudience(text(fields, "audience"))
        .setJwksUri(uri)
        .setJwks(keys)
        .setScopes(fields.optionalMember("scopes").map(IssuerJson::scopes).orElseGet(Map::of))
        .setRegisteredAt(now.truncatedTo(ChronoUnit.MILLIS))
        .build();
  }

  static void write(JsonGenerator json, TrustedIssuer issuer) throws IOException {
    json.writeStartObject();
    json.writeStringField("issuer", issuer.getIssuer());
    json.writeStringField("audience", issuer.getAudience());
    Json.optional(json, "jwksUri", issuer.getJwksUri());
    if (issuer.getJwks() != null) {
      json.writeFieldName("jwks");
      json.writeRawValue(issuer.getJwks());
    }
    json.writeObjectFieldStart("scopes");
    for (Map.Entry<String, List<String>> scope : issuer.getScopes().entrySet()) {
      json.writeArrayFieldStart(scope.getKey());
      for (String permission : scope.getValue()) {
        json.writeString(permission);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static Map<String, List<String>> scopes(JsonNode node) {
    Map<String, List<String>> scopes = new HashMap<>();
    boolean valid = node.isObject() && node.size() <= MOST_SCOPES;
    for (Map.Entry<String, JsonNode> scope : node.properties()) {
      List<String> permissions = new ArrayList<>();
      valid &= TEXT.matcher(scope.getKey()).matches() && scope.getValue().isArray();
      for (JsonNode permission : scope.getValue()) {
        valid &= permission.isTextual() && Permission.find(permission.asText()).isPresent();
        permissions.add(permission.asText());
      }
      scopes.put(scope.getKey(), permissions);
    }
    if (!valid) {
      throw Rejected.badRequest(
          "scopes must be an object of arrays of FRONT_END, BACK_END, CREDENTIAL_ADMINISTRATION,"
              + " CREDENTIAL_CREATE, CREDENTIAL_VIEW, CREDENTIAL_MODIFY, CREDENTIAL_DELETE");
    }
    return scopes;
  }

  private static String text(JsonObject fields, String name) {
    String text = fields.text(name);
    if (!TEXT.matcher(text).matches()) {
      throw Rejected.badRequest(name + " must be 1 to 255 visible ASCII characters");
    }
    return text;
  }
}
