package dev.assent.verification.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The services' own configurations of the log, in both forms. */
final class LogFormatTest {
  private final PrintStream console = System.out;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(console);
  }

  @ParameterizedTest
  @CsvSource({"processor,processor", "api-ingress,ingress", "connectors,connectors"})
  void shouldWriteOneObjectALineWhereJsonIsAskedFor(String module, String service)
      throws Exception {
    // Given
    LoggerContext context = configured(module, "json");
    context.getMDCAdapter().put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
    context.getMDCAdapter().put("other", "not ours");

    // When
    context
        .getLogger("dev.assent.Some")
        .atWarn()
        .addKeyValue("tenant", "bank")
        .addKeyValue("offset", 17)
        .setCause(new IllegalStateException("first\nsecond"))
        .log("A thing\nhappened");

    // Then
    List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    JsonNode line = DeploymentFiles.JSON.readTree(lines.getFirst());
    assertThat(Instant.parse(line.path("time").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("service").asText()).isEqualTo(service);
    assertThat(line.path("logger").asText()).isEqualTo("dev.assent.Some");
    assertThat(line.path("message").asText()).isEqualTo("A thing\nhappened");
    assertThat(line.path("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(line.path("tenant").asText()).isEqualTo("bank");
    assertThat(line.path("offset").asLong()).isEqualTo(17);
    assertThat(line.has("other")).isFalse();
    assertThat(line.path("stack").asText().contains("LogFormatTest"))
        .isEqualTo(service.equals("processor"));
  }

  @Test
  void shouldWriteTextWhereNothingIsAskedFor() {
    // When
    configured("connectors", null)
        .getLogger("dev.assent.Some")
        .atInfo()
        .addKeyValue("tenant", "bank")
        .log("A thing happened");

    // Then
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("INFO  dev.assent.Some A thing happened tenant=\"bank\"")
        .doesNotStartWith("{");
  }

  private static LoggerContext configured(String module, String formatOrNull) {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    if (formatOrNull != null) {
      context.putProperty("ASSENT_LOG_FORMAT", formatOrNull);
    }
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(
          DeploymentFiles.path(module + "/src/main/resources/logback.xml").toFile());
    } catch (ch.qos.logback.core.joran.spi.JoranException e) {
      throw new IllegalStateException(e);
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    assertThat(root.iteratorForAppenders()).hasNext();
    return context;
  }
}
