package dev.assent.ingress.dialect;

import java.util.Objects;
import java.util.Optional;

/**
 * The request is malformed; thrown while it is read and caught in one place, {@link Exchange}. Its
 * message is told to the caller and repeats nothing of the request.
 */
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  public Rejected(Failure failure, String detail) {
    super(Objects.requireNonNull(detail, "detail"), null, false, false);
    this.failure = failure;
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
}
