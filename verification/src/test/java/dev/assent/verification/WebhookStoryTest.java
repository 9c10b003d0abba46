package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.verification.RunningAssent.Challenged;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bank without Kafka hears of its results. */
@ExtendWith(SharedSystem.class)
class WebhookStoryTest {
  private final RunningAssent assent;

  private record Message(Map<String, List<String>> headers, String body) {}

  WebhookStoryTest(RunningAssent assent) {
    this.assent = assent;
  }

  private Answer administer(String method, String path, String body) throws IOException {
    String key = Files.readString(assent.local().administrationKeyFile());
    return assent
        .api()
        .send(
            method,
            "/api/v1/tenants/" + assent.tenant() + "/webhooks" + path,
            body.getBytes(StandardCharsets.UTF_8),
            Map.of("X-Api-Key", key.strip()));
  }

  @Test
  @Tag("AS-4")
  void shouldPostASignedResultToTheBank() throws Exception {
    // Given
    BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    HttpServer bank =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    bank.createContext(
        "/results",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            messages.add(
                new Message(
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(body, StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    bank.start();
    String url = "http://127.0.0.1:" + bank.getAddress().getPort() + "/results";
    Answer made = administer("POST", "", "{\"url\":\"" + url + "\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    Challenged challenged = assent.challenged(assent.holder());

    // When
    assertThat(assent.approve(challenged).succeeded()).isTrue();

    // Then
    try {
      Webhook secret = new Webhook(made.json().path("secret").asText());
      OperationResult result = assent.ledger().awaitResult(challenged.operationId());
      JsonNode data = null;
      while (data == null) {
        Message message = messages.poll(30, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        secret.verify(message.body(), message.headers());
        JsonNode found = new ObjectMapper().readTree(message.body()).path("data");
        // other tests' operations have results as well
        data = found.path("operationId").asText().equals(challenged.operationId()) ? found : null;
      }
      assertThat(data.path("eventId").asText()).isEqualTo(result.getEventId());
      assertThat(data.path("outcome").asText()).isEqualTo("APPROVED");
      assertThat(data.path("evidence").path("signature").asText()).isNotEmpty();
    } finally {
      administer("DELETE", "/" + made.json().path("webhookId").asText(), "");
      bank.stop(0);
    }
  }
}
