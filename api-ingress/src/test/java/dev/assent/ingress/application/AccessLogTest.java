package dev.assent.ingress.application;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.model.Reason;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccessLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("assent.access");
  private static final String CHALLENGE_KEY = "A".repeat(27);
  private static final String SIGNATURE = "ab".repeat(64);

  private static IngressUnderTest ingress;

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void listen() {
    ingress.reset();
    lines.start();
    LOG.setLevel(Level.INFO); // tests log less than a service
    LOG.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    LOG.detachAppender(lines);
    LOG.setLevel(null);
  }

  @Test
  @Tag("AS-19")
  void shouldTellOfEachRequestWhoAskedForWhatAndWhatCameOfIt() throws Exception {
    // Given
    ingress.refuses(Reason.OPERATION_EXISTS);

    // When
    ingress.send(
        ingress
            .post("/v2/users/A1B2/operations", "{\"operationId\":\"op-1\"}")
            .header("X-Api-Key", BACK_END)
            .header("X-Request-ID", "request-1"));

    // Then
    JsonNode line = onlyLine();
    assertThat(line.path("at").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(line.path("method").asText()).isEqualTo("POST");
    assertThat(line.path("route").asText()).contains("/v2/users/{userId").doesNotContain("A1B2");
    assertThat(line.path("dialect").asText()).isEqualTo("keyless");
    assertThat(line.path("operation").asText()).isEqualTo("create");
    assertThat(line.path("tenant").asText()).isEqualTo(TENANT);
    assertThat(line.path("keyId").asText()).isEqualTo("back");
    assertThat(line.path("status").asInt()).isEqualTo(409);
    assertThat(line.path("refusal").asText()).isEqualTo("OPERATION_EXISTS");
    assertThat(line.path("bytes").asInt()).isPositive();
    assertThat(line.path("microseconds").asLong()).isPositive();
    assertThat(line.path("traceId").asText()).matches("[0-9a-f]{32}");
    assertThat(line.path("requestId").asText()).isEqualTo("request-1");
    assertThat(line.path("remoteAddress").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void shouldTellOfARequestThatNothingServes() throws Exception {
    // When
    ingress.send(ingress.request("/v2/users/A1B2/secret-path").GET());

    // Then
    JsonNode line = onlyLine();
    assertThat(line.path("status").asInt()).isEqualTo(404);
    assertThat(line.path("refusal").asText()).isEqualTo("NOT_FOUND");
    assertThat(line.path("dialect").asText()).isEqualTo("keyless");
  }

  @Test
  @Tag("AS-19")
  @Tag("CR-2")
  void shouldTellNothingOfWhatACallerSends() {
    // When
    String proof = "{\"userId\":\"user-7\",\"proof\":\"%s\"}".formatted(SIGNATURE);
    ingress.send(
        ingress
            .post("/api/v1/challenges/" + CHALLENGE_KEY + "/proof?secret=q", proof)
            .header("X-Api-Key", FRONT_END)
            .header("Idempotency-Key", "secret-attempt")
            .header("X-Forwarded-For", "10.9.8.7"));
    ingress.send(ingress.request("/v2/users/ABCD/nowhere").header("X-Api-Key", BACK_END).GET());
    ingress.send(
        ingress
            .request("/api/v1/operations/secret-operation")
            .header("X-Api-Key", "guess.secret-guess")
            .header("X-Request-ID", "é or too long " + "x".repeat(128))
            .GET());

    // Then
    assertThat(lines.list).hasSize(3);
    assertThat(lines.list.toString())
        .doesNotContain(
            CHALLENGE_KEY,
            SIGNATURE,
            "user-7",
            "ABCD",
            "secret",
            "10.9.8.7",
            FRONT_END,
            BACK_END,
            "xxxx");
  }

  @Test
  @Tag("AS-19")
  void shouldWriteOneLineWhateverIsInIt() throws Exception {
    // When
    ingress.send(
        ingress
            .request("/v2/operations/a")
            .header("X-Api-Key", BACK_END)
            .header("X-Request-ID", "\"},{\"status\":200")
            .GET());

    // Then
    assertThat(onlyLine().path("requestId").asText()).isEqualTo("\"},{\"status\":200");
    assertThat(lines.list.getFirst().getFormattedMessage()).doesNotContain("\n");
  }

  private JsonNode onlyLine() throws JsonProcessingException {
    List<String> written = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(written).hasSize(1);
    return JSON.readTree(written.getFirst());
  }
}
