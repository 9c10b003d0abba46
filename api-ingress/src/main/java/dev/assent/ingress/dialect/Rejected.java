package dev.assent.ingress.dialect;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The request is malformed; thrown while it is read and caught in one place, {@link Exchange}. Its
 * message is told to the caller and repeats nothing of the request.
 */
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final Duration wait;

  public Rejected(Failure failure, String detail) {
    this(failure, detail, Duration.ZERO);
  }

  private Rejected(Failure failure, String detail, Duration wait) {
    super(Objects.requireNonNull(detail, "detail"), null, false, false);
    this.failure = failure;
    this.wait = wait;
  }

  /**
   * More than is served.
   *
   * @param wait how long until it can help to ask again
   */
  static Rejected tooMany(Duration wait) {
    return new Rejected(Failure.TOO_MANY, Failure.TOO_MANY.text(), wait);
  }

  /** A malformed request. */
  public static Rejected badRequest(String detail) {
    return new Rejected(Failure.BAD_REQUEST, detail);
  }

  /** Rejects the request where there is an objection, which repeats nothing of it. */
  public static void where(Optional<String> objection) {
    if (objection.isPresent()) {
      throw badRequest(objection.get());
    }
  }

  Failure failure() {
    return failure;
  }

  /** How long until it can help to ask again; zero where time alone changes nothing. */
  Duration retryAfter() {
    return wait;
  }
}
