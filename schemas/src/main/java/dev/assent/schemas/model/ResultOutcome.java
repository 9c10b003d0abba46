package dev.assent.schemas.model;

/** The final word on an operation. */
public enum ResultOutcome {
  APPROVED,
  DECLINED,
  CANCELLED,
  EXPIRED,
  FAILED
}
