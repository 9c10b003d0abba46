package dev.assent.schemas.approval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A signed message in JWS compact form (RFC 7515 section 7.1), read strictly: base64url in its one
 * canonical form, a header in well-formed UTF-8 without a member twice, and no header members but
 * {@code alg}, {@code kid} and {@code typ}.
 *
 * <p>Barrier: a header cannot name a key, bring one along or change how the message is read ({@code
 * jku}, {@code jwk}, {@code x5u}, {@code crit}, {@code b64}, {@code zip}): what we never write
 * makes the whole unreadable (security requirements JW-6, JW-9, JW-13).
 *
 * @param algorithm {@code alg}, only ever compared with what the key is for
 * @param keyId {@code kid}
 * @param type {@code typ}
 * @param payload the message
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record CompactJws(
    String algorithm,
    Optional<String> keyId,
    Optional<String> type,
    byte[] payload,
    byte[] signingInput,
    byte[] signature) {
  private static final int PARTS = 3;
  private static final int MOST_HEADER_CHARACTERS = 1_024;
  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

  /** Reads the text; nothing where it is not such a message. */
  static Optional<CompactJws> read(String text) {
    String[] parts = text.split("\\.", PARTS + 1);
    if (parts.length != PARTS || parts[0].length() > MOST_HEADER_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return StrictJson.readObject(decode(parts[0])).flatMap(header -> of(header, parts));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether the holder of the key signed this, with the algorithm that the key is for (JW-1). */
  boolean isSignedBy(SigningKey key) {
    return algorithm.equals(key.algorithm().jwsName())
        && ProofSignature.verify(key, signingInput, signature);
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<CompactJws> of(JsonNode header, String[] parts) {
    for (var member : header.properties()) {
      if (!HEADER.contains(member.getKey()) || !member.getValue().isTextual()) {
        return Optional.empty();
      }
    }
    return text(header, "alg")
        .map(
            algorithm ->
                new CompactJws(
                    algorithm,
                    text(header, "kid"),
                    text(header, "typ"),
                    decode(parts[1]),
                    (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                    decode(parts[2])));
  }

  private static Optional<String> text(JsonNode header, String name) {
    return Optional.ofNullable(header.get(name)).map(JsonNode::textValue);
  }

  private static byte[] decode(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    // The JDK's decoder takes padding and stray last bits, which would give one token many
    // spellings.
    if (!encode(bytes).equals(text)) {
      throw new IllegalArgumentException("not canonical base64url");
    }
    return bytes;
  }
}
