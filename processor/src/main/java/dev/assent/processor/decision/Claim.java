package dev.assent.processor.decision;

import dev.assent.schemas.key.UserKey;
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
   * is decided among the user's own operations. An id that was nobody's goes to the user whom the
   * operation is handed over to.
   *
   * @param user whose the creation is
   * @param handedOver whether the operation was created without a user
   */
  public static Admission admit(Optional<Claim> claim, UserKey user, boolean handedOver) {
    if (claim.isEmpty()) {
      return new Admission.Admitted(new Claim(user.userId(), 1));
    }
    Claim held = claim.get();
    boolean nobodys = new UserKey(user.tenant(), held.userId()).isUnassigned();
    return held.userId().equals(user.userId()) || (nobodys && handedOver)
        ? new Admission.Admitted(new Claim(user.userId(), held.version() + 1))
        : new Admission.Taken();
  }

  /** Whether the id can be given back: nobody was admitted since that version. */
  public boolean releasable(long atVersion) {
    return version == atVersion;
  }
}
