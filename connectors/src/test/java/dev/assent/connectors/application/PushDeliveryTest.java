package dev.assent.connectors.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.schemas.avro.ChangePushAddress;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.PushTask;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import dev.assent.schemas.serde.SingleObjectSerde;
import dev.assent.schemas.vault.PushVault;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a task on a real broker to the service, and what it says on its way back. */
class PushDeliveryTest {
  private static final UserKey USER = new UserKey("bank", "jane");
  private static final String UNREGISTERED =
      """
      {"error": {"code": 404, "status": "NOT_FOUND", "details": [
        {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "UNREGISTERED"}]}}
      """;

  @TempDir Path directory;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private HttpServer service;
  private Workers workers;

  @BeforeEach
  void start() throws Exception {
    workers = new Workers(directory.resolve("broker"));
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    service.createContext(
        "/token", exchange -> reply(exchange, 200, "{\"access_token\":\"t\",\"expires_in\":3599}"));
    service.createContext(
        "/v1/projects/bank-app/messages:send",
        exchange -> {
          messages.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          reply(exchange, 404, UNREGISTERED);
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
    workers.close();
  }

  @Test
  void shouldTellTheDeviceAndSayThatItIsGone() throws Exception {
    // Given
    Path vaultKeys = secret("vault", "k1:" + "A".repeat(43) + "=");
    byte[] address =
        new PushVault(SecretVault.open(vaultKeys, new SecureRandom()))
            .encrypt(USER, "VDS1-1", PushAddress.of(PushService.FCM, "app", "token"));
    PushTask task =
        new PushTask(
            "bank",
            "jane",
            "VDS1-1",
            ByteBuffer.wrap(address),
            "AAAAAAAAAAAAAAAAAAAAAAAAAAA",
            Instant.now().plusSeconds(120));
    workers.send(
        Topic.PUSH_TASKS, USER.text("payment"), SingleObjectSerde.of(PushTask.class).encode(task));

    // When
    try (Connectors _ =
        workers.startTelling(
            "--vault.key.file=" + vaultKeys,
            "--push.fcm.account.file=" + secret("account", account()),
            "--push.fcm.url=" + url())) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !workers.commands().isEmpty());
    }

    // Then
    assertThat(messages)
        .singleElement()
        .asString()
        .contains("AAAAAAAAAAAAAAAAAAAAAAAAAAA")
        .doesNotContain("jane", "payment", "VDS1-1", "bank\"");
    Command command = workers.commands().getFirst();
    assertThat(command.getUserId()).isEqualTo("jane");
    assertThat(command.getCorrelationId()).isNull();
    assertThat(command.getBody())
        .isEqualTo(new ChangePushAddress("VDS1-1", null, ByteBuffer.wrap(address)));
  }

  private String url() {
    return "http://127.0.0.1:" + service.getAddress().getPort();
  }

  private String account() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getMimeEncoder()
            .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    return new JsonMapper()
        .writeValueAsString(
            Map.of(
                "project_id", "bank-app",
                "private_key_id", "key-1",
                "private_key",
                    "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n",
                "client_email", "push@bank-app.example",
                "token_uri", url() + "/token"));
  }

  private Path secret(String name, String content) throws IOException {
    Path file =
        Files.createFile(
            directory.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
