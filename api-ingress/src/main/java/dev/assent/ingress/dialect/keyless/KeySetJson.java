package dev.assent.ingress.dialect.keyless;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.schemas.approval.IssuerKeys;
import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import java.io.IOException;
import java.util.Map;

/** A JWK Set (RFC 7517 section 5). */
final class KeySetJson {
  private static final String ALGORITHM = "alg";

  private KeySetJson() {}

  static void write(JsonGenerator json, IssuerKeys keys) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("keys");
    for (IssuerKey key : keys.keys()) {
      json.writeStartObject();
      for (Map.Entry<String, String> member : key.key().jsonWebKey().members().entrySet()) {
        if (!member.getKey().equals(ALGORITHM)) {
          json.writeStringField(member.getKey(), member.getValue());
        }
      }
      json.writeStringField(ALGORITHM, key.key().algorithm().jwsName());
      json.writeStringField("use", "sig");
      json.writeStringField("kid", key.keyId());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
