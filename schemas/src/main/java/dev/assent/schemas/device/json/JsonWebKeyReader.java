package dev.assent.schemas.device.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a public JWK (RFC 7517) strictly: only {@code kty, crv, x, y, kid, alg, use, key_ops}, and
 * what restricts the key must allow what we do with it. Every refusal is an {@link
 * IllegalArgumentException} whose text repeats nothing of the key.
 */
public final class JsonWebKeyReader {
  private static final Set<String> MEMBERS =
      Set.of("kty", "crv", "x", "y", "kid", "alg", "use", "key_ops");
  private static final Set<String> PRIVATE_MEMBERS =
      Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private JsonWebKeyReader() {}

  /** Reads a key that verifies signatures. {@code alg}, where given, is ES256 or EdDSA to fit. */
  public static SigningKey readSigningKey(JsonNode node) {
    JsonWebKey members = read(node, "sig", Set.of("verify"));
    SigningKey key = members.requireSigningKey();
    SignatureAlgorithm algorithm = key.algorithm();
    if (!optionalText(node, "alg").orElse(algorithm.jwsName()).equals(algorithm.jwsName())) {
      throw new IllegalArgumentException("alg must fit the key: ES256 or EdDSA");
    }
    return key;
  }

  /**
   * Reads a key to seal to. {@code alg} is refused: no registered algorithm is the HPKE of {@link
   * KeyEncapsulation}, and a key made for another one must not serve two.
   */
  public static EncryptionKey readEncryptionKey(JsonNode node) {
    JsonWebKey members = read(node, "enc", Set.of("deriveKey", "deriveBits"));
    if (optionalText(node, "alg").isPresent()) {
      throw new IllegalArgumentException("alg must be absent from an encryption key");
    }
    return members.requireEncryptionKey();
  }

  private static JsonWebKey read(JsonNode node, String use, Set<String> operations) {
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException("a key must be a JSON object");
    }
    for (String name : (Iterable<String>) node::fieldNames) {
      if (PRIVATE_MEMBERS.contains(name)) {
        throw new IllegalArgumentException("a private key must never leave the device");
      }
      if (!MEMBERS.contains(name)) {
        throw new IllegalArgumentException(
            "a key has only the members kty, crv, x, y, kid, alg, use, key_ops");
      }
    }
    optionalText(node, "kid");
    if (!optionalText(node, "use").orElse(use).equals(use)) {
      throw new IllegalArgumentException("use must be " + use);
    }
    requireOperations(node.get("key_ops"), operations);
    return new JsonWebKey(
        text(node, "kty"), text(node, "crv"), text(node, "x"), optionalText(node, "y"));
  }

  private static void requireOperations(JsonNode node, Set<String> allowed) {
    if (node == null) {
      return;
    }
    boolean fits = node.isArray();
    for (JsonNode operation : node) {
      fits &= operation.isTextual() && allowed.contains(operation.textValue());
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "key_ops must name nothing but " + String.join(", ", new TreeSet<>(allowed)));
    }
  }

  private static String text(JsonNode node, String name) {
    return optionalText(node, name)
        .orElseThrow(() -> new IllegalArgumentException("a key must have " + name));
  }

  private static Optional<String> optionalText(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException(name + " must be a string");
    }
    return Optional.of(value.textValue());
  }
}
