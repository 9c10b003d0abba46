package dev.assent.ingress.application;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RedactionTest {
  private static final String USER = "0123456789ABCDEF";
  private static final String CHALLENGE_KEY = "A".repeat(27);
  private static final String SIGNATURE = "ab".repeat(64);

  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @Test
  @Tag("CR-2")
  void shouldTellNeitherTheLogNorTheMetricsWhatARequestCarries() {
    // Given
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    ingress.answers(
        _ -> {
          throw new IllegalStateException("the log must have something to say");
        });
    String proof = "{\"userId\":\"%s\",\"proof\":\"%s\"}".formatted(USER, SIGNATURE);

    // When
    try {
      ingress.send(front("/api/v1/challenges/" + CHALLENGE_KEY + "/proof", proof));
      ingress.send(
          ingress
              .post("/v2/users/" + USER + "/operations", "{\"operationId\":\"op-secret\"}")
              .header("X-Api-Key", IngressUnderTest.BACK_END));
    } finally {
      root.detachAppender(log);
    }

    // Then
    assertThat(ingress.commands()).hasSize(2);
    assertThat(log.list).isNotEmpty();
    List<String> logged =
        log.list.stream()
            .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
            .toList();
    String metrics = ingress.send(ingress.request("/prometheus").GET()).body();
    assertThat(metrics).contains("assent_ingress_requests_seconds_count");
    assertThat(logged + metrics)
        .doesNotContain(
            USER,
            CHALLENGE_KEY,
            SIGNATURE,
            "op-secret",
            IngressUnderTest.BACK_END,
            IngressUnderTest.FRONT_END);
  }

  private static HttpRequest.Builder front(String path, String body) {
    return ingress.post(path, body).header("X-Api-Key", IngressUnderTest.FRONT_END);
  }
}
