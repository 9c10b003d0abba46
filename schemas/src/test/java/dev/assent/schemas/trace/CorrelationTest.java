package dev.assent.schemas.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of W3C Trace Context. */
final class CorrelationTest {
  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String TRACESTATE = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

  @Test
  @Tag("KA-10")
  void shouldCarryItsThreeHeadersAndNoOther() {
    // Given
    RecordHeaders headers = new RecordHeaders();
    add(headers, "traceparent", TRACEPARENT);
    add(headers, "tracestate", TRACESTATE);
    add(headers, "x-request-id", "request-1");
    add(headers, "Authorization", "Basic c2VjcmV0");

    // When
    Correlation carried = Correlation.read(headers);

    // Then
    assertThat(Arrays.stream(carried.headers().toArray()).map(Header::key))
        .containsExactly("traceparent", "tracestate", "x-request-id");
    assertThat(Correlation.read(carried.headers())).isEqualTo(carried);
    assertThat(carried.traceId()).contains("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  @Tag("KA-10")
  void shouldDropATraceOfAnotherForm(String traceparent) {
    // Given
    RecordHeaders headers = new RecordHeaders();
    add(headers, "traceparent", traceparent);
    add(headers, "tracestate", TRACESTATE);

    // When, then
    assertThat(Correlation.read(headers)).isEqualTo(Correlation.NONE);
  }

  @Test
  @Tag("KA-10")
  void shouldDropWhatIsTooLongOrNotVisible() {
    // Given
    RecordHeaders headers = new RecordHeaders();
    add(headers, "traceparent", TRACEPARENT);
    add(headers, "tracestate", "a=" + "x".repeat(511));
    add(headers, "x-request-id", "line\nbreak");

    // When
    Correlation carried = Correlation.read(headers);

    // Then
    assertThat(carried.traceparent()).contains(TRACEPARENT);
    assertThat(carried.tracestate()).isEmpty();
    assertThat(carried.requestId()).isEmpty();
  }

  @Test
  @Tag("KA-10")
  void shouldDropWhatIsGivenTwice() {
    // Given
    RecordHeaders headers = new RecordHeaders();
    add(headers, "x-request-id", "one");
    add(headers, "x-request-id", "two");

    // When, then
    assertThat(Correlation.read(headers)).isEqualTo(Correlation.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 128})
  void shouldTakeARequestIdOfItsLength(int length) {
    assertThat(Correlation.isRequestId("~".repeat(length))).isTrue();
    assertThat(Correlation.isRequestId("~".repeat(129))).isFalse();
    assertThat(Correlation.isRequestId("")).isFalse();
  }

  private static void add(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
