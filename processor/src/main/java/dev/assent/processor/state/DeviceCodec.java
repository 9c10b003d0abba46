package dev.assent.processor.state;

import dev.assent.processor.decision.Device;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.CredentialsRecord;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;
import dev.assent.schemas.key.UserKey;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Devices as Avro and back. */
public final class DeviceCodec {
  private DeviceCodec() {}

  /** The device as readers see it. */
  public static CredentialSnapshot snapshot(UserKey user, Device device, long userSequence) {
    return CredentialSnapshot.newBuilder()
        .setTenant(user.tenant())
        .setUserId(user.userId())
        .setSerialNumber(device.serialNumber())
        .setState(device.active() ? CredentialState.ACTIVE : CredentialState.REVOKED)
        .setSigningKey(toAvro(device.signingKey().jsonWebKey()))
        .setEncryptionKey(toAvro(device.encryptionKey().jsonWebKey()))
        .setRegisteredAt(device.registeredAt())
        .setRevokedAt(device.revokedAt().orElse(null))
        .setSequence(device.sequence())
        .setUserSequence(userSequence)
        .build();
  }

  static CredentialsRecord record(UserKey user, Collection<Device> devices, long userSequence) {
    return new CredentialsRecord(
        devices.stream().map(device -> snapshot(user, device, userSequence)).toList());
  }

  static SortedMap<String, Device> devices(CredentialsRecord record) {
    SortedMap<String, Device> devices = new TreeMap<>();
    record.getCredentials().forEach(c -> devices.put(c.getSerialNumber(), device(c)));
    return devices;
  }

  private static Device device(CredentialSnapshot snapshot) {
    return new Device(
        snapshot.getSerialNumber(),
        signingKey(snapshot.getSigningKey()),
        encryptionKey(snapshot.getEncryptionKey()),
        snapshot.getRegisteredAt(),
        Optional.ofNullable(snapshot.getRevokedAt()),
        snapshot.getSequence());
  }

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
