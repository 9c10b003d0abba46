package dev.assent.schemas.model;

/**
 * Whether the user must enter on the device the number that the relying party shows. It stops who
 * confirms a prompt that somebody else caused (NIST SP 800-63B-4 section 3.1.3).
 */
public enum NumberMatching {
  /** Always; an operation that cannot have it is refused. */
  REQUIRED,
  /** Wherever the channel and the device can do it. */
  WHERE_POSSIBLE,
  /** Never, unless an operation asks for it. */
  OFF
}
