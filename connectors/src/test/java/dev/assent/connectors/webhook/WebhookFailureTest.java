package dev.assent.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

/** What a failure of a stream's thread is followed by. */
final class WebhookFailureTest {

  @Test
  void shouldGoOnWhereOnlyTheRegistryCouldNotBeReached() {
    // Given
    Throwable failure =
        new StreamsException(
            new SerializationException("no schema", new IOException("connection refused")));

    // Then
    assertThat(Webhooks.answerTo(failure)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
  }

  @Test
  void shouldStopWhereAnythingElseIsWrong() {
    // Given
    Throwable failure = new StreamsException(new IllegalStateException("a broken invariant"));

    // Then
    assertThat(Webhooks.answerTo(failure)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
  }
}
