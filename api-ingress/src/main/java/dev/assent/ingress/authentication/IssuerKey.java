package dev.assent.ingress.authentication;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.SigningKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key that an issuer signs its tokens with.
 *
 * @param algorithm the one {@code alg} that the key is for (RFC 8725 section 3.1): as its JWK says,
 *     and otherwise as its type implies, RS256 for RSA
 * @param key checked as a device's key is: on its curve, RSA of 2,048 to 4,096 bits
 */
record IssuerKey(String algorithm, SigningKey key) {
  /** What a JWK may call the algorithm, and what the key must then be for. */
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "ES256", "ES256",
          "EdDSA", "EdDSA",
          "Ed25519", "EdDSA", // RFC 9864
          "RS256", "RS256",
          "PS256", "PS256");

  private static final Set<String> MATERIAL = Set.of("kty", "crv", "x", "y", "n", "e");
  private static final int MOST_KEYS = 64;

  /**
   * The keys of a JWK Set by their ids. Those that no token can be verified with here are passed
   * over, as RFC 7517 section 5 has it: of another use or algorithm, without an id, or one of two
   * with the same id.
   *
   * @throws InvalidTokenException where it is no JWK Set, has more than 64 keys, or a secret or
   *     private one: whoever publishes that has no secret left
   */
  static Map<String, IssuerKey> ofSet(byte[] json) throws InvalidTokenException {
    JWKSet set;
    try {
      set = JWKSet.parse(TokenJson.object(json));
    } catch (ParseException | IllegalArgumentException _) {
      throw new InvalidTokenException("it is no JWK Set");
    }
    if (set.size() > MOST_KEYS) {
      throw new InvalidTokenException("it has more than " + MOST_KEYS + " keys");
    }
    Map<String, IssuerKey> keys = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (JWK key : set.getKeys()) {
      if (key.isPrivate()) {
        throw new InvalidTokenException("it has a secret or private key");
      }
      if (key.getKeyID() != null) {
        if (seen.add(key.getKeyID())) {
          of(key).ifPresent(known -> keys.put(key.getKeyID(), known));
        } else {
          keys.remove(key.getKeyID());
        }
      }
    }
    return Map.copyOf(keys);
  }

  private static Optional<IssuerKey> of(JWK key) {
    boolean signs =
        (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
            && (key.getKeyOperations() == null
                || key.getKeyOperations().contains(KeyOperation.VERIFY));
    Map<String, String> members = new HashMap<>();
    key.toJSONObject()
        .forEach(
            (name, value) -> {
              if (MATERIAL.contains(name)) {
                members.put(name, value.toString());
              }
            });
    Optional<String> given = Optional.ofNullable(key.getAlgorithm()).map(Object::toString);
    if (members.get("kty").equals("RSA")) {
      members.put("alg", given.orElse("RS256"));
    }
    try {
      SigningKey signing = JsonWebKey.of(members).requireSigningKey();
      String algorithm = given.orElse(signing.algorithm().jwsName());
      return signs && signing.algorithm().jwsName().equals(ALGORITHMS.get(algorithm))
          ? Optional.of(new IssuerKey(algorithm, signing))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
