package dev.assent.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signed approvals, from the topic to whoever verifies them. */
@ExtendWith(SharedSystem.class)
class SignedApprovalStoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JWKS = "/customers/demo/.well-known/jwks.json";

  private final RunningAssent assent;
  private final Api api;

  SignedApprovalStoryTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @Test
  @Tag("KA-2")
  @Tag("EI-10")
  void shouldSignAnApprovalThatAnybodyCanVerifyWithTheBanksKeyAlone() throws Exception {
    // Given
    Challenged challenged = assent.challenged(assent.holder());

    // When
    assent.approve(challenged);

    // Then
    OperationResult result = assent.ledger().awaitResult(challenged.operationId());
    String[] parts = result.getApprovalToken().split("\\.");
    assertThat(parts).hasSize(3);
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey())));
    signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
    assertThat(header.path("typ").asText()).isEqualTo("approval+jwt");
    JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.path("operation_id").asText()).isEqualTo(challenged.operationId());
    assertThat(claims.path("sub").asText()).isEqualTo(challenged.holder().userId());
    assertThat(claims.path("jti").asText()).isEqualTo(result.getEventId());
    assertThat(claims.path("td").asText())
        .isEqualTo(UTF_8.decode(result.getEvidence().getDocument()).toString());
    assertThat(isValid(result.getApprovalToken())).isTrue();
    assertThat(api.nativeOperation(challenged.operationId()).json().path("approvalToken").asText())
        .isEqualTo(result.getApprovalToken());
  }

  @Test
  @Tag("JW-14")
  void shouldLetKeysOverlapAndStopARemovedKeyAtOnce() throws Exception {
    // Given
    Holder holder = assent.holder();
    String before = approved(holder);

    // When
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-alias",
        "demo/next",
        "-dname",
        "CN=demo");

    // Then
    Awaitility.await().untilAsserted(() -> assertThat(keyIds()).startsWith("next"));
    String after = approved(holder);
    String oldKey = keyId(before);
    assertThat(keyId(after)).isEqualTo("next").isNotEqualTo(oldKey);
    assertThat(isValid(before)).isTrue();
    assertThat(isValid(after)).isTrue();

    // When
    keytool("-delete", "-alias", "demo/" + oldKey);

    // Then
    assertThat(isValid(before)).isFalse();
    assertThat(isValid(after)).isTrue();
    assertThat(keyIds()).containsExactly("next");
  }

  private String approved(Holder holder) throws Exception {
    Challenged challenged = assent.challenged(holder);
    assent.approve(challenged);
    return assent.ledger().awaitResult(challenged.operationId()).getApprovalToken();
  }

  private boolean isValid(String token) {
    String body = JSON.createObjectNode().put("jwt", token).toString();
    Answer answer = api.asBackEnd("POST", "/v2/jwt/verify", body, Map.of());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("valid").asBoolean();
  }

  private byte[] publicKey() {
    Answer answer = api.asBackEnd("GET", "/v2/jwt/public-key", "", Map.of());
    String pem = answer.json().path("publicKey").asText();
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  private List<String> keyIds() {
    List<String> keyIds = new ArrayList<>();
    Answer answer = api.send("GET", JWKS, new byte[0], Map.of());
    answer.json().path("keys").forEach(key -> keyIds.add(key.path("kid").asText()));
    return keyIds;
  }

  private static String keyId(String token) throws Exception {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return JSON.readTree(header).path("kid").asText();
  }

  private void keytool(String... arguments) throws Exception {
    Path state = assent.local().settings().stateDirectory();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore",
            state.resolve("signing-keys.p12").toString(),
            "-storepass:file",
            state.resolve("signing-pin").toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
  }
}
