package dev.assent.processor.decision;

import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * All that a decision may know besides state and command.
 *
 * @param now the processor's clock; only timers and abandoned requests are measured with it
 * @param policy the tenant's policy
 * @param freshChallenge a new challenge key of the user and a new nonce, from a CSPRNG; asked at
 *     most once
 */
public record Facts(Instant now, Policy policy, Supplier<FreshChallenge> freshChallenge) {

  /** Random material of one new challenge. */
  public record FreshChallenge(ChallengeKey challengeKey, Nonce nonce) {}
}
