package dev.assent.ingress.dialect.administration;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATOR;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.model.PolicyLimit;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdministrationDialectTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TENANTS = "/api/v1/tenants";
  private static final String BANK = TENANTS + "/bank";
  private static final String KEYS = BANK + "/api-keys";
  private static final String LEAST = "{\"displayName\":\"Bank\",\"policy\":{}}";
  private static final String READS_OPERATIONS = "/v2/users/A1B2/operations/pending";

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
  @Tag("AS-7")
  void shouldMakeATenantWithTheStandardPolicyAndNoKeys() throws Exception {
    // When
    HttpResponse<String> response = put(LEAST);

    // Then
    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode tenant = JSON.readTree(response.body());
    assertThat(tenant.path("tenant").asText()).isEqualTo("bank");
    assertThat(tenant.path("enabled").asBoolean()).isTrue();
    assertThat(tenant.path("version").asLong()).isEqualTo(1);
    assertThat(tenant.path("apiKeys")).isEmpty();
    for (PolicyLimit limit : PolicyLimit.values()) {
      assertThat(tenant.path("policy").path(limit.field()).asLong())
          .as(limit.field())
          .isEqualTo(limit.standard());
    }
  }

  @Test
  void shouldListTenantsWithoutTheirKeys() throws Exception {
    // When
    JsonNode listed = JSON.readTree(get(TENANTS).body());

    // Then
    assertThat(listed.path("tenants"))
        .extracting(tenant -> tenant.path("tenant").asText())
        .containsExactly("closed", "demo");
    assertThat(listed.path("tenants").path(0).path("enabled").asBoolean()).isFalse();
    assertThat(listed.toString()).doesNotContain("apiKeys");
  }

  @ParameterizedTest
  @CsvSource({BACK_END + ",403", ADMINISTRATION + ",403", "'',401", "root.wrong,401"})
  void shouldRefuseKeysThatAreNoAdministrators(String key, int status) {
    HttpResponse<String> response =
        ingress.send(ingress.request(TENANTS).header("X-Api-Key", key).GET());
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void shouldRefuseAnAdministratorsKeyElsewhere() {
    assertThat(reads(ADMINISTRATOR)).isFalse();
  }

  @Test
  @Tag("CR-2")
  void shouldTellTheTextOfAKeyOnceAndKeepItsHash() throws Exception {
    // Given
    put(LEAST);

    // When
    HttpResponse<String> response = post(KEYS, "{\"keyId\":\"k1\",\"roles\":[\"BACK_END\"]}");

    // Then
    String key = JSON.readTree(response.body()).path("key").asText();
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(key).matches("k1\\.[A-Za-z0-9_-]{43}");
    assertThat(reads(key)).isTrue();
    assertThat(get(BANK).body()).contains("k1").doesNotContain(key, "hash");
    assertThat(ingress.tenants().latest("bank").toString()).doesNotContain(key);
  }

  @Test
  void shouldTakeBothKeysUntilTheOldOneExpires() throws Exception {
    // Given
    put(LEAST);
    String old = key("{\"keyId\":\"old\",\"roles\":[\"BACK_END\"]}");
    String fresh = key("{\"roles\":[\"BACK_END\"]}");
    String later = NOW.plusMillis(1).toString();

    // When, then
    assertThat(post(KEYS + "/old/expire", "{\"expiresAt\":\"" + later + "\"}").statusCode())
        .isEqualTo(200);
    assertThat(List.of(reads(old), reads(fresh))).containsExactly(true, true);
    post(KEYS + "/old/expire", "{\"expiresAt\":\"" + NOW + "\"}");
    assertThat(List.of(reads(old), reads(fresh))).containsExactly(false, true);
  }

  @Test
  void shouldRefuseARemovedKeyAtOnce() throws Exception {
    // Given
    put(LEAST);
    String key = key("{\"keyId\":\"k1\",\"roles\":[\"BACK_END\"]}");
    boolean before = reads(key);

    // When
    int removed = delete(KEYS + "/k1").statusCode();

    // Then
    assertThat(before).isTrue();
    assertThat(removed).isEqualTo(204);
    assertThat(reads(key)).isFalse();
    assertThat(delete(KEYS + "/k1").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldRefuseTheKeysOfADisabledTenantUntilItIsEnabled() throws Exception {
    // Given
    put(LEAST);
    String key = key("{\"roles\":[\"BACK_END\"]}");

    // When, then
    assertThat(post(BANK + "/disable", "").body()).contains("\"enabled\":false");
    assertThat(reads(key)).isFalse();
    assertThat(post(BANK + "/enable", "").body()).contains("\"enabled\":true");
    assertThat(reads(key)).isTrue();
  }

  @Test
  void shouldKeepKeysAndDisablingThroughAPut() throws Exception {
    // Given
    put(LEAST);
    key("{\"roles\":[\"BACK_END\"]}");
    String tag = tag(post(BANK + "/disable", ""));

    // When
    put("{\"displayName\":\"Other\",\"policy\":{\"maximumPending\":3}}", "If-Match", tag);

    // Then
    Tenant tenant = ingress.tenants().latest("bank");
    assertThat(tenant.getApiKeys()).hasSize(1);
    assertThat(tenant.getEnabled()).isFalse();
    assertThat(tenant.getPolicy().getMaximumPending()).isEqualTo(3);
    assertThat(tenant.getVersion()).isEqualTo(4);
  }

  @Test
  void shouldNotReplaceWithoutKnowingWhat() {
    // Given
    String first = tag(put(LEAST));
    put(LEAST, "If-Match", first);

    // When, then
    assertThat(put(LEAST).statusCode()).isEqualTo(428);
    assertThat(put(LEAST, "If-Match", first).statusCode()).isEqualTo(412);
    assertThat(put(LEAST, "If-Match", "W/" + tag(get(BANK))).statusCode()).isEqualTo(412);
    assertThat(put(LEAST, "If-None-Match", "*").statusCode()).isEqualTo(412);
    assertThat(put(LEAST, "If-Match", "\"x\", " + tag(get(BANK))).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldTellFromTheTagWhatAnotherWriterLeftAtTheSameVersion() {
    // Given
    String tag = tag(put(LEAST));
    Tenant copy = Tenant.newBuilder(ingress.tenants().latest("bank")).build();
    ingress.tenants().write(copy);

    // When, then
    assertThat(put(LEAST, "If-Match", tag).statusCode()).isEqualTo(412);
  }

  @Test
  void shouldSayThatAnotherChangeWasOvertaken() {
    // Given
    put(LEAST);
    Tenant others = Tenant.newBuilder(ingress.tenants().latest("bank")).build();
    ingress.tenants().beforeTheNext(() -> ingress.tenants().write(others));

    // When
    HttpResponse<String> response = post(BANK + "/disable", "");

    // Then
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("OVERTOOK_ANOTHER_CHANGE");
    assertThat(ingress.tenants().latest("bank").getEnabled()).isFalse();
  }

  @Test
  void shouldNotSayThatItIsDoneWhereItCannotBeWritten() {
    ingress.tenants().breakDown();
    assertThat(put(LEAST).statusCode()).isEqualTo(503);
  }

  @Test
  void shouldNotSayThatItIsDoneBeforeItIsReadBack() {
    ingress.tenants().stopReading();
    assertThat(put(LEAST).statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|roles",
        "{\"roles\":[]}|roles",
        "{\"roles\":[\"ROOT\"]}|roles",
        "{\"roles\":[\"BACK_END\",\"BACK_END\"]}|roles",
        "{\"roles\":[\"BACK_END\"],\"keyId\":\"a.b\"}|keyId",
        "{\"roles\":[\"BACK_END\"],\"expiresAt\":\"tomorrow\"}|expiresAt",
        "{\"roles\":[\"BACK_END\"],\"expiresAt\":\"2026-01-02T03:04:05.678Z\"}|expiresAt",
        "{\"roles\":[\"BACK_END\"],\"hash\":\"00\"}|member",
      })
  void shouldRefuseAKeyThatIsNotWellDescribed(String body, String names) {
    put(LEAST);
    HttpResponse<String> response = post(KEYS, body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(names);
    assertThat(ingress.tenants().latest("bank").getApiKeys()).isEmpty();
  }

  @Test
  void shouldNotGiveTheSameIdToTwoKeys() throws Exception {
    // Given
    put(LEAST);
    String key = key("{\"keyId\":\"k1\",\"roles\":[\"BACK_END\"]}");

    // When
    int status = post(KEYS, "{\"keyId\":\"k1\",\"roles\":[\"FRONT_END\"]}").statusCode();

    // Then
    assertThat(status).isEqualTo(409);
    assertThat(ingress.tenants().latest("bank").getApiKeys())
        .extracting(ApiKey::getKeyId)
        .containsExactly("k1");
    assertThat(reads(key)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {BANK + "/disable", KEYS, KEYS + "/k1/expire"})
  void shouldSayWhereThereIsNoSuchTenant(String path) {
    String body =
        path.equals(KEYS)
            ? "{\"roles\":[\"BACK_END\"]}"
            : "{\"expiresAt\":\"2030-01-01T00:00:00+01:00\"}";
    assertThat(post(path, body).statusCode()).isEqualTo(404);
    assertThat(get(BANK).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldRefuseATenantsIdThatNoRecordKeyCanHave() {
    assertThat(get(TENANTS + "/a%2Fb").statusCode()).isEqualTo(400);
  }

  private boolean reads(String key) {
    return ingress
            .send(ingress.request(READS_OPERATIONS).header("X-Api-Key", key).GET())
            .statusCode()
        == 200;
  }

  private String key(String body) throws Exception {
    HttpResponse<String> response = post(KEYS, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return JSON.readTree(response.body()).path("key").asText();
  }

  private static String tag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }

  private HttpResponse<String> get(String path) {
    return ingress.send(ingress.request(path).header("X-Api-Key", ADMINISTRATOR).GET());
  }

  private HttpResponse<String> delete(String path) {
    return ingress.send(ingress.request(path).header("X-Api-Key", ADMINISTRATOR).DELETE());
  }

  private HttpResponse<String> post(String path, String body) {
    return ingress.send(ingress.post(path, body).header("X-Api-Key", ADMINISTRATOR));
  }

  private HttpResponse<String> put(String body, String... headers) {
    var request =
        ingress
            .request(BANK)
            .header("X-Api-Key", ADMINISTRATOR)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body));
    return ingress.send(headers.length == 0 ? request : request.headers(headers));
  }
}
