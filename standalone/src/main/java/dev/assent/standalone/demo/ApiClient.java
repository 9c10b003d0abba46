package dev.assent.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.standalone.cluster.Addresses;
import dev.assent.standalone.cluster.DemoTenant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Calls the HTTP API as the bank's back end or as the device, and tells what goes over the line.
 */
final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final URI ingress;
  private final DemoTenant tenant;
  private final Narrator narrator;

  ApiClient(Addresses addresses, DemoTenant tenant, Narrator narrator) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2));
    addresses.protection().ifPresent(found -> builder.sslContext(found.trust()));
    this.client = builder.build();
    this.ingress = addresses.ingress();
    this.tenant = tenant;
    this.narrator = narrator;
  }

  /**
   * What the API answered.
   *
   * @param status HTTP status
   * @param body JSON; a missing node where there is none
   */
  record Answer(int status, JsonNode body) {}

  Answer postAsBackEnd(String path, JsonNode body) throws StoryFailure, InterruptedException {
    narrator.request("POST " + path + "   X-Api-Key: " + tenant.backEndKey());
    return post(request(path).header("X-Api-Key", tenant.backEndKey()), body);
  }

  Answer getAsBackEnd(String path) throws StoryFailure, InterruptedException {
    narrator.request("GET " + path + "   X-Api-Key: " + tenant.backEndKey());
    return send(request(path).header("X-Api-Key", tenant.backEndKey()).GET().build());
  }

  Answer postAsDevice(String path, JsonNode body) throws StoryFailure, InterruptedException {
    String credentials = tenant.tenant() + ":" + tenant.frontEndKey();
    String encoded =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    // Told decoded: Base64 would carry the key past whatever masks it.
    narrator.request("POST " + path + "   Basic " + credentials);
    return post(request(path).header("Authorization", "Basic " + encoded), body);
  }

  /**
   * Looks at something that is not Assent.
   *
   * @return its text
   */
  String look(URI address) throws StoryFailure, InterruptedException {
    narrator.request("GET " + address);
    HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).GET().build();
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      StoryFailure.unless(response.statusCode() == 200, address + " should answer 200");
      return response.body();
    } catch (IOException failure) {
      throw new StoryFailure(address + " does not answer", failure);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(ingress.resolve(path))
        .timeout(TIMEOUT)
        .header("Accept", "application/json");
  }

  private Answer post(HttpRequest.Builder request, JsonNode body)
      throws StoryFailure, InterruptedException {
    narrator.request(body.toString());
    return send(
        request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private Answer send(HttpRequest request) throws StoryFailure, InterruptedException {
    try {
      long began = System.nanoTime();
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      long milliseconds = Duration.ofNanos(System.nanoTime() - began).toMillis();
      narrator.response(
          "%d %s   (%d ms)".formatted(response.statusCode(), response.body(), milliseconds));
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (JsonProcessingException malformed) {
      throw new StoryFailure("The answer is not JSON", malformed);
    } catch (IOException failure) {
      throw new StoryFailure("The API at " + ingress + " does not answer", failure);
    }
  }
}
