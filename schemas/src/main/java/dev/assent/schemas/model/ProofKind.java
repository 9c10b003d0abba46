package dev.assent.schemas.model;

/** What a proof rests on, and so which elements of authentication it shows. */
public enum ProofKind {
  /**
   * A device's signature, of which it is not known what released the key: possession alone. What
   * version 1 of the device protocol, which does not tell, counts as; in version 2 only where an
   * operation accepts it.
   */
  DEVICE_SIGNATURE,
  /** A device's signature with a key that a PIN released: possession and knowledge. */
  DEVICE_PIN,
  /** A device's signature with a key that a biometric released: possession and inherence. */
  DEVICE_BIOMETRIC,
  /** A response of the OATH Challenge-Response Algorithm (RFC 6287). */
  OCRA,
  /** A signature made at an external identity provider. */
  IDP_SIGNATURE,
  /** A mobile signature (ETSI TS 102 204). */
  MOBILE_SIGNATURE
}
