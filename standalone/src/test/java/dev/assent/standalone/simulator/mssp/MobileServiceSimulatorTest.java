package dev.assent.standalone.simulator.mssp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Called as {@code docs/reference/simulators.md} describes it, by a client that knows no Assent.
 */
class MobileServiceSimulatorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIRST = "2026-01-01T12:00:00.000Z";
  private static final String SECOND = "2026-01-01T12:00:01.000Z";

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestAuthority authority = TestAuthority.create();
  private MobileServiceSimulator simulator;

  @BeforeEach
  void start() throws Exception {
    simulator =
        MobileServiceSimulator.start(
            0,
            authority,
            new MobileServiceSimulator.Manner("", Optional.of(Duration.ZERO), Duration.ZERO));
  }

  @AfterEach
  void stop() {
    simulator.close();
    client.close();
  }

  @ParameterizedTest
  @CsvSource({"41700092501,EC", "41700092502,RSA", "41791112233,EC"})
  void shouldSignWithAKeyThatItsRootCertified(String number, String algorithm) throws Exception {
    // Given
    String id = accepted(sign("T1", number, FIRST));

    // When
    CMSSignedData cms = signature(status("T1", id, SECOND));

    // Then
    X509CertificateHolder signer = cms.getCertificates().getMatches(null).iterator().next();
    X509Certificate certificate = simulator.certificate(number);
    assertThat(cms.getSignedContent().getContent())
        .isEqualTo("Pay 10".getBytes(StandardCharsets.UTF_8));
    assertThat(verifies(cms, certificate)).isTrue();
    assertThat(signer.getEncoded()).isEqualTo(certificate.getEncoded());
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo(algorithm);
    certificate.verify(authority.root().getPublicKey());
  }

  @Test
  void shouldSignWhatAnAppSigns() throws Exception {
    // Given
    String data = "{\"type\":\"Pay\",\"dtbd\":[{\"key\":\"amount\",\"value\":\"10\"}]}";
    String request =
        request("T1", "41791112233", FIRST)
            .replace("text/plain", SimulatedPhone.TRANSACTION_APPROVAL)
            .replace("Any-LoA4", "Device-LoA4")
            .replace("\"Pay 10\"", JSON.writeValueAsString(data));

    // When
    CMSSignedData cms = signature(status("T1", accepted(call("sign", request)), SECOND));

    // Then
    assertThat(new String((byte[]) cms.getSignedContent().getContent(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"format_version\":1,\"content_string\":\"[{\\\"key\\\":\\\"amount\\\",\\\"value\\\":\\\"10\\\"}]\"}");
  }

  @Test
  void shouldSignWithAnotherUsersKey() throws Exception {
    // When
    CMSSignedData cms = signed("41700093005");

    // Then
    assertThat(signerOf(cms)).isNotEqualTo(simulator.certificate("41700093005"));
    assertThat(verifies(cms, signerOf(cms))).isTrue();
  }

  @Test
  void shouldSignAnotherText() throws Exception {
    assertThat(signed("41700093006").getSignedContent().getContent())
        .isEqualTo("Another text".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldSignWithACertificateThatHasExpired() throws Exception {
    assertThat(signerOf(signed("41700093007")).getNotAfter()).isInThePast();
  }

  @Test
  void shouldSignWithACertificateThatIsRevoked() throws Exception {
    // Given
    X509Certificate signer = signerOf(signed("41700093008"));

    // When
    byte[] list = octets("/simulator/revocations.crl");

    // Then
    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(list))
                .isRevoked(signer))
        .isTrue();
  }

  @Test
  void shouldSignWronglyWhereItIsToldTo() throws Exception {
    // When
    CMSSignedData cms = signed("41700093011");

    // Then
    assertThat(verifies(cms, simulator.certificate("41700093011"))).isFalse();
  }

  @Test
  void shouldRefuseWhatItHasSeenBefore() throws Exception {
    // Given
    sign("T1", "41791112233", FIRST);

    // When
    HttpResponse<String> again = sign("T1", "41791112233", FIRST);

    // Then
    assertThat(fault(again)).isEqualTo("_101");
    assertThat(simulator.prompts()).containsEntry("T1", 1);
  }

  @Test
  void shouldCountAPhoneThatRingsTwice() throws Exception {
    // Given
    sign("T1", "41791112233", FIRST);

    // When
    sign("T1", "41791112233", SECOND);

    // Then
    assertThat(simulator.prompts()).containsEntry("T1", 2);
    assertThat(get("/simulator/prompts")).isEqualTo("{\"T1\":2}");
  }

  @Test
  void shouldRefuseASecondSignatureWhileTheFirstIsUnderWay() throws Exception {
    // Given
    sign("T1", "41700093020", FIRST);

    // When // Then
    assertThat(fault(sign("T2", "41700093020", FIRST))).isEqualTo("_406");
  }

  @Test
  void shouldCancelWhereItsOwnHttpSaysSo() throws Exception {
    // Given
    String id = accepted(sign("T1", "41700093020", FIRST));

    // When
    int told = post("/simulator/transactions/T1/cancel");

    // Then
    assertThat(told).isEqualTo(200);
    assertThat(fault(status("T1", id, SECOND))).isEqualTo("_401");
    assertThat(post("/simulator/transactions/T1/cancel")).isEqualTo(404);
  }

  @Test
  void shouldShowWhatThePhoneShows() throws Exception {
    // Given
    sign("T1", "41700093020", FIRST);

    // When
    JsonNode shown = JSON.readTree(get("/simulator/transactions/T1"));

    // Then
    assertThat(shown.path("prompts").intValue()).isOne();
    assertThat(shown.at("/transactions/0/shown").textValue()).isEqualTo("Pay 10");
    assertThat(shown.at("/transactions/0/state").textValue()).isEqualTo("NOT_YET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/simulator/nothing", "/simulator/"})
  void shouldKnowNoOtherPage(String path) throws Exception {
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(URI.create(simulator.address() + path)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "AP_TransID\":\"T1,AP_TransID\":\"1a,_101",
    "41791112233,41000000000,_101",
    "UserLang,Nothing,_102",
    "asynch,synch,_108",
    "text/plain,text/html,_107",
    "Pay 10,Pay 10 йййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййййй,_103"
  })
  void shouldRefuseWhatTheServiceWould(String part, String instead, String code) throws Exception {
    assertThat(fault(call("sign", request("T1", "41791112233", FIRST).replace(part, instead))))
        .isEqualTo(code);
  }

  private CMSSignedData signed(String number) throws Exception {
    return signature(status("T1", accepted(sign("T1", number, FIRST)), SECOND));
  }

  private HttpResponse<String> sign(String transactionId, String number, String instant)
      throws Exception {
    return call("sign", request(transactionId, number, instant));
  }

  private static String request(String transactionId, String number, String instant) {
    return """
    {"MSS_SignatureReq":{"AP_Info":{"AP_ID":"mid://x","AP_PWD":"not-needed","AP_TransID":"%s","Instant":"%s"},
     "MajorVersion":"1","MinorVersion":"2","MessagingMode":"asynch","TimeOut":"80",
     "MobileUser":{"MSISDN":"%s"},"SignatureProfile":"http://mid.swisscom.ch/Any-LoA4",
     "DataToBeSigned":{"MimeType":"text/plain","Encoding":"UTF-8","Data":"Pay 10"},
     "AdditionalServices":[{"Description":"http://mss.ficom.fi/TS102204/v1.0.0#userLang","UserLang":{"Value":"EN"}}]}}
    """
        .formatted(transactionId, instant, number);
  }

  private HttpResponse<String> status(String transactionId, String id, String instant)
      throws Exception {
    return call(
        "status",
        """
        {"MSS_StatusReq":{"AP_Info":{"AP_ID":"mid://x","AP_PWD":"not-needed","AP_TransID":"%s","Instant":"%s"},
         "MajorVersion":"1","MinorVersion":"1","MSSP_TransID":"%s"}}
        """
            .formatted(transactionId, instant, id));
  }

  private HttpResponse<String> call(String resource, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(simulator.address() + "/rest/service/" + resource))
            .header("Content-Type", "application/json;charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String accepted(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body()).at("/MSS_SignatureResp/MSSP_TransID").textValue();
  }

  private static CMSSignedData signature(HttpResponse<String> answer) throws Exception {
    JsonNode response = JSON.readTree(answer.body()).path("MSS_StatusResp");
    assertThat(response.at("/Status/StatusCode/Value").textValue()).isEqualTo("500");
    return new CMSSignedData(
        Base64.getDecoder().decode(response.at("/MSS_Signature/Base64Signature").textValue()));
  }

  private static String fault(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(500);
    return JSON.readTree(answer.body()).at("/Fault/Code/SubCode/Value").textValue();
  }

  private static X509Certificate signerOf(CMSSignedData cms) throws Exception {
    byte[] der = cms.getCertificates().getMatches(null).iterator().next().getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** Bouncy Castle throws where the certificate was not valid at the signing time. */
  private static boolean verifies(CMSSignedData cms, X509Certificate certificate) throws Exception {
    SignerInformation signer = cms.getSignerInfos().iterator().next();
    try {
      return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
    } catch (CMSException _) {
      return false;
    }
  }

  private String get(String path) throws Exception {
    return new String(octets(path), StandardCharsets.UTF_8);
  }

  private byte[] octets(String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(simulator.address() + path)).build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  private int post(String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(simulator.address() + path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
