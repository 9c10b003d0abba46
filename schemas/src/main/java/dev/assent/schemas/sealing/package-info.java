/**
 * Seals a challenge to the one device that may read it, and a device's cancellation to the
 * installation, with Hybrid Public Key Encryption (RFC 9180), as {@code
 * docs/reference/device-protocol.md} describes.
 */
package dev.assent.schemas.sealing;
