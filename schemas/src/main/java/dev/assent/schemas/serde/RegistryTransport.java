package dev.assent.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * HTTP to the registry: tries again, at the next of its URLs, on an input/output error, a server
 * error or "too many requests", with growing pauses, and gives up within {@link #PATIENCE}.
 */
final class RegistryTransport implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration LONGEST_TRY = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int MOST_TRIES = 4;
  private static final int MOST_ANSWER_BYTES = 8 * 1024 * 1024;
  private static final int LONGEST_REASON = 300;
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistrySettings settings;
  private HttpClient client;
  private volatile int preferredUrl;

  RegistryTransport(RegistrySettings settings) {
    this.settings = settings;
  }

  /**
   * An answer that is neither a server error nor "too many requests".
   *
   * @param status HTTP status
   * @param body its JSON; missing where an error came without any
   */
  record Answer(int status, JsonNode body) {
    boolean isSuccess() {
      return status / 100 == 2;
    }

    /** The registry has no such subject, version or schema. */
    boolean isUnknown() {
      return status == 404 && RegistryError.isUnknown(body.path("error_code").asInt());
    }

    /** What the registry said, for people. */
    String reason() {
      String message = body.path("message").asText("");
      String text = "HTTP status " + status + (message.isEmpty() ? "" : ": " + message);
      return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "..." : text;
    }
  }

  /**
   * Asks.
   *
   * @param path after the registry's root, encoded
   * @throws RegistryUnavailableException where no try within the bound gave an answer
   */
  Answer get(String path) {
    return exchange("GET", path, HttpRequest.newBuilder().GET());
  }

  /**
   * Asks with a body.
   *
   * @param path after the registry's root, encoded
   * @throws RegistryUnavailableException where no try within the bound gave an answer
   */
  Answer post(String path, JsonNode body) {
    return exchange(
        "POST",
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", CONTENT_TYPE)
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private Answer exchange(String method, String path, HttpRequest.Builder request) {
    request.header("Accept", CONTENT_TYPE + ", application/json");
    settings.authorization().ifPresent(value -> request.header("Authorization", value));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      int urlIndex = preferredUrl;
      URI url = settings.urls().get(urlIndex);
      String question = method + " " + url + path;
      RegistryUnavailableException failure;
      try {
        HttpResponse<String> response =
            client()
                .send(
                    request.uri(URI.create(url + path)).timeout(tryTime(deadline)).build(),
                    BodyHandlers.limiting(
                        BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_ANSWER_BYTES));
        if (response.statusCode() / 100 != 5 && response.statusCode() != 429) {
          return answer(question, response);
        }
        failure =
            new RegistryUnavailableException(
                question + " failed: HTTP status " + response.statusCode());
      } catch (IOException unreachable) {
        failure =
            new RegistryUnavailableException(question + " failed: " + unreachable, unreachable);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new RegistryUnavailableException(question + " was interrupted", interrupted);
      }
      preferredUrl = (urlIndex + 1) % settings.urls().size();
      Duration spread = pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis()));
      if (attempt == MOST_TRIES || System.nanoTime() + spread.toNanos() - deadline >= 0) {
        throw failure;
      }
      rest(spread, failure);
      pause = pause.multipliedBy(2);
    }
  }

  private static Duration tryTime(long deadline) {
    long left = Math.max(1_000_000, deadline - System.nanoTime());
    return Duration.ofNanos(Math.min(left, LONGEST_TRY.toNanos()));
  }

  private static void rest(Duration pause, RegistryUnavailableException failure) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private static Answer answer(String question, HttpResponse<String> response) {
    int status = response.statusCode();
    try {
      JsonNode body = JSON.readTree(response.body());
      if (body.isObject()) {
        return new Answer(status, body);
      }
    } catch (JsonProcessingException notJson) {
      // Handled with what is JSON, but not an object: no registry answers so.
    }
    if (status / 100 == 2) {
      throw new RegistryUnavailableException(question + " failed: the answer is not a JSON object");
    }
    return new Answer(status, MissingNode.getInstance());
  }

  /** Made at the first question: a serde whose schemas are all known needs no threads for it. */
  private synchronized HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LONGEST_TRY);
      settings.trustStore().ifPresent(store -> builder.sslContext(store.context()));
      client = builder.build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }
}
