package dev.assent.schemas.trace;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The record headers that are carried from a command to everything that follows from it.
 *
 * <p>Barrier: headers are input that nobody vouches for (security.md, KA-10). Only these three are
 * taken, each at most once, within its length and form; whatever else a record carries ends with
 * it.
 *
 * @param traceparent W3C Trace Context section 3.2: 55 characters
 * @param tracestate W3C Trace Context section 3.3: 1 to 512 visible ASCII characters and spaces;
 *     only with a traceparent
 * @param requestId the caller's name for its request: 1 to 128 visible ASCII characters
 */
public record Correlation(
    Optional<String> traceparent, Optional<String> tracestate, Optional<String> requestId) {
  /** Nothing is carried. */
  public static final Correlation NONE =
      new Correlation(Optional.empty(), Optional.empty(), Optional.empty());

  public static final String TRACEPARENT = "traceparent";
  public static final String TRACESTATE = "tracestate";
  public static final String REQUEST_ID = "x-request-id";

  private static final int LONGEST = 512;
  private static final Pattern TRACEPARENT_FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern TRACESTATE_FORM = Pattern.compile("[\\x20-\\x7E]{1,512}");
  private static final Pattern REQUEST_ID_FORM = Pattern.compile("[\\x21-\\x7E]{1,128}");

  /** Takes what has its form, and nothing in the place of what has not. */
  public Correlation {
    traceparent = traceparent.filter(text -> TRACEPARENT_FORM.matcher(text).matches());
    tracestate =
        traceparent.isPresent()
            ? tracestate.filter(text -> TRACESTATE_FORM.matcher(text).matches())
            : Optional.empty();
    requestId = requestId.filter(Correlation::isRequestId);
  }

  /** What is kept of it where absent is null. */
  public static Correlation of(
      String traceparentOrNull, String tracestateOrNull, String requestIdOrNull) {
    return traceparentOrNull == null && requestIdOrNull == null
        ? NONE
        : new Correlation(
            Optional.ofNullable(traceparentOrNull),
            Optional.ofNullable(tracestateOrNull),
            Optional.ofNullable(requestIdOrNull));
  }

  /** What a record carries. */
  public static Correlation read(Headers headers) {
    return of(only(headers, TRACEPARENT), only(headers, TRACESTATE), only(headers, REQUEST_ID));
  }

  /** Whether the text can name a request. */
  public static boolean isRequestId(String text) {
    return REQUEST_ID_FORM.matcher(text).matches();
  }

  /** The headers of a record that carries this; new ones each time. */
  public Headers headers() {
    RecordHeaders headers = new RecordHeaders();
    traceparent.ifPresent(text -> add(headers, TRACEPARENT, text));
    tracestate.ifPresent(text -> add(headers, TRACESTATE, text));
    requestId.ifPresent(text -> add(headers, REQUEST_ID, text));
    return headers;
  }

  /** The trace that it is part of: 32 hexadecimal digits. */
  public Optional<String> traceId() {
    return traceparent.map(text -> text.substring(3, 35));
  }

  private static void add(Headers headers, String name, String text) {
    headers.add(name, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Null where there is none, or more than one, so that nobody knows which is meant. */
  private static String only(Headers headers, String name) {
    Iterator<Header> found = headers.headers(name).iterator();
    if (!found.hasNext()) {
      return null;
    }
    byte[] value = found.next().value();
    return found.hasNext() || value == null || value.length > LONGEST
        ? null
        : new String(value, StandardCharsets.ISO_8859_1);
  }
}
