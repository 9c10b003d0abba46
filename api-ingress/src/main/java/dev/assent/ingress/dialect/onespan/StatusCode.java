package dev.assent.ingress.dialect.onespan;

/**
 * The vendor's status names with their numbers. The vendor publishes those below 9000; the others
 * are ours ({@code docs/reference/onespan.md}).
 */
enum StatusCode {
  STAT_SUCCESS(0),
  STAT_INVCREDENTIALS(1000),
  STAT_EXP_CHALLENGE(1004),
  STAT_LOCKED(1007),
  STAT_INVALID_REQUEST(9400),
  STAT_UNAUTHORIZED(9401),
  STAT_NOSUPPORT(9403),
  STAT_NOT_FOUND(9404),
  STAT_NOT_ALLOWED(9405),
  STAT_NOT_ACCEPTABLE(9406),
  STAT_CONFLICT(9409),
  STAT_TOO_LARGE(9413),
  STAT_UNSUPPORTED_TYPE(9415),
  STAT_TOO_MANY(9429),
  STAT_INTERNAL(9500),
  STAT_UNAVAILABLE(9503);

  private final int number;

  StatusCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
