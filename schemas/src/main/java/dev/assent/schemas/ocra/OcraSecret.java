package dev.assent.schemas.ocra;

import java.util.Optional;

/**
 * What an OCRA response is verified with, opened for one verification and closed after it.
 *
 * @param pinHash the hash of the user's PIN, for a suite with one
 */
public record OcraSecret(OcraKey key, Optional<OcraPinHash> pinHash) implements AutoCloseable {
  @Override
  public void close() {
    key.close();
  }
}
