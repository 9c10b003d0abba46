package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Claim.Admission;
import dev.assent.schemas.key.UserKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ClaimTest {
  private static final List<String> USERS = List.of("A1", "B2", "C3");

  @Test
  void shouldBelongToItsFirstUserUntilItIsReleased() {
    Seeds.of("claims", 10_000).forEach(ClaimTest::check);
  }

  private static void check(SplittableRandom random) {
    // Given
    Optional<Claim> claim = Optional.empty();
    String owner = null;
    List<Long> admitted = new ArrayList<>();

    for (int step = 0; step < 30; step++) {
      if (random.nextInt(3) > 0) {
        // When
        String user = USERS.get(random.nextInt(USERS.size()));
        Admission admission = Claim.admit(claim, new UserKey("bank", user), false);

        // Then
        boolean mine = owner == null || owner.equals(user);
        assertThat(admission instanceof Admission.Admitted).isEqualTo(mine);
        if (admission instanceof Admission.Admitted(Claim next)) {
          assertThat(next.userId()).isEqualTo(user);
          assertThat(admitted).doesNotContain(next.version());
          claim = Optional.of(next);
          owner = user;
          admitted.add(next.version());
        }
      } else if (claim.isPresent()) {
        // When
        long atVersion = admitted.get(random.nextInt(admitted.size()));
        boolean released = claim.get().releasable(atVersion);

        // Then
        assertThat(released).isEqualTo(atVersion == admitted.getLast());
        if (released) {
          claim = Optional.empty();
          owner = null;
          admitted.clear();
        }
      }
    }
  }
}
