package dev.assent.ingress.application;

/** What the health endpoints tell. */
public interface Condition {
  /** Whether requests can be served: replies can be read and all tenants are known. */
  boolean ready();

  /** Whether everything that must run still runs; where not, only a restart helps. */
  boolean alive();

  /** Requests that wait for their reply now. */
  int inFlight();
}
