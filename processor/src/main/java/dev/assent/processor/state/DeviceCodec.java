package dev.assent.processor.state;

import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.SigningKey;
import java.util.Optional;

/** A device's keys as Avro and back. */
public final class DeviceCodec {
  private DeviceCodec() {}

  /**
   * The key that verifies signatures.
   *
   * @throws IllegalArgumentException where it is not one
   */
  public static SigningKey signingKey(dev.assent.schemas.avro.JsonWebKey key) {
    return fromAvro(key).requireSigningKey();
  }

  /**
   * The key that challenges are sealed to.
   *
   * @throws IllegalArgumentException where it is not one
   */
  public static EncryptionKey encryptionKey(dev.assent.schemas.avro.JsonWebKey key) {
    return fromAvro(key).requireEncryptionKey();
  }

  /** The public key as Avro. */
  public static dev.assent.schemas.avro.JsonWebKey toAvro(JsonWebKey key) {
    return new dev.assent.schemas.avro.JsonWebKey(
        key.keyType(), key.curve(), key.x(), key.y().orElse(null));
  }

  private static JsonWebKey fromAvro(dev.assent.schemas.avro.JsonWebKey key) {
    return new JsonWebKey(key.getKty(), key.getCrv(), key.getX(), Optional.ofNullable(key.getY()));
  }
}
