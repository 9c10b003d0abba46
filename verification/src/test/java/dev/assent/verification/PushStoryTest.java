package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import dev.assent.verification.bench.connectors.WorkerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A device is told of a challenge by a push service, and once more where nobody reacts. */
@ExtendWith(SharedSystem.class)
class PushStoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final RunningAssent assent;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();

  PushStoryTest(RunningAssent assent) {
    this.assent = assent;
  }

  @Test
  void shouldTellADeviceOfItsChallengeAndTellItAgainUnderTheSameKey(@TempDir Path directory)
      throws Exception {
    // Given
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    service.createContext(
        "/token",
        exchange -> answer(exchange, "{\"access_token\":\"token-1\",\"expires_in\":3599}"));
    service.createContext(
        "/v1/projects/bank-app/messages:send",
        exchange -> {
          messages.add(JSON.readTree(exchange.getRequestBody()).path("message"));
          answer(exchange, "{\"name\":\"projects/bank-app/messages/1\"}");
        });
    service.start();
    String url = "http://127.0.0.1:" + service.getAddress().getPort();
    try (WorkerProcess worker = worker(directory, url)) {
      worker.start();
      Holder holder = assent.holder();
      Answer addressed =
          assent
              .api()
              .asBackEnd(
                  "PUT",
                  "/api/v1/users/%s/devices/%s/push-address"
                      .formatted(holder.userId(), holder.device().serialNumber()),
                  """
                  {"service": "fcm", "application": "com.bank.app", "token": "device:token"}
                  """,
                  Map.of());
      assertThat(addressed.status()).as(addressed.text()).isEqualTo(204);

      // When
      Challenged challenged = assent.challenged(holder);
      JsonNode told = messages.poll(WITHIN.toSeconds(), TimeUnit.SECONDS);
      await().atMost(WITHIN).until(() -> tellAgain(challenged).status() == 202);
      JsonNode toldAgain = messages.poll(WITHIN.toSeconds(), TimeUnit.SECONDS);

      // Then
      assertThat(told).isNotNull();
      assertThat(told.path("token").asText()).isEqualTo("device:token");
      assertThat(told.path("data").path("challengeKey").asText())
          .isEqualTo(challenged.challengeKey());
      assertThat(toldAgain).isNotNull();
      assertThat(toldAgain.path("data")).isEqualTo(told.path("data"));
      assertThat(assent.approve(challenged).succeeded()).isTrue();
    } finally {
      service.stop(0);
    }
  }

  private Answer tellAgain(Challenged challenged) {
    Answer answer =
        assent
            .api()
            .asBackEnd(
                "POST", "/api/v1/operations/" + challenged.operationId() + "/notify", "", Map.of());
    assertThat(answer.status()).as(answer.text()).isIn(202, 429, 503);
    return answer;
  }

  private WorkerProcess worker(Path directory, String url) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    Path account = directory.resolve("account.json");
    Files.writeString(
        account,
        JSON.writeValueAsString(
            Map.of(
                "type", "service_account",
                "project_id", "bank-app",
                "private_key_id", "key-1",
                "private_key", key,
                "client_email", "push@bank-app.example",
                "token_uri", url + "/token")));
    return new WorkerProcess(
        assent.local(),
        "push",
        List.of(
            "--vault.key.file=" + assent.local().settings().stateDirectory().resolve("vault-key"),
            "--push.fcm.account.file=" + account,
            "--push.fcm.url=" + url));
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    try (exchange) {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
