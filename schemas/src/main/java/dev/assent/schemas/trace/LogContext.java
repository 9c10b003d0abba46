package dev.assent.schemas.trace;

import org.slf4j.MDC;

/**
 * Names the trace and the request in every log line of the calling thread, until it is closed by
 * the same thread.
 */
public final class LogContext implements AutoCloseable {
  public static final String TRACE_ID = "traceId";
  public static final String REQUEST_ID = "requestId";

  private LogContext(Correlation correlation) {
    correlation.traceId().ifPresent(id -> MDC.put(TRACE_ID, id));
    correlation.requestId().ifPresent(id -> MDC.put(REQUEST_ID, id));
  }

  /** Begins to name them; what is not there is not named. */
  public static LogContext of(Correlation correlation) {
    return new LogContext(correlation);
  }

  @Override
  public void close() {
    MDC.remove(TRACE_ID);
    MDC.remove(REQUEST_ID);
  }
}
