package dev.assent.ingress.dialect.nevis;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.DISABLED;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.CertificateText;
import dev.assent.schemas.avro.ChangeMobileSignature;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateMobileSignature;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.DeleteMobileSignature;
import dev.assent.schemas.avro.MobileSignatureSnapshot;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.vault.MobileVault;
import dev.assent.schemas.vault.MobileVault.Field;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class NevisDialectTest {
  private static final UserKey USER = UserKey.of(TENANT, "user-123");
  private static final String PATH = path(TENANT, "user-123");
  private static final String MSISDN = "+41790000000";
  private static final String BODY =
      """
      {"identificator":"MIDCHE1","msspIdentifier":"http://mid.example/","msisdn":"+41790000000"}
      """;
  private static final String CERTIFICATE =
      "MIIBdTCCARugAwIBAgIUNynYVhskc/J1Vh00tH2qq9yJ7HAwCgYIKoZIzj0EAwIwDzENMAsGA1UE"
          + "AwwESmFuZTAgFw0yNjExMjIxNDQ0MzNaGA8yMTI2MTAyOTE0NDQzM1owDzENMAsGA1UEAwwESmFu"
          + "ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDZt1fnRYbG63ozNuBuU0Akv3nWFrdnWBjIn1/ML"
          + "B2LMfzX2Uc8ClGUWUfX8PMoqaWUnLjyVaVCjL3Lz5QWKTdajUzBRMB0GA1UdDgQWBBRSHWgmJiuE"
          + "zO7cZkTT0RAXGCtjzTAfBgNVHSMEGDAWgBRSHWgmJiuEzO7cZkTT0RAXGCtjzTAPBgNVHRMBAf8E"
          + "BTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC6AeELh8XMUwqV28+sLyp5hH5Zd50+TmkCxfWe9CZv"
          + "zwIgK0IMLwN+ow0XPDYng4OpuAAflBBYDHHjSGiZPQtxcSM=";

  /** The seed page's response schema, in its order. */
  private static final List<String> FIELDS =
      List.of(
          "created",
          "lastModified",
          "version",
          "extId",
          "userExtId",
          "policyExtId",
          "stateName",
          "stateChangeReason",
          "stateChangeDetail",
          "lastSuccessfulLoginDate",
          "successfulLoginCount",
          "lastFailedLoginDate",
          "failedLoginCount",
          "modificationComment",
          "type",
          "validity",
          "identificator",
          "msspIdentifier",
          "signerCert",
          "msisdn");

  @TempDir static Path directory;
  private static MobileVault vault;
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() throws IOException {
    Path file =
        Files.createFile(
            directory.resolve("vault-key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
    SecretVault secrets = SecretVault.open(file, new SecureRandom());
    vault = new MobileVault(secrets);
    ingress = new IngressUnderTest(Optional.of(secrets));
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
  @Tag("KA-4")
  void shouldMakeACommandOfACreationThatHoldsNothingPersonalInClear() {
    // Given
    ingress.replies(new CredentialReply(stored().build()));

    // When
    HttpResponse<String> response = send(post(BODY).header("Idempotency-Key", "try-1"));

    // Then
    Command command = ingress.command();
    CreateMobileSignature creation = (CreateMobileSignature) command.getBody();
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location")).contains(PATH);
    assertThat(command.getTenant()).isEqualTo(TENANT);
    assertThat(command.getUserId()).isEqualTo("user-123");
    assertThat(command.getIdempotencyKey()).isEqualTo("header:try-1");
    assertThat(creation.getMsspIdentifier()).isEqualTo("http://mid.example/");
    assertThat(creation.getStateName()).isEqualTo("ACTIVE");
    assertThat(creation.getExtId()).isNull();
    assertThat(creation.getPolicyExtId()).isNull();
    assertThat(creation.getCertificate()).isNull();
    assertThat(vault.open(USER, Field.MSISDN, creation.getEncryptedMsisdn().array()))
        .contains(MSISDN);
    assertThat(vault.open(USER, Field.IDENTIFICATOR, creation.getEncryptedIdentificator().array()))
        .contains("MIDCHE1");
    assertThat(command.toString()).doesNotContain("4179", "MIDCHE1");
  }

  @Test
  void shouldTakeEveryOptionalMemberOfACreation() {
    // Given
    String body =
        """
        {"extId":"cred-1","policyExtId":"policy-1","stateName":"reset-code","signerCert":"%s",
         "identificator":"MIDCHE1","msspIdentifier":"http://mid.example/","msisdn":"1"}
        """
            .formatted(pem().replace("\n", "\\n"));

    // When
    send(post(body));

    // Then
    CreateMobileSignature creation = (CreateMobileSignature) ingress.command().getBody();
    assertThat(creation.getExtId()).isEqualTo("cred-1");
    assertThat(creation.getPolicyExtId()).isEqualTo("policy-1");
    assertThat(creation.getStateName()).isEqualTo("RESET_CODE");
    assertThat(creation.getCertificate()).isEqualTo(ByteBuffer.wrap(certificate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "\n%s\n\n", " \t%s", "\r\n%s"})
  void shouldTakeACertificateHoweverItIsSetOffFromWhatIsAroundIt(String around) {
    // Given
    String certificate = around.formatted(pem().replace("\n", "\r\n"));

    // When
    send(post(with("signerCert", certificate)));

    // Then
    CreateMobileSignature creation = (CreateMobileSignature) ingress.command().getBody();
    assertThat(creation.getCertificate()).isEqualTo(ByteBuffer.wrap(certificate()));
  }

  @Test
  void shouldNotFindAUserWhoCannotBe() {
    for (String user : List.of("a%20b", "%20op-1", "j%C3%A4ne", "x".repeat(129))) {
      // When
      HttpResponse<String> response = send(ingress.post(path(TENANT, user), BODY));

      // Then
      assertThat(response.statusCode()).as(user).isEqualTo(404);
      assertThat(response.body()).contains("\"code\":\"errors.noRecord\"");
    }
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "1.0", "2147483648", "-2147483649", "null"})
  void shouldTakeNoVersionButAWholeNumberOf32Bits(String version) {
    // When
    HttpResponse<String> response = send(patch("{\"version\":" + version + "}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"msisdn, 51", "identificator, 51", "msspIdentifier, 51", "modificationComment, 256"})
  void shouldHoldAChangeToTheColumnsToo(String field, int length) {
    // When
    HttpResponse<String> response =
        send(patch("{\"" + field + "\":\"" + "1".repeat(length) + "\"}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldAnswerWithTheFieldsOfTheSeedPageAndNoOthers() throws IOException {
    // Given
    ingress.showsDevices(full());

    // When
    HttpResponse<String> response = send(get());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode json = new ObjectMapper().readTree(response.body());
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names).isEqualTo(FIELDS);
    assertThat(json.path("created").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(json.path("lastModified").asText()).isEqualTo("2026-01-02T03:05:05.678Z");
    assertThat(json.path("version").intValue()).isEqualTo(7);
    assertThat(json.path("extId").asText()).isEqualTo("cred-1");
    assertThat(json.path("userExtId").asText()).isEqualTo("user-123");
    assertThat(json.path("policyExtId").asText()).isEqualTo("policy-1");
    assertThat(json.path("stateName").asText()).isEqualTo("fail-locked");
    assertThat(json.path("stateChangeReason").asText()).isEqualTo("FAILURE_MAXIMUM");
    assertThat(json.path("stateChangeDetail").asText()).isEqualTo("detail");
    assertThat(json.path("lastSuccessfulLoginDate").asText()).isEqualTo("2026-01-02T03:04:06.678Z");
    assertThat(json.path("successfulLoginCount").intValue()).isEqualTo(4);
    assertThat(json.path("lastFailedLoginDate").asText()).isEqualTo("2026-01-02T03:04:07.678Z");
    assertThat(json.path("failedLoginCount").intValue()).isEqualTo(3);
    assertThat(json.path("modificationComment").asText()).isEqualTo("new contract");
    assertThat(json.path("type").asText()).isEqualTo("MobileSignature");
    assertThat(json.path("validity").toString())
        .isEqualTo("{\"from\":\"2026-01-02T03:04:05.678Z\",\"to\":\"2027-01-01T00:00:00.000Z\"}");
    assertThat(json.path("identificator").asText()).isEqualTo("MIDCHE1");
    assertThat(json.path("msspIdentifier").asText()).isEqualTo("http://mid.example/");
    assertThat(json.path("signerCert").asText()).isEqualTo(pem());
    assertThat(json.path("msisdn").asText()).isEqualTo(MSISDN);
  }

  @Test
  void shouldLeaveOutWhatHasNoValue() {
    // Given
    ingress.showsDevices(stored().build());

    // When
    HttpResponse<String> response = send(get());

    // Then
    assertThat(response.body())
        .isEqualTo(
            "{\"created\":\"2026-01-02T03:04:05.678Z\",\"lastModified\":\"2026-01-02T03:04:05.678Z\","
                + "\"version\":1,\"extId\":\"cred-1\",\"userExtId\":\"user-123\","
                + "\"stateName\":\"active\",\"successfulLoginCount\":0,\"failedLoginCount\":0,"
                + "\"type\":\"MobileSignature\",\"validity\":{\"from\":\"2026-01-02T03:04:05.678Z\"},"
                + "\"identificator\":\"MIDCHE1\",\"msspIdentifier\":\"http://mid.example/\","
                + "\"msisdn\":\"+41790000000\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "initial, INITIAL",
    "active, ACTIVE",
    "tmp-locked, TMP_LOCKED",
    "fail-locked, FAIL_LOCKED",
    "reset-code, RESET_CODE",
    "admin-changed, ADMIN_CHANGED",
    "disabled, DISABLED",
    "archived, ARCHIVED"
  })
  void shouldTakeAndShowEveryState(String vendors, String ours) {
    // Given
    CredentialSnapshot changed = stored().build();
    changed.getMobileSignature().setStateName(ours);
    ingress.replies(new CredentialReply(changed));

    // When
    HttpResponse<String> created = send(post(with("stateName", vendors)));
    HttpResponse<String> patched = send(patch("{\"stateName\":\"" + vendors + "\"}"));

    // Then
    CreateMobileSignature creation =
        (CreateMobileSignature) ingress.commands().getFirst().getBody();
    ChangeMobileSignature change = (ChangeMobileSignature) ingress.commands().getLast().getBody();
    assertThat(creation.getStateName()).isEqualTo(ours);
    assertThat(change.getStateName()).isEqualTo(ours);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(patched.body()).contains("\"stateName\":\"" + vendors + "\"");
  }

  @Test
  void shouldMakeACommandOfEveryMemberOfAChange() {
    // Given
    ingress.replies(new CredentialReply(stored().build()));
    String body =
        """
        {"stateName":"disabled","modificationComment":"lost","version":3,"policyExtId":"policy-2",
         "identificator":"MIDCHE2","msspIdentifier":"http://other.example/","msisdn":"2"}
        """;

    // When
    HttpResponse<String> response = send(patch(body));

    // Then
    ChangeMobileSignature change = (ChangeMobileSignature) ingress.command().getBody();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(change.getStateName()).isEqualTo("DISABLED");
    assertThat(change.getModificationComment()).isEqualTo("lost");
    assertThat(change.getExpectedVersion()).isEqualTo(3);
    assertThat(change.getPolicyExtId()).isEqualTo("policy-2");
    assertThat(change.getMsspIdentifier()).isEqualTo("http://other.example/");
    assertThat(vault.open(USER, Field.MSISDN, change.getEncryptedMsisdn().array())).contains("2");
    assertThat(vault.open(USER, Field.IDENTIFICATOR, change.getEncryptedIdentificator().array()))
        .contains("MIDCHE2");
  }

  @Test
  void shouldDelete() {
    // Given
    ingress.replies(new CredentialReply(deleted()));

    // When
    HttpResponse<String> response = send(delete());

    // Then
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(ingress.command().getBody()).isEqualTo(new DeleteMobileSignature());
  }

  @Test
  void shouldFindNoneWhereThereIsNoneOrNoMore() {
    for (CredentialSnapshot[] shown :
        List.of(new CredentialSnapshot[0], new CredentialSnapshot[] {deleted()})) {
      // Given
      ingress.showsDevices(shown);

      // When
      HttpResponse<String> response = send(get());

      // Then
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(response.body()).contains("\"code\":\"errors.noRecord\"");
    }
  }

  @Test
  void shouldListCredentialsOfAllTypes() throws IOException {
    // Given
    CredentialSnapshot device =
        CredentialSnapshot.newBuilder(stored().build())
            .setSerialNumber("VDS1-1")
            .setChannel(null)
            .setMobileSignature(null)
            .build();
    CredentialSnapshot ocra =
        CredentialSnapshot.newBuilder(device)
            .setSerialNumber("VDS2-1")
            .setOcraSuite("OCRA-1:HOTP-SHA256-8:QH64")
            .build();
    CredentialSnapshot certificate =
        CredentialSnapshot.newBuilder(device)
            .setSerialNumber("mid-1")
            .setChannel(Channel.MSSP)
            .setConnector("mssp")
            .build();
    ingress.showsDevices(device, ocra, certificate, deleted(), stored().build());

    // When
    HttpResponse<String> response =
        send(ingress.request(PATH.replace("mobile-signature", "credentials")).GET());

    // Then
    JsonNode json = new ObjectMapper().readTree(response.body());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json.path("items").findValuesAsText("extId"))
        .containsExactly("VDS1-1", "VDS2-1", "mid-1", "cred-1");
    assertThat(json.path("items").findValuesAsText("type"))
        .containsExactly("Generic Credential", "OATH", "Certificate", "MobileSignature");
    assertThat(json.path("_pagination").toString()).isEqualTo("{\"limit\":4,\"totalResult\":4}");
  }

  @Test
  void shouldAskForCredentialsAndThePermissionOfTheVerb() {
    // Given
    ingress.replies(new CredentialReply(stored().build()));
    ingress.showsDevices(stored().build());
    List<HttpRequest.Builder> changing =
        List.of(plain("POST", BODY), plain("PATCH", "{}"), plain("DELETE", ""));

    // Then
    for (HttpRequest.Builder request : changing) {
      assertThat(status(request, FRONT_END)).isEqualTo(403);
      assertThat(status(request, BACK_END)).isEqualTo(403);
      assertThat(status(request, DISABLED)).isEqualTo(401);
      assertThat(status(request, "unknown")).isEqualTo(401);
      assertThat(status(request, ADMINISTRATION)).isLessThan(300);
    }
    assertThat(status(plain("GET", ""), FRONT_END)).isEqualTo(403);
    assertThat(status(plain("GET", ""), BACK_END)).isEqualTo(200);
    assertThat(status(plain("GET", ""), ADMINISTRATION)).isEqualTo(200);
    HttpResponse<String> nobody = ingress.send(plain("GET", ""));
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
    assertThat(ingress.commands()).hasSize(3);
  }

  @Test
  void shouldTakeHttpBasicToo() {
    // Given
    ingress.showsDevices(stored().build());

    // When
    HttpResponse<String> known =
        ingress.send(
            plain("GET", "")
                .header("Authorization", IngressUnderTest.basic(TENANT, ADMINISTRATION)));
    HttpResponse<String> ofAnother =
        ingress.send(
            plain("GET", "")
                .header("Authorization", IngressUnderTest.basic("other", ADMINISTRATION)));

    // Then
    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(ofAnother.statusCode()).isEqualTo(401);
  }

  @Test
  void shouldAnswerAForeignClientAsAnUnknownOne() {
    // When
    HttpResponse<String> foreign =
        send(ingress.request(path("closed", "user-123")).POST(BodyPublishers.ofString(BODY)));
    HttpResponse<String> unknown =
        send(ingress.request(path("unknown", "user-123")).POST(BodyPublishers.ofString(BODY)));

    // Then
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(unknown.body());
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"identificator\":\"a\",\"msspIdentifier\":\"b\"}",
        "{\"identificator\":\"a\",\"msspIdentifier\":\"b\",\"msisdn\":\"\"}",
        "{\"identificator\":\"\",\"msspIdentifier\":\"b\",\"msisdn\":\"1\"}",
        "{\"identificator\":\"a\",\"msspIdentifier\":\" \",\"msisdn\":\"1\"}",
        "{\"identificator\":\"a\",\"msspIdentifier\":\"b\",\"msisdn\":1}",
        "{\"identificator\":\"a\",\"msspIdentifier\":\"b\",\"msisdn\":null}",
        "{\"identificator\":\"a\",\"msspIdentifier\":\"b\",\"msisdn\":\"1\",\"stateName\":\"x\"}",
        "{\"identificator\":\"a\",\"msspIdentifier\":\"b\",\"msisdn\":\"1\",\"version\":1}"
      })
  void shouldRefuseABodyThatIsNotTheVendorsForm(String body) {
    // When
    HttpResponse<String> response = send(post(body));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"errors\":[{\"code\":\"errors.invalidData\",");
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "identificator, 51, must be at most 50",
    "msspIdentifier, 51, must be at most 50",
    "msisdn, 51, must be at most 50",
    "extId, 65, must be at most 64",
    "policyExtId, 65, must be at most 64",
    "signerCert, 4001, must be at most 4000",
    "signerCert, 100, must be one X.509 certificate in PEM"
  })
  void shouldRefuseWhatNoColumnTakes(String field, int length, String detail) {
    // When
    HttpResponse<String> response = send(post(with(field, "1".repeat(length))));

    // Then
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body())
        .startsWith("{\"errors\":[{\"code\":\"errors.invalidData\",")
        .contains(field + " " + detail);
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldHoldTheNumberAgainstThePolicysPatternAsAWhole() {
    // Given
    Tenant strict = Tenant.newBuilder(ingress.tenants().latest(TENANT)).build();
    strict.getPolicy().setMsisdnPattern("\\+417[5-9][0-9]{7}");
    ingress.tenants().write(strict);
    ingress.replies(new CredentialReply(stored().build()));

    // When
    HttpResponse<String> allowed = send(post(BODY));
    HttpResponse<String> created = send(post(with("msisdn", MSISDN + "1")));
    HttpResponse<String> changed = send(patch("{\"msisdn\":\"0790000000\"}"));

    // Then
    assertThat(allowed.statusCode()).isEqualTo(201);
    for (HttpResponse<String> refused : List.of(created, changed)) {
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("errors.policyViolation").doesNotContain("790000");
    }
    assertThat(ingress.commands()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CREDENTIAL_EXISTS, 422, errors.duplicateValue",
    "CREDENTIAL_UNKNOWN, 404, errors.noRecord",
    "VERSION_CONFLICT, 409, errors.pessimisticLockingFailure",
    "IDEMPOTENCY_CONFLICT, 409, errors.inconsistentData",
    "INVALID_REQUEST, 422, errors.invalidData",
    "POLICY_VIOLATED, 422, errors.policyViolation",
    "TOO_MANY_DEVICES, 422, errors.policyViolation",
    "TENANT_UNKNOWN, 401, errors.unknownReason",
    "ABANDONED, 503, errors.fatalError",
    "MALFORMED_RECORD, 500, errors.fatalError"
  })
  void shouldWordEveryRefusal(Reason reason, int status, String code) {
    // Given
    ingress.refuses(reason);

    // When
    HttpResponse<String> response = send(patch("{\"version\":1}"));

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":");
  }

  @Test
  void shouldWordWhatTheServerRefuses() {
    // When
    HttpResponse<String> method = send(ingress.request(PATH).PUT(BodyPublishers.ofString("{}")));
    HttpResponse<String> type =
        send(
            ingress
                .request(PATH)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(BODY)));
    HttpResponse<String> nothing = send(ingress.request("/nevisidm/api/core/v1/other").GET());

    // Then
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.headers().firstValue("Allow").orElse("")).contains("PATCH");
    assertThat(type.statusCode()).isEqualTo(415);
    assertThat(nothing.statusCode()).isEqualTo(404);
    for (HttpResponse<String> response : List.of(method, type, nothing)) {
      assertThat(response.body()).startsWith("{\"errors\":[{\"code\":\"errors.");
    }
  }

  @Test
  void shouldSayWhereNoNumbersAreKept() {
    try (IngressUnderTest without = new IngressUnderTest()) {
      // When
      HttpResponse<String> response =
          without.send(without.post(PATH, BODY).header("X-Api-Key", ADMINISTRATION));

      // Then
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("errors.invalidConfig", "vault.key.file");
    }
  }

  @Test
  void shouldNeverLogOrRepeatANumber() {
    // Given
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    CredentialSnapshot unreadable = stored().build();
    unreadable.getMobileSignature().setEncryptedMsisdn(ByteBuffer.wrap(new byte[] {1}));
    ingress.replies(new CredentialReply(unreadable));

    // When
    HttpResponse<String> response;
    try {
      response = send(post(BODY));
    } finally {
      root.detachAppender(log);
    }

    // Then
    String logged =
        log.list.stream()
            .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
            .toList()
            .toString();
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(logged).contains("a request failed");
    assertThat(logged + response.body()).doesNotContain("790000", "MIDCHE1");
  }

  private static CredentialSnapshot.Builder stored() {
    return CredentialSnapshot.newBuilder()
        .setTenant(TENANT)
        .setUserId("user-123")
        .setSerialNumber("~mobile-signature")
        .setState(CredentialState.ACTIVE)
        .setRegisteredAt(NOW)
        .setSequence(1)
        .setUserSequence(1)
        .setChannel(Channel.MSSP)
        .setMobileSignature(
            MobileSignatureSnapshot.newBuilder()
                .setExtId("cred-1")
                .setEncryptedMsisdn(encrypted(Field.MSISDN, MSISDN))
                .setEncryptedIdentificator(encrypted(Field.IDENTIFICATOR, "MIDCHE1"))
                .setMsspIdentifier("http://mid.example/")
                .setStateName("ACTIVE")
                .setVersion(1)
                .setLastModifiedAt(NOW)
                .setSuccessfulLogins(0)
                .build());
  }

  private static CredentialSnapshot full() {
    MobileSignatureSnapshot signature = stored().getMobileSignature();
    signature.setPolicyExtId("policy-1");
    signature.setStateName("FAIL_LOCKED");
    signature.setStateChangeReason("FAILURE_MAXIMUM");
    signature.setStateChangeDetail("detail");
    signature.setModificationComment("new contract");
    signature.setVersion(7);
    signature.setLastModifiedAt(NOW.plusSeconds(60));
    signature.setSuccessfulLogins(4);
    signature.setLastSuccessfulLoginAt(NOW.plusSeconds(1));
    signature.setLastFailedLoginAt(NOW.plusSeconds(2));
    return stored()
        .setState(CredentialState.REVOKED)
        .setFailedProofs(3)
        .setValidUntil(Instant.parse("2027-01-01T00:00:00Z"))
        .setCertificate(ByteBuffer.wrap(certificate()))
        .setMobileSignature(signature)
        .build();
  }

  private static CredentialSnapshot deleted() {
    return stored()
        .setState(CredentialState.REVOKED)
        .setRevokedAt(NOW)
        .setMobileSignature(null)
        .build();
  }

  private static ByteBuffer encrypted(Field field, String text) {
    return ByteBuffer.wrap(vault.encrypt(USER, field, text));
  }

  private static byte[] certificate() {
    return Base64.getDecoder().decode(CERTIFICATE);
  }

  private static String pem() {
    return CertificateText.pem(certificate());
  }

  /** The least body with one member more, or another. */
  private static String with(String field, String value) {
    try {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode body = (ObjectNode) mapper.readTree(BODY);
      return body.put(field, value).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String path(String client, String user) {
    return "/nevisidm/api/core/v1/" + client + "/users/" + user + "/mobile-signature";
  }

  private static HttpRequest.Builder post(String body) {
    return plain("POST", body);
  }

  private static HttpRequest.Builder patch(String body) {
    return plain("PATCH", body);
  }

  private static HttpRequest.Builder get() {
    return plain("GET", "");
  }

  private static HttpRequest.Builder delete() {
    return plain("DELETE", "");
  }

  private static HttpRequest.Builder plain(String method, String body) {
    HttpRequest.Builder request = ingress.request(PATH);
    if (method.equals("POST") || method.equals("PATCH")) {
      request.header("Content-Type", "application/json");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return request.method(
        method, bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
  }

  private static int status(HttpRequest.Builder request, String key) {
    return ingress.send(request.copy().setHeader("X-Api-Key", key)).statusCode();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return ingress.send(request.setHeader("X-Api-Key", ADMINISTRATION));
  }
}
