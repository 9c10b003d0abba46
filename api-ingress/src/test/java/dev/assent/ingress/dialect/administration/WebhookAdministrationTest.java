package dev.assent.ingress.dialect.administration;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATOR;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.ingress.application.IngressUnderTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAdministrationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WEBHOOKS = "/api/v1/tenants/demo/webhooks";
  private static final String URL = "{\"url\":\"https://bank.example/assent?of=us\"}";

  private static IngressUnderTest ingress;

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

  private static HttpResponse<String> post(String path, String body) {
    return ingress.send(
        ingress
            .request(path)
            .header("X-Api-Key", ADMINISTRATOR)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> post(String path) {
    return ingress.send(
        ingress.request(path).header("X-Api-Key", ADMINISTRATOR).POST(BodyPublishers.noBody()));
  }

  private static HttpResponse<String> list(String key) {
    return ingress.send(ingress.request(WEBHOOKS).header("X-Api-Key", key).GET());
  }

  private static JsonNode made() throws Exception {
    return JSON.readTree(post(WEBHOOKS, URL).body());
  }

  private static JsonNode only() throws Exception {
    JsonNode webhooks = JSON.readTree(list(ADMINISTRATOR).body()).path("webhooks");
    assertThat(webhooks).hasSize(1);
    return webhooks.path(0);
  }

  @Test
  @Tag("CR-2")
  void shouldTellTheSecretOnceAndKeepItEncrypted() throws Exception {
    // When
    HttpResponse<String> response = post(WEBHOOKS, URL);

    // Then
    assertThat(response.statusCode()).isEqualTo(201);
    String secret = JSON.readTree(response.body()).path("secret").asText();
    assertThat(secret).startsWith("whsec_");
    byte[] bytes = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    assertThat(bytes).hasSize(32);
    assertThat(list(ADMINISTRATOR).body()).doesNotContain(secret, "whsec_");
    String kept = ingress.tenants().latest("demo").toString();
    assertThat(kept).doesNotContain(secret).contains("https://bank.example/assent?of=us");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://bank.example/",
        "http://127.0.0.1/",
        "https://user@bank.example/",
        "https://bank.example/#part",
        "https:///path",
        "ftp://bank.example/",
        "bank.example",
        ""
      })
  @Tag("AS-16")
  void shouldRefuseAUrlThatMayNotBeCalled(String url) {
    assertThat(post(WEBHOOKS, "{\"url\":\"" + url + "\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void shouldSignWithBothSecretsForADay() throws Exception {
    // Given
    JsonNode before = made();
    String webhook = WEBHOOKS + "/" + before.path("webhookId").asText();

    // When
    JsonNode after = JSON.readTree(post(webhook + "/rotate", "{}").body());

    // Then
    assertThat(after.path("secret").asText())
        .startsWith("whsec_")
        .isNotEqualTo(before.path("secret").asText());
    assertThat(after.path("secrets")).hasSize(2);
    assertThat(after.path("secrets").path(0).has("expiresAt")).isFalse();
    assertThat(after.path("secrets").path(1).path("secretId"))
        .isEqualTo(before.path("secrets").path(0).path("secretId"));
    assertThat(after.path("secrets").path(1).path("expiresAt").asText())
        .isEqualTo(NOW.plus(Duration.ofDays(1)).toString());
  }

  @Test
  void shouldEndTheFormerSecretAtOnceWhereItIsLost() throws Exception {
    // Given
    String webhook = WEBHOOKS + "/" + made().path("webhookId").asText();

    // When
    post(webhook + "/rotate", "{\"formerExpireAt\":\"" + NOW + "\"}");

    // Then
    assertThat(only().path("secrets")).hasSize(1);
  }

  @Test
  void shouldRefuseAnOverlapOfMoreThanSevenDays() throws Exception {
    // Given
    String webhook = WEBHOOKS + "/" + made().path("webhookId").asText();
    String late = NOW.plus(Duration.ofDays(8)).toString();

    // When
    HttpResponse<String> response =
        post(webhook + "/rotate", "{\"formerExpireAt\":\"" + late + "\"}");

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void shouldPauseResumeAndRedrive() throws Exception {
    // Given
    String webhook = WEBHOOKS + "/" + made().path("webhookId").asText();

    // When / Then
    assertThat(JSON.readTree(post(webhook + "/pause").body()).path("paused").asBoolean()).isTrue();
    assertThat(only().path("paused").asBoolean()).isTrue();
    assertThat(JSON.readTree(post(webhook + "/resume").body()).path("paused").asBoolean())
        .isFalse();
    assertThat(JSON.readTree(post(webhook + "/redrive").body()).path("redriveRequestedAt").asText())
        .isEqualTo(NOW.toString());
  }

  @Test
  void shouldRemoveAWebhookOnce() throws Exception {
    // Given
    String webhook = WEBHOOKS + "/" + made().path("webhookId").asText();

    // When
    HttpResponse<String> first =
        ingress.send(ingress.request(webhook).header("X-Api-Key", ADMINISTRATOR).DELETE());
    HttpResponse<String> second =
        ingress.send(ingress.request(webhook).header("X-Api-Key", ADMINISTRATOR).DELETE());

    // Then
    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(second.statusCode()).isEqualTo(404);
    assertThat(second.body()).contains("TENANT_OR_WEBHOOK_UNKNOWN");
  }

  @Test
  @Tag("AS-18")
  void shouldBoundHowManyATenantHas() {
    // Given
    for (int number = 0; number < 20; number++) {
      assertThat(post(WEBHOOKS, URL).statusCode()).isEqualTo(201);
    }

    // When
    HttpResponse<String> response = post(WEBHOOKS, URL);

    // Then
    assertThat(response.statusCode()).isEqualTo(409);
  }

  @Test
  @Tag("AS-11")
  void shouldRefuseATenantsKey() {
    assertThat(list(BACK_END).statusCode()).isEqualTo(403);
  }

  @Test
  @Tag("AS-19")
  void shouldAuditEachChangeWithoutTheSecret() throws Exception {
    // When
    JsonNode made = made();

    // Then
    String audited = ingress.audited().toString();
    assertThat(audited)
        .contains("webhook " + made.path("webhookId").asText() + " added")
        .doesNotContain(made.path("secret").asText());
  }

  @Test
  void shouldHaveNoWebhooksWithoutAVault() {
    try (IngressUnderTest without = new IngressUnderTest()) {
      HttpResponse<String> response =
          without.send(
              without
                  .request(WEBHOOKS)
                  .header("X-Api-Key", ADMINISTRATOR)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(URL)));
      assertThat(response.statusCode()).isEqualTo(503);
    }
  }
}
