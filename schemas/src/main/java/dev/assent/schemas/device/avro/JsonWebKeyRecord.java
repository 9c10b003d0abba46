package dev.assent.schemas.device.avro;

import dev.assent.schemas.avro.JsonWebKey;
import java.util.HashMap;
import java.util.Map;

/** Public keys as Avro records and back. */
public final class JsonWebKeyRecord {
  /** What {@code crv} and {@code x}, which are no unions, hold where a key has no such member. */
  private static final String ABSENT = "";

  private JsonWebKeyRecord() {}

  /** The record of the key. */
  public static JsonWebKey write(dev.assent.schemas.device.JsonWebKey key) {
    Map<String, String> members = key.members();
    return new JsonWebKey(
        members.get("kty"),
        members.getOrDefault("crv", ABSENT),
        members.getOrDefault("x", ABSENT),
        members.get("y"),
        members.get("n"),
        members.get("e"),
        members.get("alg"));
  }

  /**
   * The key of the record.
   *
   * @throws IllegalArgumentException where the members do not make a key of their type
   */
  public static dev.assent.schemas.device.JsonWebKey read(JsonWebKey key) {
    Map<String, String> members = new HashMap<>();
    put(members, "kty", key.getKty());
    put(members, "crv", key.getCrv());
    put(members, "x", key.getX());
    put(members, "y", key.getY());
    put(members, "n", key.getN());
    put(members, "e", key.getE());
    put(members, "alg", key.getAlg());
    return dev.assent.schemas.device.JsonWebKey.of(members);
  }

  private static void put(Map<String, String> members, String name, String textOrNull) {
    if (textOrNull != null && !textOrNull.equals(ABSENT)) {
      members.put(name, textOrNull);
    }
  }
}
