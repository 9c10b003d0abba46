package dev.assent.schemas.ocra;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A response and what it was asked for. Its text form tells the time only.
 *
 * @param question the question that was asked, of exactly the suite's length
 * @param pinHash the PIN's hash; present where the suite has one
 * @param session session information; present where the suite has any
 * @param at when the response came in, by our own clock
 * @param response what the user gave; any text
 */
public record OcraAttempt(
    String question,
    Optional<OcraPinHash> pinHash,
    Optional<String> session,
    Instant at,
    String response) {
  OcraInput input(OptionalLong counter, OptionalLong timeStep) {
    return new OcraInput(counter, question, pinHash, session, timeStep);
  }

  @Override
  public String toString() {
    return "OcraAttempt[" + at + "]";
  }
}
