package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.canary.CanaryApplication;
import dev.assent.standalone.cluster.DemoTenant;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSystem.class)
final class CanaryTest {
  private final RunningAssent assent;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  CanaryTest(RunningAssent assent) {
    this.assent = assent;
  }

  @Test
  void shouldHaveOperationsApprovedAndDeclinedAgainAndAgain(@TempDir Path directory)
      throws Exception {
    // Given
    DemoTenant tenant = assent.local().demoTenant();
    int port = freePort();

    // When
    String[] settings = {
      "--ingress.url=" + assent.local().addresses().ingress(),
      "--front.end.key.file=" + Files.writeString(directory.resolve("f"), tenant.frontEndKey()),
      "--back.end.key.file=" + Files.writeString(directory.resolve("b"), tenant.backEndKey()),
      "--interval=PT1S",
      "--http.port=" + port
    };
    try (CanaryApplication canary = canary(settings)) {
      Thread running = Thread.ofVirtual().start(() -> run(canary));

      // Then
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(metrics(port))
                      .containsPattern("journeys_seconds_count\\{journey=\"approved\"} [2-9]")
                      .containsPattern("journeys_seconds_count\\{journey=\"declined\"} [2-9]")
                      .contains("assent_canary_failures_total{journey=\"approved\"} 0.0"));
      running.interrupt();
    }
    assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void shouldTellWhichStepFailed(@TempDir Path directory) throws Exception {
    // Given
    Path key = Files.writeString(directory.resolve("key"), "nobody.knows-it");
    int port = freePort();

    // When
    String[] settings = {
      "--ingress.url=" + assent.local().addresses().ingress(),
      "--front.end.key.file=" + key,
      "--back.end.key.file=" + key,
      "--http.port=" + port
    };
    try (CanaryApplication canary = canary(settings)) {
      Thread running = Thread.ofVirtual().start(() -> run(canary));

      // Then
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(metrics(port))
                      .contains("assent_canary_failures_total{journey=\"declined\"} 1.0")
                      .contains("assent_canary_succeeded_at_seconds{journey=\"declined\"} 0.0"));
      running.interrupt();
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("to be approved: devices: HTTP status 401")
        .doesNotContain("knows-it");
  }

  private CanaryApplication canary(String... settings) throws Exception {
    return new CanaryApplication(
        SettingsReader.of(settings, Map.of()), new PrintStream(told, true, StandardCharsets.UTF_8));
  }

  private static void run(CanaryApplication canary) {
    try {
      canary.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String metrics(int port) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port + "/prometheus");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }
  }
}
