package dev.assent.processor.decision;

import java.util.Optional;

/**
 * The user that an operation id belongs to, tenant-wide.
 *
 * @param version grows with each admission, so that an id in use is never released
 */
public record Claim(String userId, long version) {

  /** What comes of a creation at the claim. */
  public sealed interface Admission {
    /** The creation goes on to the user, under this claim. */
    record Admitted(Claim claim) implements Admission {}

    /** The id belongs to another user. */
    record Taken() implements Admission {}
  }

  /**
   * Decides whether a creation goes on. The first user has the id; what the same user does with it
   * is decided among the user's own operations.
   */
  public static Admission admit(Optional<Claim> claim, String userId) {
    if (claim.isEmpty()) {
      return new Admission.Admitted(new Claim(userId, 1));
    }
    Claim held = claim.get();
    return held.userId().equals(userId)
        ? new Admission.Admitted(new Claim(userId, held.version() + 1))
        : new Admission.Taken();
  }

  /** Whether the id can be given back: nobody was admitted since that version. */
  public boolean releasable(long atVersion) {
    return version == atVersion;
  }
}
