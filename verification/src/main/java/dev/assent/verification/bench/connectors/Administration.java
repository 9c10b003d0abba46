package dev.assent.verification.bench.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.standalone.cluster.LocalAssent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** Makes tenants and webhooks, as an administrator. */
final class Administration implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNAVAILABLE = 503;
  private static final int NO_CONTENT = 204;

  /** A busy system is slow to answer. */
  private static final int TRIES = 10;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI ingress;
  private final String key;

  Administration(LocalAssent assent) throws IOException {
    this.ingress = assent.addresses().ingress();
    this.key = Files.readString(assent.administrationKeyFile()).strip();
  }

  /**
   * Sends a request below {@code /api/v1/tenants}.
   *
   * @param body JSON; empty: none
   * @return what was answered; missing where there is nothing
   * @throws IOException where it does not succeed
   */
  JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(ingress.resolve("/api/v1/tenants" + path))
            .header("X-Api-Key", key)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    for (int tries = 1; answer.statusCode() == UNAVAILABLE && tries < TRIES; tries++) {
      TimeUnit.SECONDS.sleep(1);
      answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    }
    if (answer.statusCode() > NO_CONTENT) {
      throw new IOException(method + " " + path + " was answered " + answer.statusCode());
    }
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
