package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.model.ProofKind;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSystem.class)
class WaitingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ID = "id: ";
  private static final String DATA = "data: ";

  private final RunningAssent assent;

  WaitingTest(RunningAssent assent) {
    this.assent = assent;
  }

  @Test
  void shouldAnswerALongPollOnceTheDeviceHasApproved() throws Exception {
    // Given
    Challenged challenged = assent.challenged(assent.holder());
    CompletableFuture<HttpResponse<String>> poll =
        CLIENT.sendAsync(get(challenged.operationId() + "?wait=60s"), BodyHandlers.ofString());
    awaitWaits(1);

    // When
    boolean answeredEarly = poll.isDone();
    Answer approval = assent.approve(challenged);
    long approved = System.nanoTime();
    HttpResponse<String> answer = poll.get(30, TimeUnit.SECONDS);
    Duration late = Duration.ofNanos(System.nanoTime() - approved);

    // Then
    assertThat(approval.succeeded()).as(approval.text()).isTrue();
    assertThat(answeredEarly).isFalse();
    assertThat(JSON.readTree(answer.body()).path("state").asText()).isEqualTo("APPROVED");
    assertThat(late).isLessThan(Duration.ofSeconds(20));
    awaitWaits(0);
  }

  @Test
  void shouldStreamAnOperationFromWaitingForAnybodyToItsApproval() throws Exception {
    // Given: nobody's yet, so that it is seen from the very first state on
    Holder holder = assent.holder();
    String operationId = RunningAssent.freshOperationId();
    Answer created = assent.nativeApi().createForAnybody(NativeApi.login(operationId));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    CompletableFuture<HttpResponse<Stream<String>>> response =
        CLIENT.sendAsync(get(operationId + "/events"), BodyHandlers.ofLines());
    awaitWaits(1);

    // When
    Challenged challenged =
        RunningAssent.challenged(
            holder,
            assent.nativeApi().claim(operationId, holder.userId(), RunningAssent.SERIAL_NUMBER));
    String signature =
        holder
            .device()
            .approve(
                assent.retrieve(challenged),
                ProofKind.DEVICE_PIN,
                Optional.of(created.json().path("matchingValue").asText()));
    Answer approval =
        assent.nativeApi().prove(holder.userId(), challenged.challengeKey(), signature);

    // Then
    assertThat(approval.status()).as(approval.text()).isEqualTo(200);
    List<String> states = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    try (Stream<String> lines = response.get(30, TimeUnit.SECONDS).body()) {
      for (String line : lines.toList()) {
        if (line.startsWith(ID)) {
          ids.add(Long.parseLong(line.substring(ID.length())));
        } else if (line.startsWith(DATA)) {
          JsonNode operation = JSON.readTree(line.substring(DATA.length()));
          states.add(operation.path("state").asText());
          assertThat(operation.path("sequence").asLong()).isEqualTo(ids.getLast());
        }
      }
    }
    assertThat(states).containsExactly("PENDING", "CHALLENGED", "RETRIEVED", "APPROVED");
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    awaitWaits(0);
  }

  private HttpRequest get(String rest) {
    return HttpRequest.newBuilder(resolve("/api/v1/operations/" + rest))
        .header("X-Api-Key", assent.local().demoTenant().backEndKey())
        .timeout(Duration.ofSeconds(90))
        .build();
  }

  private void awaitWaits(int open) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> metrics().contains("assent_ingress_waits " + open + ".0"));
  }

  private String metrics() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(resolve("/prometheus")).build();
    return CLIENT.send(request, BodyHandlers.ofString()).body();
  }

  private URI resolve(String path) {
    return assent.local().addresses().ingress().resolve(path);
  }
}
