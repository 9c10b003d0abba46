package dev.assent.ingress.application;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIngressTest {
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
  }

  @Test
  void shouldBeReadyOnlyWhenItsConditionSaysSo() {
    // Given
    HttpResponse<String> ready = ingress.send(ingress.request("/health/readiness").GET());
    ingress.ready(false);

    // When
    HttpResponse<String> notReady = ingress.send(ingress.request("/health/readiness").GET());

    // Then
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(notReady.statusCode()).isEqualTo(503);
    assertThat(notReady.body()).contains("\"tenants\":\"not all of them are read yet\"");
  }

  @Test
  void shouldStayReadyAndSayWhatDoesNotAnswer() {
    // When
    HttpResponse<String> ready = ingress.send(ingress.request("/health/readiness").GET());

    // Then
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("DEGRADED", "\"brokers\":\"no answer since yesterday\"");
  }

  @Test
  void shouldBeAliveWithoutBeingReady() {
    // Given
    ingress.ready(false);

    // When
    HttpResponse<String> response = ingress.send(ingress.request("/health/liveness").GET());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("UP");
  }

  @Test
  void shouldCountRequestsAndBadInput() {
    // Given
    ingress.send(ingress.post("/v2/users/AB/operations", "{").header("X-Api-Key", BACK_END));

    // When
    HttpResponse<String> response = ingress.send(ingress.request("/prometheus").GET());

    // Then
    assertThat(response.body())
        .contains(
            "assent_ingress_requests_seconds_count{dialect=\"keyless\",operation=\"create\","
                + "status=\"400\"} 1")
        .contains(
            "assent_ingress_refusals_total{dialect=\"keyless\",operation=\"create\","
                + "reason=\"BAD_REQUEST\"} 1.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET /v2/operations/%zz HTTP/1.1\r\nHost: x\r\nX-Api-Key: back.key\r\n\r\n",
        "GET /v2/operations/a|b HTTP/1.1\r\nHost: x\r\nX-Api-Key: back.key\r\n\r\n",
        "POST /v2/users/AB/operations HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "GET //[ HTTP/1.1\r\nHost: x\r\n\r\n"
      })
  @Tag("AS-5")
  void shouldRefuseGarbageAndServeTheNextRequest(String garbage) throws IOException {
    // When
    String answer = raw(garbage);
    HttpResponse<String> next = ingress.send(ingress.request("/health/liveness").GET());

    // Then
    assertThat(answer).matches("(?s)HTTP/1[.][01] 4.*").doesNotContain("Exception", "\tat ");
    assertThat(next.statusCode()).isEqualTo(200);
  }

  @Test
  void shouldIgnorePropertiesOfTheServerFromOutside() {
    // Given
    System.setProperty("endpoints.beans.enabled", "true");
    System.setProperty("endpoints.beans.sensitive", "false");

    // When
    HttpResponse<String> response;
    try (IngressUnderTest other = new IngressUnderTest()) {
      response = other.send(other.request("/beans").GET());
    } finally {
      System.clearProperty("endpoints.beans.enabled");
      System.clearProperty("endpoints.beans.sensitive");
    }

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
  }

  @Test
  void shouldNotStartWithSchemesOfADialectThatIsNone() {
    assertThatThrownBy(
            () ->
                new IngressUnderTest(
                        new HttpSettings("127.0.0.1", 0, Optional.empty()),
                        Map.of("keyles", Set.of(Scheme.BEARER)),
                        _ -> new byte[0],
                        HttpClient.newHttpClient())
                    .close())
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("keyles");
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ingress.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream answer = socket.getInputStream();
      byte[] buffer = new byte[4_096];
      int length = answer.read(buffer);
      return length < 0 ? "" : new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
