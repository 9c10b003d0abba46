package dev.assent.standalone.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.standalone.protection.Protection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks a service for its health and its metrics. */
final class ServiceQuestions implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;

  /**
   * @param protection whose authority is trusted; nothing: those that Java trusts
   */
  ServiceQuestions(Optional<Protection> protection) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    protection.ifPresent(found -> builder.sslContext(found.trust()));
    client = builder.build();
  }

  ServiceReport ask(ServiceAddress service) throws InterruptedException {
    List<String> troubles = new ArrayList<>();
    Samples samples = Samples.parse(Stream.empty());
    try {
      troubles.addAll(troubles(get(service, "/health").body()));
      HttpResponse<String> metrics = get(service, "/prometheus");
      if (metrics.statusCode() == 200) {
        samples = Samples.parse(metrics.body().lines());
      } else {
        troubles.add("metrics: HTTP status " + metrics.statusCode());
      }
    } catch (JsonProcessingException _) {
      troubles.add("its health is not of the form that Assent's services tell it in");
    } catch (IOException e) {
      troubles.add("does not answer: " + e.getClass().getSimpleName());
    }
    return new ServiceReport(service, troubles, samples);
  }

  /** One line for each component of the health that is not up (Micronaut's health endpoint). */
  static List<String> troubles(String health) throws JsonProcessingException {
    JsonNode root = JSON.readTree(health);
    List<String> troubles = new ArrayList<>();
    for (var component : root.path("details").properties()) {
      JsonNode told = component.getValue();
      if (!told.path("status").asText("UP").equals("UP")) {
        troubles.add(component.getKey() + ": " + words(told.path("details"), told));
      }
    }
    if (troubles.isEmpty() && !root.path("status").asText().equals("UP")) {
      troubles.add("health: " + root.path("status").asText("not told"));
    }
    return troubles;
  }

  private static String words(JsonNode details, JsonNode component) {
    List<String> words = new ArrayList<>();
    for (var detail : details.properties()) {
      JsonNode value = detail.getValue();
      words.add(
          detail.getKey() + " " + (value.isObject() ? words(value, component) : value.asText()));
    }
    return words.isEmpty() ? component.path("status").asText() : String.join(", ", words);
  }

  private HttpResponse<String> get(ServiceAddress service, String path)
      throws IOException, InterruptedException {
    URI address = service.address().resolve(path);
    return client.send(
        HttpRequest.newBuilder(address).timeout(ANSWER).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
