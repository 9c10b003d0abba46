package dev.assent.ingress.dialect;

import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.tenant.Caller;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Lets requests in as far as the limits allow, in the order of what they cost. */
@Singleton
final class Admission {
  /** A place becomes free within moments, and nobody knows when. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Limits limits;

  Admission(Limits limits) {
    this.limits = limits;
  }

  /** Before anything is known of the caller; throws {@link Rejected}. */
  void enter(Visit visit) {
    if (!visit.call().waits()) {
      if (!limits.begin()) {
        throw Rejected.tooMany(SOON);
      }
      visit.whenLeaving(limits::end);
    }
    RequestHeaders.requireAtMost(limits.headerCount(), visit.call().request());
    // looked at before the credentials: whoever guesses must not learn that one of them was right
    require(limits.untilAuthentication(visit.remoteAddress()));
  }

  /** The caller is known; throws {@link Rejected}. */
  void enter(Visit visit, Caller caller) {
    String tenant = caller.tenant();
    if (!visit.call().waits()) {
      if (!limits.begin(tenant)) {
        throw Rejected.tooMany(SOON);
      }
      visit.whenLeaving(() -> limits.end(tenant));
    }
    require(limits.count(tenant));
  }

  /** The caller is not who it says. */
  void failed(Visit visit) {
    limits.failed(visit.remoteAddress());
  }

  private static void require(Duration wait) {
    if (wait.isPositive()) {
      throw Rejected.tooMany(wait);
    }
  }
}
