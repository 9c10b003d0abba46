package dev.assent.connectors.mssp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.mssp.MobileServiceReply.Fault;
import dev.assent.connectors.mssp.MobileServiceReply.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class SoapWireTest {
  private static final String HEAD =
      "<soapenv:Envelope xmlns:soapenv=\"http://www.w3.org/2003/05/soap-envelope\"><soapenv:Body>";
  private static final String TAIL = "</soapenv:Body></soapenv:Envelope>";
  private static final String OUTSTANDING =
      "<MSS_StatusQueryResponse xmlns=\"http://uri.etsi.org/TS102204/etsi204-kiuru.wsdl\">"
          + "<MSS_StatusResp xmlns=\"\" MajorVersion=\"1\" MinorVersion=\"1\">"
          + "<mss:AP_Info xmlns:mss=\"http://uri.etsi.org/TS102204/v1.1.2#\" AP_TransID=\"T1\"/>"
          + "<mss:MobileUser xmlns:mss=\"http://uri.etsi.org/TS102204/v1.1.2#\">"
          + "<mss:MSISDN>41790000000</mss:MSISDN></mss:MobileUser>"
          + "<mss:Status xmlns:mss=\"http://uri.etsi.org/TS102204/v1.1.2#\">"
          + "<mss:StatusCode Value=\"504\"/></mss:Status>"
          + "</MSS_StatusResp></MSS_StatusQueryResponse>";

  private final SoapWire wire = new SoapWire("/soap/services");

  @Test
  void shouldAskForASignatureInTheWordsOfTheStandard() {
    // When
    Element envelope = SafeXml.read(wire.write(SampleRequests.signature())).orElseThrow();

    // Then
    Element request =
        SafeXml.within(SafeXml.child(envelope, "Body").orElseThrow(), "MSS_SignatureReq")
            .orElseThrow();
    Element header = SafeXml.child(request, "AP_Info").orElseThrow();
    Element data = SafeXml.child(request, "DataToBeSigned").orElseThrow();
    assertThat(envelope.getNamespaceURI()).isEqualTo("http://www.w3.org/2003/05/soap-envelope");
    assertThat(request.getNamespaceURI()).isEqualTo("http://uri.etsi.org/TS102204/v1.1.2#");
    assertThat(request.getParentNode().getLocalName()).isEqualTo("MSS_Signature");
    assertThat(request.getAttribute("MessagingMode")).isEqualTo("asynchClientServer");
    assertThat(request.getAttribute("TimeOut")).isEqualTo("80");
    assertThat(header.getAttribute("AP_TransID")).isEqualTo("..");
    assertThat(header.getAttribute("Instant")).isEqualTo("2026-01-01T11:00:00.000Z");
    assertThat(data.getAttribute("MimeType")).isEqualTo("text/plain");
    assertThat(data.getTextContent()).isEqualTo("Bank ACME: ...");
    assertThat(
            SafeXml.child(request, "AdditionalServices")
                .flatMap(one -> SafeXml.child(one, "Service"))
                .flatMap(one -> SafeXml.text(one, "UserLang")))
        .contains("EN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a < b & \"c\" > 'd'",
        "]]>",
        "Zürich\n10 €",
        "<mss:Status/>",
        "&#65;",
        "\uD83D\uDCB6"
      })
  void shouldCarryTheTextAsItIs(String text) {
    // When
    Element envelope = SafeXml.read(wire.write(SampleRequests.signature(text))).orElseThrow();

    // Then
    assertThat(
            SafeXml.child(envelope, "Body")
                .flatMap(body -> SafeXml.within(body, "MSS_SignatureReq"))
                .flatMap(request -> SafeXml.child(request, "DataToBeSigned"))
                .map(Element::getTextContent))
        .contains(text);
  }

  @Test
  void shouldCallWhatTheContractNames() {
    assertThat(SampleRequests.all().stream().map(wire::path))
        .containsExactly(
            "/soap/services/MSS_SignaturePort",
            "/soap/services/MSS_StatusQueryPort",
            "/soap/services/MSS_ReceiptPort",
            "/soap/services/MSS_ProfilePort");
  }

  @Test
  void shouldWriteRequestsThatAreXml() {
    assertThat(SampleRequests.all())
        .allSatisfy(request -> assertThat(SafeXml.read(wire.write(request))).isPresent());
  }

  @Test
  void shouldReadAStatusWhoseMessageIsInNoNamespace() {
    assertThat(read(HEAD + OUTSTANDING + TAIL))
        .contains(
            new Status(
                "504",
                Optional.empty(),
                Optional.of("T1"),
                Optional.of("41790000000"),
                Optional.empty(),
                List.of()));
  }

  @Test
  void shouldReadTheSubCodeOfAFaultWithoutItsPrefix() {
    assertThat(
            read(
                HEAD
                    + "<soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:Receiver</soapenv:Value>"
                    + "<soapenv:Subcode><soapenv:Value xmlns:mss=\"http://uri.etsi.org/TS102204/v1.1.2#\">"
                    + "mss:_208</soapenv:Value><soapenv:Subcode><soapenv:Value>fi:_2082</soapenv:Value>"
                    + "</soapenv:Subcode></soapenv:Subcode></soapenv:Code></soapenv:Fault>"
                    + TAIL))
        .contains(new Fault("_208", Optional.of("_2082")));
  }

  @Test
  void shouldReadTheSignatureWithoutTheWhiteSpaceAroundIt() {
    // Given
    String answer =
        OUTSTANDING
            .replace("504", "500")
            .replace(
                "<mss:Status ",
                "<mss:MSS_Signature xmlns:mss=\"http://uri.etsi.org/TS102204/v1.1.2#\">"
                    + "<mss:Base64Signature>\n  MIIB\n  </mss:Base64Signature></mss:MSS_Signature>"
                    + "<mss:Status ");

    // When // Then
    assertThat(read(HEAD + answer + TAIL))
        .hasValueSatisfying(reply -> assertThat(((Status) reply).signature()).contains("MIIB"));
  }

  @Test
  void shouldReadNothingWhereTwoStatusesAreTold() {
    // Given
    String second =
        "<mss:Status xmlns:mss=\"http://uri.etsi.org/TS102204/v1.1.2#\">"
            + "<mss:StatusCode Value=\"500\"/></mss:Status></MSS_StatusResp>";

    // When // Then
    assertThat(read(HEAD + OUTSTANDING.replace("</MSS_StatusResp>", second) + TAIL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE x [<!ENTITY a \"b\">]>",
        "<!DOCTYPE x SYSTEM \"file:///etc/hostname\">",
        "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://localhost:1/\"> %p;]>"
      })
  void shouldReadNothingThatHasADocumentType(String documentType) {
    assertThat(read(documentType + HEAD + OUTSTANDING + TAIL)).isEmpty();
  }

  @Test
  void shouldReadNothingThatIsTooDeep() {
    // Given
    String deep = "<a>".repeat(40) + "</a>".repeat(40);

    // When // Then
    assertThat(read(HEAD + OUTSTANDING + TAIL)).isPresent();
    assertThat(read(HEAD + OUTSTANDING.replace("<mss:MSISDN>", deep + "<mss:MSISDN>") + TAIL))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<html/>",
        HEAD + TAIL,
        HEAD + "<MSS_SignatureResp/>" + TAIL,
        HEAD + "<soapenv:Fault/>" + TAIL,
        "<Envelope><Body/></Envelope>"
      })
  void shouldReadNothingFromWhatIsNoAnswerToAStatusQuery(String body) {
    assertThat(read(body)).isEmpty();
  }

  private Optional<MobileServiceReply> read(String body) {
    return wire.read(SampleRequests.status(), body.getBytes(StandardCharsets.UTF_8));
  }
}
