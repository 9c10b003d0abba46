package dev.assent.ingress.dialect.plumery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.OperationSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * What Plumery has signed: its JSON object in the canonical form of RFC 8785, under a name that
 * says what it is and in which version. It is the only member of the display data, and so part of
 * the document that every proof is over.
 */
enum Payload {
  /** {@code dataToSign} of a signature. */
  SIGNATURE("dataToSign", "plumery.data-to-sign.v1"),
  /** {@code initAuthDetails} of a login. */
  LOGIN("initAuthDetails", "plumery.init-auth-details.v1");

  private static final long LARGEST_EXACT = (1L << 53) - 1;

  private final String member;
  private final String field;

  Payload(String member, String field) {
    this.member = member;
    this.field = field;
  }

  /** The object's name in the vendor's requests. */
  String member() {
    return member;
  }

  /** Whether the operation is one that was asked for in this way. */
  boolean isOf(OperationSnapshot operation) {
    return operation.getDisplayData().containsKey(field);
  }

  /**
   * The display data for the object.
   *
   * @throws Rejected where it has no canonical form: a number that IEEE 754 double precision does
   *     not have, or half a surrogate pair
   */
  Map<String, String> shown(JsonNode object) {
    if (!object.isObject()) {
      throw Rejected.badRequest(member + " must be a JSON object");
    }
    requireNumbersOfRfc8785(object);
    String canonical;
    try {
      canonical = new JsonCanonicalizer(object.toString()).getEncodedString();
    } catch (IOException _) {
      throw rejected();
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(canonical)) {
      throw rejected();
    }
    return Map.of(field, canonical);
  }

  /** RFC 8785 section 3.2.2.3; a whole number that would be rounded is not what was asked for. */
  private void requireNumbersOfRfc8785(JsonNode node) {
    boolean exact =
        node.isIntegralNumber()
            ? node.canConvertToLong()
                && node.longValue() >= -LARGEST_EXACT
                && node.longValue() <= LARGEST_EXACT
            : !node.isNumber() || Double.isFinite(node.doubleValue());
    if (!exact) {
      throw rejected();
    }
    node.forEach(this::requireNumbersOfRfc8785);
  }

  private Rejected rejected() {
    return Rejected.badRequest(member + " has no canonical form (RFC 8785)");
  }
}
