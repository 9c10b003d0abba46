package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.verification.ResultVerifier;
import dev.assent.standalone.cluster.SimulatedProvider;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of provider through the real system: dialect, worker, simulator, verification. */
@ExtendWith(SharedSystem.class)
class SimulatedProvidersStoryTest {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(90);
  private static final String PATH = "/internal/v1/custom-auth:init-signature";

  private final RunningAssent assent;
  private final String operationId = RunningAssent.freshOperationId();
  private final String userId = RunningAssent.freshUserId();

  SimulatedProvidersStoryTest(RunningAssent assent) {
    this.assent = assent;
  }

  @ParameterizedTest
  @EnumSource(SimulatedProvider.class)
  @Tag("EI-3")
  @Tag("EI-4")
  void shouldApproveByAProofThatVerifiesOffline(SimulatedProvider provider) throws Exception {
    // Given
    register(provider);

    // When
    OperationResult result = asked(provider);

    // Then
    assertThat(result.getOutcome()).as(result.getReason()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getProviderEvidence().getConnector()).isEqualTo(provider.connector());
    assertThat(ResultVerifier.verify(result, Optional.empty(), trust()))
        .isInstanceOf(ProofVerdict.Verified.class);
    assertThat(assent.ledger().results(operationId)).hasSize(1);
  }

  @Test
  void shouldDeclineWhereTheUserRefusesOnThePhone() throws Exception {
    // Given
    registerPhone(SimulatedProvider.MOBILE_SERVICE, "+41000092401", "DEMO", Optional.empty());

    // When
    OperationResult result = asked(SimulatedProvider.MOBILE_SERVICE);

    // Then
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.DECLINED);
    assertThat(result.getProviderEvidence()).isNull();
  }

  @Test
  @Tag("EI-1")
  void shouldFailWhereThePhoneIsNotOfWhomTheCredentialNames() throws Exception {
    // Given
    registerPhone(
        SimulatedProvider.MOBILE_SERVICE, "+41790777777", "MIDCHE41790777778", Optional.empty());

    // When
    OperationResult result = asked(SimulatedProvider.MOBILE_SERVICE);

    // Then
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.FAILED);
    assertThat(result.getReason()).isEqualTo("PROOF_INVALID");
  }

  @Test
  void shouldTellWhyAProviderDidNotCarryItOut() throws Exception {
    // Given
    registerPhone(SimulatedProvider.MOBILE_SERVICE, "+41000092402", "DEMO", Optional.empty());

    // When
    OperationResult result = asked(SimulatedProvider.MOBILE_SERVICE);

    // Then
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.FAILED);
    assertThat(result.getReason()).isEqualTo("BLOCKED_AT_PROVIDER");
    assertThat(result.getProviderCode()).isEqualTo("402");
  }

  @Test
  @Tag("DL-3")
  void shouldFailWhereAnotherUsersPhoneSigned() throws Exception {
    // Given
    String number = "41700093005";
    registerPhone(
        SimulatedProvider.MOBILE_SERVICE, "+" + number, "DEMO", Optional.of(certificate(number)));

    // When
    OperationResult result = asked(SimulatedProvider.MOBILE_SERVICE);

    // Then
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.FAILED);
    assertThat(result.getReason()).isEqualTo("PROOF_INVALID");
    assertThat(result.getProviderEvidence()).isNull();
  }

  private void register(SimulatedProvider provider) throws Exception {
    String digits = operationId.replaceAll("[^1-9]", "").concat("111111").substring(0, 6);
    switch (provider) {
      case MOBILE_SERVICE, MOBILE_SERVICE_REST ->
          registerPhone(provider, "+41790" + digits, "MIDCHE41790" + digits, Optional.empty());
      case MOBILE_ID -> registerPhone(provider, "+37200000766", "60001019906", Optional.empty());
      case SMART_ID ->
          registerPhone(provider, "+37290" + digits, "PNOEE-40504040001-DEM0-Q", Optional.empty());
      case BANK_IDP -> {
        URI users = assent.local().addresses().identityProvider();
        ObjectNode credential =
            NativeApi.object()
                .put("credentialId", "bank-login")
                .put("channel", "IDP")
                .put("connector", provider.connector());
        credential.set(
            "certificate",
            new ObjectMapper()
                .readTree(look(users.resolve("/simulator/users/" + userId + "/certificate")))
                .path("certificate"));
        Answer answer = assent.nativeApi().registerAtProvider(userId, credential);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      }
    }
  }

  private void registerPhone(
      SimulatedProvider provider, String msisdn, String identificator, Optional<String> pem) {
    ObjectNode body =
        NativeApi.object()
            .put("identificator", identificator)
            .put("msspIdentifier", provider.msspIdentifier())
            .put("msisdn", msisdn);
    pem.ifPresent(text -> body.put("signerCert", text));
    String path =
        "/nevisidm/api/core/v1/" + assent.tenant() + "/users/" + userId + "/mobile-signature";
    Answer answer =
        RunningAssent.untilAnswered(
            () ->
                assent
                    .api()
                    .asBackEnd("POST", path, body.toString(), Api.attempt("phone" + operationId)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  /** Asks as Plumery does, and waits for what comes of it. */
  private OperationResult asked(SimulatedProvider provider) {
    ObjectNode body = NativeApi.object().put("correlationId", operationId);
    body.putObject("signatureContextData")
        .putObject("dataToSign")
        .put("username", userId)
        .put("action", "PAYMENT");
    body.putObject("additionalDetails")
        .put("channel", provider == SimulatedProvider.BANK_IDP ? "IDP" : "MSSP");
    Answer begun =
        await()
            .until(
                () -> assent.api().asBackEnd("POST", PATH, body.toString(), Map.of()),
                answer -> answer.status() != 500);
    assertThat(begun.status()).as(begun.text()).isEqualTo(204);
    return await()
        .atMost(ANSWERED_WITHIN)
        .until(() -> assent.ledger().results(operationId), results -> !results.isEmpty())
        .getFirst();
  }

  private ProviderTrust trust() throws IOException, CertificateEncodingException {
    TestAuthority authority =
        TestAuthority.read(
            assent.local().settings().stateDirectory().resolve("simulated-authority.pem"));
    return new ProviderTrust(
        List.of(HexFormat.of().formatHex(authority.root().getEncoded())), List.of(), false);
  }

  private String certificate(String number) throws Exception {
    return look(
        assent
            .local()
            .addresses()
            .mobileService()
            .resolve("/simulator/users/" + number + "/certificate"));
  }

  private static String look(URI address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }
}
