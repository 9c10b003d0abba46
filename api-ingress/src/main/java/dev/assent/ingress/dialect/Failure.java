package dev.assent.ingress.dialect;

/**
 * Why a request came to nothing before any decision about it; every dialect has a form for each.
 */
public enum Failure {
  BAD_REQUEST(400, "The request is malformed"),
  UNAUTHENTICATED(401, "The credentials are missing or not valid here"),
  FORBIDDEN(403, "The credentials do not allow this"),
  NOT_FOUND(404, "There is nothing at this path"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  NOT_ACCEPTABLE(406, "The answer is application/json, which the request does not accept"),
  BODY_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The path and the query are too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json in UTF-8"),
  UNPROCESSABLE(422, "The content breaks a rule"),
  TOO_MANY(429, "Too many requests; try again later"),
  HEADERS_TOO_LARGE(431, "The header fields are too many or too large"),
  INTERNAL(500, "The request failed here"),
  UNAVAILABLE(503, "No answer in time; try again with the same idempotency key"),
  NOT_SET_UP(503, "This installation is not set up for it");

  private final int status;
  private final String text;

  Failure(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What is said where nothing more particular is known. */
  public String text() {
    return text;
  }

  /** The failure with this status, or the one that stands for its class. */
  static Failure ofStatus(int status) {
    for (Failure failure : values()) {
      if (failure.status == status) {
        return failure;
      }
    }
    return status < 500 ? BAD_REQUEST : INTERNAL;
  }
}
