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

  /**
   * All who need not say who they are have together what one tenant has. No tenant is called so.
   */
  private static final String ANYBODY = "*";

  private final Limits limits;

  Admission(Limits limits) {
    this.limits = limits;
  }

  /** Before anything is known of the caller; throws {@link Rejected}. */
  void enter(Visit visit) {
    if (!limits.begin()) {
      throw Rejected.tooMany(SOON);
    }
    visit.whenLeaving(limits::end);
    RequestHeaders.requireAtMost(limits.headerCount(), visit.call().request());
    // looked at before the credentials: whoever guesses must not learn that one of them was right
    require(limits.untilAuthentication(visit.remoteAddress()));
  }

  /** The caller is known; throws {@link Rejected}. */
  void enter(Visit visit, Caller caller) {
    if (visit.call().waits()) {
      visit.leave(); // from here on it counts among the waits, which are limited themselves
      require(limits.count(caller.tenant()));
    } else {
      enter(visit, caller.tenant());
    }
  }

  /** What is asked for is public; throws {@link Rejected}. */
  void enterPublic(Visit visit) {
    enter(visit, ANYBODY);
  }

  /** How long a body may take to come. */
  Duration bodyTimeout() {
    return limits.bodyTimeout();
  }

  /** The caller is not who it says. */
  void failed(Visit visit) {
    limits.failed(visit.remoteAddress());
  }

  private void enter(Visit visit, String tenant) {
    if (!limits.begin(tenant)) {
      throw Rejected.tooMany(SOON);
    }
    visit.whenLeaving(() -> limits.end(tenant));
    require(limits.count(tenant));
  }

  private static void require(Duration wait) {
    if (wait.isPositive()) {
      throw Rejected.tooMany(wait);
    }
  }
}
