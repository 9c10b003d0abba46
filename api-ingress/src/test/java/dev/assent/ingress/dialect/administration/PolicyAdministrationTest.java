package dev.assent.ingress.dialect.administration;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.model.PolicyLimit;
import dev.assent.schemas.provider.verification.TestCertificate;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an administrator can say in a policy. */
class PolicyAdministrationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BANK = "/api/v1/tenants/bank";
  private static final String ANCHOR =
      AuthorityPem.write(ByteBuffer.wrap(TestCertificate.root("Anchor").der()));

  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
  }

  @Test
  void shouldAnswerAPolicyThatCanBePutAgain() throws Exception {
    // Given
    String policy =
        """
        {"timeToLive":60000,"operationsPerSecond":50,"pendingQuota":9,"proofKinds":["OCRA"],
         "msisdnPattern":"[+][0-9]+","msspConnectors":{"http://mid.example/":"mid"},
         "channelOrder":["IDP","DEVICE"],"loginRedirectUrl":"https://bank.example/{operationId}",
         "textPrefixes":["Bank: "],"revocationRequired":true,"trustAnchors":["%s"],
         "numberMatching":"OFF","defaultLanguage":"de","templates":[{"id":"pay","version":1,
         "texts":{"de":"Zahle {amount}","en":"Pay {amount}"},"fields":{"amount":"AMOUNT"}}]}
        """
            .formatted(ANCHOR.replace("\n", "\\n"));
    HttpResponse<String> made = put("{\"displayName\":\"Bank\",\"policy\":%s}".formatted(policy));
    JsonNode answered = JSON.readTree(made.body()).path("policy");

    // When
    ObjectNode again = JSON.createObjectNode().put("displayName", "Bank");
    again.set("policy", answered);
    HttpResponse<String> response = put(again.toString(), "If-Match", tag(made));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()).path("policy")).isEqualTo(answered);
    assertThat(answered.path("templates").path(0).path("texts").path("de").asText())
        .isEqualTo("Zahle {amount}");
    assertThat(answered.path("msisdnPattern").asText()).isEqualTo("[+][0-9]+");
    assertThat(answered.path("msspConnectors").toString())
        .isEqualTo("{\"http://mid.example/\":\"mid\"}");
    assertThat(answered.path("trustAnchors").path(0).asText()).isEqualTo(ANCHOR);
    assertThat(answered.path("textPrefixes").toString()).isEqualTo("[\"Bank: \"]");
    assertThat(answered.path("revocationRequired").booleanValue()).isTrue();
    assertThat(answered.path("msspConnector").asText()).isEqualTo("mssp");
    assertThat(answered.path("channelOrder").toString()).isEqualTo("[\"IDP\",\"DEVICE\"]");
    assertThat(answered.path("loginRedirectUrl").asText())
        .isEqualTo("https://bank.example/{operationId}");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseANumberOutsideItsRangeAndNameBoth(PolicyLimit limit) throws Exception {
    for (long number : new long[] {limit.least() - 1, limit.most() + 1}) {
      HttpResponse<String> response = put(policy("\"%s\":%d".formatted(limit.field(), number)));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(JSON.readTree(response.body()).path("detail").asText())
          .isEqualTo("policy." + limit.rule());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"timeToLive\":1000.5|policy.timeToLive",
        "\"timeToLive\":\"1000\"|policy.timeToLive",
        "\"timeToLive\":null|policy.timeToLive",
        "\"timeToLive\":18446744073709552616|policy.timeToLive",
        "\"coolDown\":2000,\"longestCoolDown\":1000|policy.longestCoolDown",
        "\"proofKinds\":[]|policy.proofKinds",
        "\"proofKinds\":[\"OCRA\",\"OCRA\"]|policy.proofKinds",
        "\"proofKinds\":[\"NONE\"]|policy.proofKinds",
        "\"numberMatching\":\"off\"|policy.numberMatching",
        "\"defaultLanguage\":\"english!\"|policy.defaultLanguage",
        "\"templates\":{}|policy.templates",
        "\"msisdnPattern\":\"[\"|policy.msisdnPattern",
        "\"msspConnectors\":{\"a\":\"not a name\"}|policy.msspConnectors",
        "\"msspConnector\":\"\"|policy.msspConnector",
        "\"trustAnchors\":[\"x\"]|policy.trustAnchors",
        "\"trustAnchors\":{}|policy.trustAnchors",
        "\"textPrefixes\":[\"\"]|policy.textPrefixes",
        "\"textPrefixes\":[1]|policy.textPrefixes",
        "\"revocationRequired\":1|policy.revocationRequired",
        "\"channelOrder\":[]|policy.channelOrder",
        "\"channelOrder\":[\"IDP\",\"IDP\"]|policy.channelOrder",
        "\"channelOrder\":[\"POST\"]|policy.channelOrder",
        "\"loginRedirectUrl\":\"http://bank.example/{operationId}\"|policy.loginRedirectUrl",
        "\"loginRedirectUrl\":null|loginRedirectUrl",
        "\"templates\":[{\"id\":\"a\"}]|version",
        "\"unknown\":1|policy has a member that is not known",
      })
  void shouldRefuseAPolicyThatCannotBeUsed(String member, String names) throws Exception {
    HttpResponse<String> response = put(policy(member));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).path("detail").asText()).contains(names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"en\":\"{a}\"}|{}|not declared",
        "{\"en\":\"{a\"}|{\"a\":\"TEXT\"}|brace",
        "{\"de\":\"x\"}|{}|default language",
        "{\"en\":\"x\"}|{\"a\":\"NUMBER\"}|TEXT, AMOUNT or CURRENCY",
        "{\"en\":1}|{}|strings",
        "{}|{}|texts",
      })
  void shouldRefuseATemplateThatCannotBeShown(String texts, String fields, String names) {
    String template =
        "{\"id\":\"a\",\"version\":1,\"texts\":%s,\"fields\":%s}".formatted(texts, fields);
    HttpResponse<String> response = put(policy("\"templates\":[" + template + "]"));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains(names);
  }

  @Test
  void shouldNotChangeAVersionOfATemplate() {
    // Given
    String template =
        "\"templates\":[{\"id\":\"a\",\"version\":%d,\"texts\":{\"en\":\"%s\"},"
            + "\"fields\":{}}]";
    String tag = tag(put(policy(template.formatted(1, "One"))));

    // When, then
    assertThat(put(policy(template.formatted(1, "Two")), "If-Match", tag).statusCode())
        .isEqualTo(409);
    assertThat(put(policy(template.formatted(2, "Two")), "If-Match", tag).statusCode())
        .isEqualTo(200);
  }

  private static String policy(String members) {
    return "{\"displayName\":\"Bank\",\"policy\":{" + members + "}}";
  }

  private static String tag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }

  private static HttpResponse<String> put(String body, String... headers) {
    var request =
        ingress
            .request(BANK)
            .header("X-Api-Key", ADMINISTRATOR)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body));
    return ingress.send(headers.length == 0 ? request : request.headers(headers));
  }
}
