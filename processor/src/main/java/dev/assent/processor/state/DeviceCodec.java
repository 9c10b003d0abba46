package dev.assent.processor.state;

import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;

/** A device's keys as Avro and back. */
public final class DeviceCodec {
  private DeviceCodec() {}

  /**
   * The key that verifies signatures.
   *
   * @throws IllegalArgumentException where it is not one
   */
  public static SigningKey signingKey(dev.assent.schemas.avro.JsonWebKey key) {
    return JsonWebKeyRecord.read(key).requireSigningKey();
  }

  /**
   * The key that challenges are sealed to.
   *
   * @throws IllegalArgumentException where it is not one
   */
  public static EncryptionKey encryptionKey(dev.assent.schemas.avro.JsonWebKey key) {
    return JsonWebKeyRecord.read(key).requireEncryptionKey();
  }

  /** The public key as Avro. */
  public static dev.assent.schemas.avro.JsonWebKey toAvro(JsonWebKey key) {
    return JsonWebKeyRecord.write(key);
  }
}
