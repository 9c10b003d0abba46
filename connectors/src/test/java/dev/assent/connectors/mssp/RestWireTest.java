package dev.assent.connectors.mssp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.connectors.mssp.MobileServiceReply.Fault;
import dev.assent.connectors.mssp.MobileServiceReply.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestWireTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RestWire wire = new RestWire("/rest/service");

  @Test
  void shouldAskForASignatureAsTheContractDoes() throws Exception {
    // Given: vendor-apis.md section 7, word for word but for the zone of the time
    String contract =
        """
        {"MSS_SignatureReq":{"AP_Info":{"AP_ID":"..","AP_PWD":"not-needed","AP_TransID":"..","Instant":"2026-01-01T11:00:00.000Z"},
         "MSSP_Info":{"MSSP_ID":{"URI":"http://mid.swisscom.ch/"}},"MajorVersion":"1","MinorVersion":"2","MessagingMode":"asynch","TimeOut":"80",
         "MobileUser":{"MSISDN":"41790000000"},"SignatureProfile":"http://mid.swisscom.ch/Any-LoA4",
         "DataToBeSigned":{"MimeType":"text/plain","Encoding":"UTF-8","Data":"Bank ACME: ..."},
         "AdditionalServices":[{"Description":"http://mss.ficom.fi/TS102204/v1.0.0#userLang","UserLang":{"Value":"EN"}}]}}
        """;

    // When
    JsonNode written = JSON.readTree(wire.write(SampleRequests.signature()));

    // Then
    assertThat(written).isEqualTo(JSON.readTree(contract));
  }

  @Test
  void shouldWriteEveryScalarAsAString() throws Exception {
    for (MobileServiceRequest request : SampleRequests.all()) {
      // When
      JsonNode written = JSON.readTree(wire.write(request));

      // Then
      assertThat(written.findParents("MajorVersion")).hasSize(1);
      assertThat(scalars(written)).allMatch(JsonNode::isTextual);
    }
  }

  @Test
  void shouldCallWhatTheContractNames() {
    assertThat(SampleRequests.all().stream().map(wire::path))
        .containsExactly(
            "/rest/service/sign",
            "/rest/service/status",
            "/rest/service/receipt",
            "/rest/service/profile");
  }

  @Test
  void shouldReadAnAcceptanceAndIgnoreWhatItDoesNotKnow() {
    assertThat(
            read(
                SampleRequests.signature(),
                """
                {"MSS_SignatureResp":{"AP_Info":{"AP_ID":"mid://x","AP_TransID":"T1","Instant":"2026-01-01T12:00:00.000Z"},
                 "MSSP_TransID":"h44okl","MajorVersion":"1","MinorVersion":"1","MobileUser":{"MSISDN":"41790000000"},
                 "SignatureProfile":"http://mid.swisscom.ch/STK-LoA4","New":{"er":["thing"]},
                 "Status":{"StatusCode":{"Value":"100"},"StatusMessage":"REQUEST_OK"}}}
                """))
        .contains(
            new Status(
                "100",
                Optional.of("h44okl"),
                Optional.of("T1"),
                Optional.of("41790000000"),
                Optional.empty(),
                List.of("http://mid.swisscom.ch/STK-LoA4")));
  }

  @Test
  void shouldReadAFaultAsTheContractHasIt() {
    assertThat(
            read(
                SampleRequests.status(),
                """
                {"Fault":{"Code":{"Value":"Sender","ValueNs":"http://www.w3.org/2003/05/soap-envelope","SubCode":{"Value":"_401","ValueNs":"http://uri.etsi.org/TS102204/v1.1.2#"}},"Reason":"USER_CANCEL","Detail":".."}}
                """))
        .contains(new Fault("_401", Optional.empty()));
  }

  @Test
  void shouldReadTheProfilesOfAUser() {
    assertThat(
            read(
                SampleRequests.profile(),
                """
                {"MSS_ProfileResp":{"SignatureProfile":["http://mid.swisscom.ch/STK-LoA4","http://mid.swisscom.ch/Device-LoA4"],
                 "Status":{"StatusCode":{"Value":"100"},"StatusDetail":{"ProfileQueryExtension":{"Sscds":{"Sim":{"MobileUserCertificate":[{"X509Certificate":["MII"]}]}}}}}}}
                """))
        .hasValueSatisfying(
            reply ->
                assertThat(((Status) reply).profiles())
                    .containsExactly(
                        "http://mid.swisscom.ch/STK-LoA4", "http://mid.swisscom.ch/Device-LoA4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html></html>",
        "{\"MSS_StatusResp\":{}}",
        "{\"MSS_SignatureResp\":{\"Status\":{\"StatusCode\":{\"Value\":\"500\"}}}}",
        "{\"MSS_StatusResp\":{\"Status\":{\"StatusCode\":{\"Value\":500}}}}",
        "{\"MSS_StatusResp\":{\"Status\":{\"StatusCode\":{\"Value\":\"504\",\"Value\":\"500\"}}}}",
        "{\"MSS_StatusResp\":{\"Status\":{\"StatusCode\":{\"Value\":\"500\"}}}} {}",
        "{\"Fault\":{}}"
      })
  void shouldReadNothingFromWhatIsNoAnswerToAStatusQuery(String body) {
    assertThat(read(SampleRequests.status(), body)).isEmpty();
  }

  private Optional<MobileServiceReply> read(MobileServiceRequest request, String body) {
    return wire.read(request, body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<JsonNode> scalars(JsonNode node) {
    return node.isValueNode()
        ? List.of(node)
        : node.valueStream().flatMap(child -> scalars(child).stream()).toList();
  }
}
