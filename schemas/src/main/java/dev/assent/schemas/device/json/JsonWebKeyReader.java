package dev.assent.schemas.device.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SigningKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a public JWK (RFC 7517) strictly: only {@code kty, crv, x, y, n, e, kid, alg, use,
 * key_ops}, and what restricts the key must allow what we do with it. Every refusal is an {@link
 * IllegalArgumentException} whose text repeats nothing of the key.
 */
public final class JsonWebKeyReader {
  private static final Set<String> MATERIAL = Set.of("kty", "crv", "x", "y", "n", "e");
  private static final Set<String> RESTRICTIONS = Set.of("kid", "alg", "use", "key_ops");
  private static final String RSA = "RSA";
  private static final Set<String> PRIVATE_MEMBERS =
      Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private JsonWebKeyReader() {}

  /**
   * Reads a key that verifies signatures. {@code alg} is RS256 or PS256 for RSA, which must say
   * which one; for the others, where given, it is ES256 or EdDSA to fit.
   */
  public static SigningKey readSigningKey(JsonNode node) {
    Map<String, String> members = read(node, "sig", Set.of("verify"));
    Optional<String> given = optionalText(node, "alg");
    if (RSA.equals(members.get("kty"))) {
      given.ifPresent(algorithm -> members.put("alg", algorithm));
    }
    SigningKey key = JsonWebKey.of(members).requireSigningKey();
    String algorithm = key.algorithm().jwsName();
    if (!given.orElse(algorithm).equals(algorithm)) {
      throw new IllegalArgumentException("alg must fit the key: ES256 or EdDSA");
    }
    return key;
  }

  /**
   * Reads a key to seal to. {@code alg} is refused: no registered algorithm is the HPKE of {@link
   * KeyEncapsulation}, and a key made for another one must not serve two.
   */
  public static EncryptionKey readEncryptionKey(JsonNode node) {
    Map<String, String> members = read(node, "enc", Set.of("deriveKey", "deriveBits"));
    if (RSA.equals(members.get("kty"))) {
      throw new IllegalArgumentException("an encryption key must not be RSA");
    }
    if (optionalText(node, "alg").isPresent()) {
      throw new IllegalArgumentException("alg must be absent from an encryption key");
    }
    return JsonWebKey.of(members).requireEncryptionKey();
  }

  private static Map<String, String> read(JsonNode node, String use, Set<String> operations) {
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException("a key must be a JSON object");
    }
    for (String name : (Iterable<String>) node::fieldNames) {
      if (PRIVATE_MEMBERS.contains(name)) {
        throw new IllegalArgumentException("a private key must never leave the device");
      }
      if (!MATERIAL.contains(name) && !RESTRICTIONS.contains(name)) {
        throw new IllegalArgumentException(
            "a key has only the members kty, crv, x, y, n, e, kid, alg, use, key_ops");
      }
    }
    optionalText(node, "kid");
    if (!optionalText(node, "use").orElse(use).equals(use)) {
      throw new IllegalArgumentException("use must be " + use);
    }
    requireOperations(node.get("key_ops"), operations);
    Map<String, String> members = new HashMap<>();
    for (String name : MATERIAL) {
      optionalText(node, name).ifPresent(text -> members.put(name, text));
    }
    return members;
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
