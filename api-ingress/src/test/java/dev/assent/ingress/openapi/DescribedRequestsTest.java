package dev.assent.ingress.openapi;

import static dev.assent.ingress.application.IngressUnderTest.basic;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.ingress.application.IngressUnderTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the documents over HTTP, word for word and changed. */
class DescribedRequestsTest {
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "userId", "0123456789ABCDEF",
          "operationId", "op-1",
          "tenant", "demo",
          "keyId", "back-key",
          "challengeKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAA",
          "credentialId", "VDS1000000-1",
          "clientExtId", "demo",
          "userExtId", "jane.doe",
          "customer", "demo",
          "webhookId", "webhook-1");

  /** Of every kind and role; whichever opens the operation is used. */
  private static final List<List<String>> CREDENTIALS =
      List.of(
          List.of("X-Api-Key", IngressUnderTest.BACK_END),
          List.of("X-Api-Key", IngressUnderTest.FRONT_END),
          List.of("X-Api-Key", IngressUnderTest.ADMINISTRATION),
          List.of("X-Api-Key", IngressUnderTest.ADMINISTRATOR),
          List.of("Authorization", basic("demo", IngressUnderTest.FRONT_END)));

  private static IngressUnderTest ingress;

  record Example(String method, String path, String name, JsonNode body, JsonNode schema) {
    @Override
    public String toString() {
      return method + " " + path + " " + name;
    }
  }

  @BeforeAll
  static void start() {
    ingress = IngressUnderTest.withVault();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
  }

  static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (Document document : ingress.parts(Documents.class).iterator().next().all()) {
      JsonNode tree = ContractCheck.MAPPER.valueToTree(document.content());
      for (Map.Entry<String, JsonNode> path : tree.get("paths").properties()) {
        for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
          JsonNode media = method.getValue().at("/requestBody/content/application~1json");
          for (Map.Entry<String, JsonNode> example : media.path("examples").properties()) {
            examples.add(
                new Example(
                    method.getKey().toUpperCase(Locale.ROOT),
                    path.getKey(),
                    example.getKey(),
                    example.getValue().get("value"),
                    resolved(media.get("schema"), tree)));
          }
        }
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldTakeTheExampleWordForWord(Example example) {
    // When
    HttpResponse<String> response = send(example, example.body());

    // Then: it was understood, whatever came of it
    assertThat(response.statusCode()).isNotIn(401, 405, 406, 415);
    assertThat(response.statusCode() != 500 || isUnavailable(response)).isTrue();
    assertThat(response.statusCode() != 400 || isNotSetUp(response)).as(response.body()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldRefuseAMemberThatIsNotDescribed(Example example) {
    // Given
    ObjectNode body = example.body().deepCopy();
    body.put("undescribed", "value");

    // When
    HttpResponse<String> response = send(example, body);

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldRefuseARequestWithoutARequiredMember(Example example) {
    for (JsonNode required : example.schema().path("required")) {
      // Given
      ObjectNode body = example.body().deepCopy();
      body.remove(required.textValue());

      // When
      HttpResponse<String> response = send(example, body);

      // Then
      assertThat(response.statusCode()).as("without %s", required).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldTakeARequestWithoutAnOptionalMember(Example example) {
    List<String> required = new ArrayList<>();
    example.schema().path("required").forEach(name -> required.add(name.textValue()));
    int whole = send(example, example.body()).statusCode();
    for (Map.Entry<String, JsonNode> member : example.body().properties()) {
      if (!required.contains(member.getKey())) {
        // Given
        ObjectNode body = example.body().deepCopy();
        body.remove(member.getKey());

        // When
        HttpResponse<String> response = send(example, body);

        // Then
        assertThat(response.statusCode()).as("without %s", member.getKey()).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldRefuseAMemberOfAnotherType(Example example) {
    for (Map.Entry<String, JsonNode> member : example.schema().get("properties").properties()) {
      // Given
      ObjectNode body = example.body().deepCopy();
      body.putNull(member.getKey());

      // When
      HttpResponse<String> response = send(example, body);

      // Then
      assertThat(response.statusCode()).as("%s is null", member.getKey()).isEqualTo(400);
    }
  }

  private static JsonNode resolved(JsonNode schema, JsonNode document) {
    return schema.has("$ref") ? document.at(schema.get("$ref").textValue().substring(1)) : schema;
  }

  /** One vendor has no other status for a command that nobody answers. */
  private static boolean isUnavailable(HttpResponse<String> response) {
    return response.body().contains("\"UNAVAILABLE\"");
  }

  /** Nor has the tenant all the settings that there are. */
  private static boolean isNotSetUp(HttpResponse<String> response) {
    return response.body().contains("NOT_SET_UP");
  }

  private static HttpResponse<String> send(Example example, JsonNode body) {
    String path = example.path();
    for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
      path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
    }
    for (List<String> credential : CREDENTIALS) {
      HttpRequest.Builder request =
          ingress
              .request(path)
              .header("Content-Type", "application/json")
              .header(credential.getFirst(), credential.getLast())
              .method(example.method(), BodyPublishers.ofString(body.toString()));
      HttpResponse<String> response = ingress.send(request);
      if (response.statusCode() != 401 && response.statusCode() != 403) {
        return response;
      }
    }
    throw new AssertionError("no credential is accepted for " + example);
  }
}
