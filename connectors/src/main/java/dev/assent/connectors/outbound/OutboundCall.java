package dev.assent.connectors.outbound;

import dev.assent.schemas.trace.Correlation;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP call.
 *
 * @param method GET, POST and so on
 * @param headers by name; trace headers are the client's
 * @param body nothing: no body
 * @param timeout from the start to the end of the answer, where it is not the client's own
 * @param correlation the trace that it continues (W3C Trace Context)
 */
public record OutboundCall(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<Octets> body,
    Optional<Duration> timeout,
    Correlation correlation) {

  public OutboundCall {
    headers = Map.copyOf(headers);
  }

  /** A GET within the client's time-out. */
  public static OutboundCall get(URI uri, Map<String, String> headers, Correlation correlation) {
    return new OutboundCall("GET", uri, headers, Optional.empty(), Optional.empty(), correlation);
  }

  /** A POST within the client's time-out. */
  public static OutboundCall post(
      URI uri, Map<String, String> headers, Octets body, Correlation correlation) {
    return new OutboundCall("POST", uri, headers, Optional.of(body), Optional.empty(), correlation);
  }

  /** The same with a time-out of its own, a long poll's say. */
  public OutboundCall within(Duration span) {
    return new OutboundCall(method, uri, headers, body, Optional.of(span), correlation);
  }
}
