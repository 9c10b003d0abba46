package dev.assent.connectors.outbound;

import java.net.http.HttpHeaders;

/**
 * What came of a call. Which of the last two a failure is decides whether a phone may ring twice
 * (decision 11): in doubt it is {@link MaybeSent}.
 */
public sealed interface OutboundAnswer {

  /** A whole answer within the limits, of any status. */
  record Received(int status, HttpHeaders headers, Octets body) implements OutboundAnswer {}

  /**
   * Certainly nobody worked on it: no address, refused connection, no connection in time, failed
   * TLS handshake, an address that is not allowed, or an open circuit breaker.
   */
  record NotSent(Why why) implements OutboundAnswer {}

  /** It may have arrived: the answer did not come, not in time, not whole, or was too large. */
  record MaybeSent(Why why) implements OutboundAnswer {}

  /** Why there is no answer. */
  enum Why {
    /** The address is not in the allow-list, or has no TLS. */
    NOT_ALLOWED,
    /** The circuit breaker of the endpoint is open. */
    BREAKER_OPEN,
    /** No connection: no address, refused, or not in time. */
    NO_CONNECTION,
    /** The TLS handshake failed. */
    NO_TRUST,
    /** No whole answer in time. */
    TIMEOUT,
    /** The connection broke, or what came is too large or not HTTP. */
    BROKEN
  }
}
