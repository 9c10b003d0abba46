package dev.assent.ingress.authentication;

import dev.assent.schemas.json.StrictJson;
import java.nio.charset.StandardCharsets;

/** Lets no JSON pass that whoever reads it next could understand differently. */
final class TokenJson {
  private TokenJson() {}

  /** The text, which is one JSON object, strictly read. */
  static String object(byte[] bytes) throws InvalidTokenException {
    return StrictJson.readObject(bytes)
        .map(_ -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(
            () -> new InvalidTokenException("it has a part that is no JSON object, strictly read"));
  }
}
