package dev.assent.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.connectors.outbound.Octets;
import java.util.Base64;
import java.util.Optional;

/** Bytes in an answer, as Base64 (RFC 4648 section 4). */
public final class Base64Text {
  private Base64Text() {}

  /** The bytes; nothing where there are none. */
  public static Optional<Octets> read(JsonNode value) {
    try {
      return Optional.of(Base64.getDecoder().decode(value.asText("")))
          .filter(bytes -> bytes.length > 0)
          .map(Octets::of);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
