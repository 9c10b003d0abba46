package dev.assent.schemas.approval.avro;

import dev.assent.schemas.approval.IssuerKeys;
import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import dev.assent.schemas.avro.PublishedSigningKey;
import dev.assent.schemas.avro.SigningKeyPage;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;

/** A tenant's keys as an Avro record and back. */
public final class IssuerKeysRecord {
  private IssuerKeysRecord() {}

  /** The record of the keys. */
  public static SigningKeyPage write(IssuerKeys issuer) {
    return new SigningKeyPage(
        issuer.issuer(),
        issuer.audience(),
        issuer.keys().stream()
            .map(
                key ->
                    new PublishedSigningKey(
                        key.keyId(),
                        JsonWebKeyRecord.write(key.key().jsonWebKey()),
                        key.notBefore(),
                        key.notAfter()))
            .toList());
  }

  /**
   * The keys of the record.
   *
   * @throws IllegalArgumentException where one is no key that verifies signatures
   */
  public static IssuerKeys read(SigningKeyPage page) {
    return new IssuerKeys(
        page.getIssuer(),
        page.getAudience(),
        page.getKeys().stream()
            .map(
                key ->
                    new IssuerKey(
                        key.getKeyId(),
                        JsonWebKeyRecord.read(key.getKey()).requireSigningKey(),
                        key.getNotBefore(),
                        key.getNotAfter()))
            .toList());
  }
}
