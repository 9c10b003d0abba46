package dev.assent.ingress.application;

import java.util.Map;

/** What the health endpoints tell. */
public interface Condition {
  /**
   * What keeps requests from being served, by component: replies can be read, all tenants are
   * known, outcomes are followed. Empty where nothing does.
   */
  Map<String, Object> obstacles();

  /** What must run and does not any more, by component; only a restart helps. */
  Map<String, Object> ended();

  /** What the ingress depends on and does not answer. */
  Map<String, Object> silent();

  /** Committed records that are not read yet, by what reads them; always the same names. */
  Map<String, Long> lags();

  /** Requests that wait for their reply now. */
  int inFlight();
}
