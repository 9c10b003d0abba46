package dev.assent.ingress.authentication;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.ingress.application.IngressUnderTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an administrator says how a tenant's callers identify themselves. */
class TenantAuthenticationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEYS = TestKeys.set(TestKeys.ES256);
  private static final TestCertificates AUTHORITY = TestCertificates.authority("CN=Banks,O=Bank");
  private static final String WHOLE =
      """
      {"schemes":["API_KEY","BEARER"],
       "issuers":[
         {"issuer":"https://a.example","audience":"us","jwks":%s,"scopes":{"s":["BACK_END"]}},
         {"issuer":"https://b.example","audience":"us","jwksUri":"https://b.example/keys"}],
       "clientCertificates":[
         {"certificateId":"one","x5t#S256":"%s","roles":["FRONT_END"]},
         {"certificateId":"two","tls_client_auth_subject_dn":"CN=core, O=Bank",
          "authority":"%s","roles":["BACK_END","CREDENTIAL_ADMINISTRATION"]}]}
      """
          .formatted(KEYS, AUTHORITY.thumbprint(), AUTHORITY.pem().replace("\n", "\\n"));

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
    ingress.shows();
  }

  @Test
  void shouldAnswerWhatCanBePutAgain() throws Exception {
    // Given
    HttpResponse<String> made = TestTenant.put(ingress, WHOLE, TestTenant.tag(ingress));
    JsonNode answered = JSON.readTree(made.body()).path("authentication");

    // When
    HttpResponse<String> again =
        TestTenant.put(ingress, answered.toString(), TestTenant.tag(ingress));

    // Then
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(JSON.readTree(again.body()).path("authentication")).isEqualTo(answered);
    assertThat(answered.path("issuers").path(0).path("scopes").path("s").path(0).asText())
        .isEqualTo("BACK_END");
    assertThat(answered.path("clientCertificates").path(1).path("authority").asText())
        .isEqualTo(AUTHORITY.pem());
  }

  @Test
  void shouldNeedTheTagOfTheStateThatIsReplaced() {
    // Given
    String tag = TestTenant.tag(ingress);
    TestTenant.put(ingress, "{}", tag);

    // When, then
    assertThat(TestTenant.put(ingress, "{}", tag).statusCode()).isEqualTo(412);
    assertThat(
            ingress
                .send(
                    ingress
                        .request("/api/v1/tenants/demo/authentication")
                        .header("X-Api-Key", IngressUnderTest.ADMINISTRATOR)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(428);
  }

  @Test
  void shouldKeepItWhereThePolicyIsReplaced() throws Exception {
    // Given
    TestTenant.authenticate(ingress, WHOLE);

    // When
    HttpResponse<String> response =
        ingress.send(
            ingress
                .request("/api/v1/tenants/" + TENANT)
                .header("X-Api-Key", IngressUnderTest.ADMINISTRATOR)
                .header("Content-Type", "application/json")
                .header("If-Match", TestTenant.tag(ingress))
                .PUT(BodyPublishers.ofString("{\"displayName\":\"x\",\"policy\":{}}")));

    // Then
    assertThat(JSON.readTree(response.body()).path("authentication").path("issuers")).hasSize(2);
  }

  @Test
  @Tag("AS-11")
  void shouldRefuseAtOnceASchemeThatTheTenantDoesNotAllow() {
    // Given
    int before = reads();

    // When
    TestTenant.authenticate(ingress, "{\"schemes\":[\"BEARER\"]}");

    // Then
    assertThat(before).isEqualTo(200);
    assertThat(reads()).isEqualTo(401);
    TestTenant.authenticate(ingress, "{\"schemes\":[]}");
    assertThat(reads()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemes\":[\"PASSWORD\"]}",
        "{\"schemes\":\"API_KEY\"}",
        "{\"other\":1}",
        "{\"issuers\":{}}",
        "{\"issuers\":[{\"issuer\":\"a\",\"audience\":\"b\"}]}",
        "{\"issuers\":[{\"audience\":\"b\",\"jwksUri\":\"https://x.example/k\"}]}",
        "{\"issuers\":[{\"issuer\":\"a\",\"jwksUri\":\"https://x.example/k\"}]}",
        "{\"issuers\":[{\"issuer\":\"a b\",\"audience\":\"b\",\"jwksUri\":\"https://x.example/k\"}]}",
        "{\"issuers\":[{\"issuer\":\"a\",\"audience\":\"b\",\"jwksUri\":\"http://x.example/k\"}]}",
        "{\"issuers\":[{\"issuer\":\"a\",\"audience\":\"b\",\"jwksUri\":\"file:///etc/passwd\"}]}",
        "{\"issuers\":[{\"issuer\":\"a\",\"audience\":\"b\",\"jwks\":{\"keys\":[]}}]}",
        "{\"issuers\":[{\"issuer\":\"a\",\"audience\":\"b\",\"jwks\":{}}]}",
        "{\"issuers\":[{\"issuer\":\"a\",\"audience\":\"b\",\"jwksUri\":\"https://x.example/k\","
            + "\"scopes\":{\"s\":[\"TENANT_ADMINISTRATION\"]}}]}",
        "{\"clientCertificates\":[{\"certificateId\":\"a\",\"roles\":[\"BACK_END\"]}]}",
        "{\"clientCertificates\":[{\"certificateId\":\"a\",\"x5t#S256\":\"AA\",\"roles\":[\"BACK_END\"]}]}",
        "{\"clientCertificates\":[{\"certificateId\":\"a\",\"tls_client_auth_subject_dn\":\"CN=x\","
            + "\"roles\":[\"BACK_END\"]}]}",
        "{\"clientCertificates\":[{\"certificateId\":\"a\",\"tls_client_auth_subject_dn\":\"?\","
            + "\"authority\":\"x\",\"roles\":[\"BACK_END\"]}]}",
        "{\"clientCertificates\":[{\"certificateId\":\"a\",\"tls_client_auth_subject_dn\":\"CN=x\","
            + "\"authority\":\"x\",\"roles\":[\"BACK_END\"]}]}"
      })
  @Tag("AS-2")
  void shouldRefuseWhatIsNotAsDocumented(String authentication) {
    // When
    HttpResponse<String> response =
        TestTenant.put(ingress, authentication, TestTenant.tag(ingress));

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(ingress.tenants().latest(TENANT).getAuthentication()).isNull();
  }

  @Test
  @Tag("CR-2")
  void shouldRefuseAPrivateKey() {
    // Given
    String secret = "{\"keys\":[%s]}".formatted(TestKeys.ES256.toJSONString());

    // When
    HttpResponse<String> response =
        TestTenant.put(
            ingress,
            "{\"issuers\":[{\"issuer\":\"a\",\"audience\":\"b\",\"jwks\":%s}]}".formatted(secret),
            TestTenant.tag(ingress));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).doesNotContain(TestKeys.ES256.getD().toString());
  }

  private static int reads() {
    return ingress
        .send(ingress.request("/api/v1/users/jane/operations").header("X-Api-Key", BACK_END).GET())
        .statusCode();
  }
}
