package dev.assent.ingress.application;

import static dev.assent.ingress.application.IngressUnderTest.basic;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import io.micronaut.web.router.UriRouteMatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Whatever bytes come in, each operation of each dialect answers, as a dialect does: the fault that
 * stands behind a 500 is one of ours.
 */
class RouteFuzzTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Of every kind and role; whichever opens the operation is used. */
  private static final List<Map.Entry<String, String>> CREDENTIALS =
      List.of(
          Map.entry("X-Api-Key", IngressUnderTest.BACK_END),
          Map.entry("X-Api-Key", IngressUnderTest.FRONT_END),
          Map.entry("X-Api-Key", IngressUnderTest.ADMINISTRATION),
          Map.entry("X-Api-Key", IngressUnderTest.ADMINISTRATOR),
          Map.entry("Authorization", basic("demo", IngressUnderTest.FRONT_END)));

  private static final Map<String, Map.Entry<String, String>> OPENING = new HashMap<>();

  private record Answer(HttpResponse<byte[]> response, Duration took) {}

  private static IngressUnderTest ingress;
  private static Router router;

  @BeforeAll
  static void start() {
    ingress = IngressUnderTest.withVault();
    router = ingress.parts(Router.class).iterator().next();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @FuzzTest(maxDuration = "2m")
  @Tag("AS-2")
  void shouldAnswerWhateverIsAsked(byte[] input) throws Exception {
    Optional<FuzzedRequest> request = FuzzedRequest.parse(input);
    if (request.isEmpty()) {
      return;
    }
    FuzzedRequest http = request.get();
    Optional<UriRouteMatch<Object, Object>> route =
        router.find(http.getMethod(), http.getUri().getRawPath(), http).findFirst();
    if (route.isEmpty() || !takesRequests(route.get().getRouteInfo())) {
      return;
    }

    // When
    UriRouteInfo<?, ?> operation = route.get().getRouteInfo();
    Answer answer = ask(operation, http);
    if (answer.took().compareTo(LONGEST) > 0) {
      // once more: the first time may have been spent on loading classes
      answer = call(operation, http);
    }
    ingress.reset();

    // Then
    assertThat(answer.response().code()).isNotEqualTo(500);
    assertThat(answer.took()).isLessThan(LONGEST);
    if (answer.response().body() != null) {
      MAPPER.readTree(answer.response().body());
    }
  }

  private static Answer ask(UriRouteInfo<?, ?> operation, FuzzedRequest request) throws Exception {
    boolean own =
        request.getHeaders().contains("X-Api-Key")
            || request.getHeaders().contains("Authorization");
    if (own) {
      return call(operation, request);
    }
    String name =
        operation.getHttpMethodName() + " " + operation.getUriMatchTemplate().toPathString();
    if (OPENING.containsKey(name)) {
      request.getHeaders().add(OPENING.get(name).getKey(), OPENING.get(name).getValue());
      return call(operation, request);
    }
    for (Map.Entry<String, String> credential : CREDENTIALS) {
      request.getHeaders().set(credential.getKey(), credential.getValue());
      Answer answer = call(operation, request);
      if (answer.response().code() != 401) {
        OPENING.put(name, credential);
        return answer;
      }
      request.getHeaders().remove(credential.getKey());
    }
    throw new AssertionError("no credential is accepted for " + name);
  }

  @SuppressWarnings("unchecked") // all operations of dialects are of this form
  private static Answer call(UriRouteInfo<?, ?> operation, FuzzedRequest request) throws Exception {
    long start = System.nanoTime();
    HttpResponse<byte[]> response =
        ((CompletionStage<HttpResponse<byte[]>>) operation.getTargetMethod().invoke(request))
            .toCompletableFuture()
            .get(1, TimeUnit.MINUTES);
    return new Answer(response, Duration.ofNanos(System.nanoTime() - start));
  }

  private static boolean takesRequests(UriRouteInfo<?, ?> route) {
    return route.getTargetMethod().getArguments().length == 1
        && route.getTargetMethod().getArguments()[0].getType() == HttpRequest.class;
  }
}
