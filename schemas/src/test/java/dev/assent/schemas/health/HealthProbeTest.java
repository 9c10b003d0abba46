package dev.assent.schemas.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HealthProbeTest {
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldFindAServiceThatAnswers200Healthy() {
    // Given
    URI url = answering(200);

    // When, Then
    assertThat(HealthProbe.answers(url)).isTrue();
  }

  @Test
  void shouldFindAServiceThatIsNotReadyUnhealthy() {
    // Given
    URI url = answering(503);

    // When, Then
    assertThat(HealthProbe.answers(url)).isFalse();
  }

  @Test
  void shouldFindAServiceThatDoesNotListenUnhealthy() {
    // Given
    URI url = answering(200);
    server.stop(0);

    // When, Then
    assertThat(HealthProbe.answers(url)).isFalse();
  }

  private URI answering(int status) {
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    return URI.create("http://127.0.0.1:%d/health".formatted(server.getAddress().getPort()));
  }
}
