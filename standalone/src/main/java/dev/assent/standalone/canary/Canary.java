package dev.assent.standalone.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.sealing.SealedChallengeException;
import dev.assent.schemas.settings.Secret;
import dev.assent.standalone.device.SimulatedDevice;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Has operations approved and declined through the native interface, as the back end and as the
 * device. An operation of its own lives for half a minute, so that nothing of a round that failed
 * is in the way of the next.
 */
final class Canary implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final long TIME_TO_LIVE_MILLIS = 30_000;
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI ingress;
  private final String user;
  private final Secret frontEndKey;
  private final Secret backEndKey;
  private Optional<SimulatedDevice> registered = Optional.empty();

  Canary(CanarySettings settings) {
    ingress = settings.ingress();
    user = settings.user();
    frontEndKey = settings.frontEndKey();
    backEndKey = settings.backEndKey();
  }

  /**
   * Has one operation come to its end.
   *
   * @throws CanaryFailure where a step does not come out as it should
   */
  void travel(Journey journey) throws CanaryFailure, InterruptedException {
    SimulatedDevice device = device();
    ObjectNode creation =
        JSON.createObjectNode().put("kind", "SIGNING").put("timeToLive", TIME_TO_LIVE_MILLIS);
    creation.putObject("displayData").put("canary", "to be " + journey.word());
    JsonNode operation =
        send("create", post(path("users/" + user + "/operations"), backEndKey, creation), CREATED);
    String challenge = operation.path("challengeKey").asText();
    JsonNode retrieved =
        send(
            "retrieve",
            post(
                path("challenges/" + challenge + "/retrieve"),
                frontEndKey,
                JSON.createObjectNode().put("serialNumber", device.serialNumber())),
            OK);
    ChallengeDocument document = open(device, challenge, retrieved);
    Optional<String> entered =
        Optional.of(operation.path("matchingValue").asText()).filter(text -> !text.isEmpty());
    answer(journey, device, challenge, document, entered);
    JsonNode outcome =
        send(
            "read",
            request(
                    path("operations/" + operation.path("operationId").asText() + "?wait=10s"),
                    backEndKey)
                .GET()
                .build(),
            OK);
    if (!outcome.path("state").asText().equals(journey.name())) {
      throw new CanaryFailure("read: the operation is " + outcome.path("state").asText());
    }
  }

  private void answer(
      Journey journey,
      SimulatedDevice device,
      String challenge,
      ChallengeDocument document,
      Optional<String> entered)
      throws CanaryFailure, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("userId", user);
    switch (journey) {
      case APPROVED -> {
        body.put("proof", device.approve(document, ProofKind.DEVICE_PIN, entered));
        send("approve", post(path("challenges/" + challenge + "/proof"), frontEndKey, body), OK);
      }
      case DECLINED -> {
        body.put("reason", DeclineReason.UNWANTED.name())
            .put("signature", device.decline(document, DeclineReason.UNWANTED));
        send("decline", post(path("challenges/" + challenge + "/decline"), frontEndKey, body), OK);
      }
    }
  }

  private static ChallengeDocument open(
      SimulatedDevice device, String challenge, JsonNode retrieved) throws CanaryFailure {
    try {
      return device.open(challenge, retrieved.path("requestMessage").asText());
    } catch (SealedChallengeException | IllegalArgumentException _) {
      throw new CanaryFailure("retrieve: the message cannot be opened");
    }
  }

  /** The user's one device: keys live as long as the process, so that an earlier one's are gone. */
  private SimulatedDevice device() throws CanaryFailure, InterruptedException {
    if (registered.isPresent()) {
      return registered.get();
    }
    JsonNode known =
        send("devices", request(path("users/" + user + "/devices"), backEndKey).GET().build(), OK);
    for (JsonNode earlier : known.path("devices")) {
      if (earlier.path("state").asText().equals("ACTIVE")) {
        String serialNumber = earlier.path("serialNumber").asText();
        send(
            "revoke",
            request(path("users/" + user + "/devices/" + serialNumber), backEndKey)
                .DELETE()
                .build(),
            NO_CONTENT);
      }
    }
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    SimulatedDevice device =
        SimulatedDevice.create(
            "CANARY" + HexFormat.of().withUpperCase().formatHex(random) + "-1",
            SignatureAlgorithm.ES256,
            KeyEncapsulation.X25519);
    send(
        "register",
        post(path("users/" + user + "/devices"), backEndKey, device.registration()),
        CREATED);
    registered = Optional.of(device);
    return device;
  }

  private URI path(String path) {
    return ingress.resolve("/api/v1/" + path);
  }

  private static HttpRequest.Builder request(URI address, Secret key) {
    return HttpRequest.newBuilder(address).timeout(TIMEOUT).header("X-Api-Key", key.reveal());
  }

  private static HttpRequest post(URI address, Secret key, JsonNode body) {
    BodyPublisher content = BodyPublishers.ofString(body.toString());
    return request(address, key).header("Content-Type", "application/json").POST(content).build();
  }

  private JsonNode send(String step, HttpRequest request, int expected)
      throws CanaryFailure, InterruptedException {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != expected) {
        // whoever revoked its device finds it registered anew in the next round
        registered = Optional.empty();
        throw new CanaryFailure(step + ": HTTP status " + response.statusCode());
      }
      return JSON.readTree(response.body());
    } catch (JsonProcessingException _) {
      throw new CanaryFailure(step + ": the answer is not JSON");
    } catch (IOException e) {
      throw new CanaryFailure(step + ": " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
