package dev.assent.schemas.audit;

/** What an audit record is about (OWASP ASVS 5.0, 16.3.1 to 16.3.3). */
public enum AuditedEvent {
  /** Whether a caller is who it says. */
  AUTHENTICATION,
  /** Whether a known caller may do what it asks for. */
  AUTHORISATION,
  /** A tenant, its policy or its keys were changed. */
  ADMINISTRATION
}
