package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.standalone.cluster.Addresses;
import dev.assent.standalone.status.StatusCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSystem.class)
final class StatusTest {
  private final RunningAssent assent;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  StatusTest(RunningAssent assent) {
    this.assent = assent;
  }

  @Test
  void shouldShowARunningSystem() throws Exception {
    // Given
    assent.challenged(assent.holder());
    Addresses addresses = assent.local().addresses();

    // When, Then
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              shown.reset();
              int status =
                  status(
                      "--once",
                      "--processor=" + addresses.processor(),
                      "--ingress=" + addresses.ingress(),
                      "--connectors=" + addresses.connectors());
              assertThat(text())
                  .containsPattern("processor +up")
                  .containsPattern("ingress +up")
                  .containsPattern("connectors +up")
                  .containsPattern("pending +[1-9]")
                  .containsPattern("expiry lag +\\d")
                  .containsPattern("dead letters +\\d");
              // a slow machine may well be late
              assertThat(status == 0).isEqualTo(text().contains("all is well"));
            });
  }

  @Test
  void shouldFailWhereAServiceDoesNotAnswer() throws Exception {
    // When
    int status = status("--once", "--processor", "http://127.0.0.1:1");

    // Then
    assertThat(status).isEqualTo(StatusCommand.EXIT_NOT_WELL);
    assertThat(text()).contains("! processor", "does not answer");
  }

  private int status(String... arguments) throws Exception {
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    return new StatusCommand(Optional.empty(), out, out).run(List.of(arguments));
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
