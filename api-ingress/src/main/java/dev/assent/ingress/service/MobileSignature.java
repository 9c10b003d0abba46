package dev.assent.ingress.service;

import dev.assent.schemas.avro.CredentialSnapshot;

/**
 * A user's phone at a mobile signature service provider, for the caller who may see it.
 *
 * @param credential with its mobile signature
 * @param msisdn the calling number
 * @param identificator the provider's name for the user
 */
public record MobileSignature(CredentialSnapshot credential, String msisdn, String identificator) {
  /** Nothing personal: this may be written somewhere. */
  @Override
  public String toString() {
    return "MobileSignature[" + credential.getSerialNumber() + "]";
  }
}
