package dev.assent.schemas.model;

/** Who obtains the user's consent. */
public enum Channel {
  /** A device of the user with keys of its own. */
  DEVICE,
  /** An external identity provider. */
  IDP,
  /** A mobile signature service provider (ETSI TS 102 204). */
  MSSP
}
