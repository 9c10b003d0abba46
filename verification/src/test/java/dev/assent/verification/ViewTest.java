package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.verification.RunningAssent.Holder;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedSystem.class)
class ViewTest {
  private final RunningAssent assent;

  ViewTest(RunningAssent assent) {
    this.assent = assent;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer ", "Bearer wrong"})
  void shouldShowNothingToWhoeverLacksTheToken(String authorization) throws Exception {
    // Given
    URI view = assent.local().addresses().processor().resolve("/view/v1/operations/demo/A1");
    HttpRequest.Builder request = HttpRequest.newBuilder(view);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }

    // When
    HttpResponse<String> response;
    try (HttpClient client = HttpClient.newHttpClient()) {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void shouldFindAnOperationWhateverItsIdLooksLike() {
    // Given
    Holder holder = assent.holder();
    String operationId = "a/b+c;(d)%2F?e=" + RunningAssent.freshOperationId();

    // When
    Answer created = assent.api().create(holder.userId(), operationId, "Log in");
    Answer found = assent.api().operation(encoded(operationId));

    // Then
    assertThat(created.status()).as(created.text()).isEqualTo(200);
    assertThat(found.status()).as(found.text()).isEqualTo(200);
    assertThat(found.text()).contains(holder.userId());
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
