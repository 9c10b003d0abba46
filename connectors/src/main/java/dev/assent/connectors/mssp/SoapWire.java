package dev.assent.connectors.mssp;

import dev.assent.connectors.mssp.MobileServiceRequest.ProfileQuery;
import dev.assent.connectors.mssp.MobileServiceRequest.Receipt;
import dev.assent.connectors.mssp.MobileServiceRequest.Signature;
import dev.assent.connectors.mssp.MobileServiceRequest.StatusQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** The SOAP 1.2 form of ETSI TS 102 204 V1.1.4 (vendor-apis.md section 6). */
final class SoapWire implements MobileServiceWire {
  /** The namespace of SOAP 1.2. */
  static final String ENVELOPE = "http://www.w3.org/2003/05/soap-envelope";

  /** The namespace of TS 102 204, which says 1.1.2 in V1.1.4, too. */
  static final String MOBILE_SIGNATURE = "http://uri.etsi.org/TS102204/v1.1.2#";

  private final String base;

  /**
   * A form.
   *
   * @param base the path before {@code /MSS_SignaturePort} and the others
   */
  SoapWire(String base) {
    this.base = base;
  }

  @Override
  public String path(MobileServiceRequest request) {
    return base
        + switch (request) {
          case Signature _ -> "/MSS_SignaturePort";
          case StatusQuery _ -> "/MSS_StatusQueryPort";
          case Receipt _ -> "/MSS_ReceiptPort";
          case ProfileQuery _ -> "/MSS_ProfilePort";
        };
  }

  @Override
  public Map<String, String> headers() {
    return Map.of(
        "Content-Type", "application/soap+xml;charset=utf-8", "Accept", "application/soap+xml");
  }

  @Override
  public byte[] write(MobileServiceRequest request) {
    return SoapWriter.write(request);
  }

  @Override
  public Optional<MobileServiceReply> read(MobileServiceRequest request, byte[] body) {
    return SafeXml.read(body)
        .filter(envelope -> "Envelope".equals(envelope.getLocalName()))
        .filter(envelope -> ENVELOPE.equals(envelope.getNamespaceURI()))
        .flatMap(envelope -> SafeXml.child(envelope, "Body"))
        .flatMap(content -> message(content, response(request)));
  }

  private static Optional<MobileServiceReply> message(Element body, String response) {
    Optional<Element> fault = SafeXml.child(body, "Fault");
    return fault.isPresent()
        ? fault.flatMap(SoapWire::fault)
        : SafeXml.within(body, response).flatMap(SoapWire::status);
  }

  private static Optional<MobileServiceReply> fault(Element fault) {
    Optional<Element> code =
        SafeXml.child(fault, "Code").flatMap(one -> SafeXml.child(one, "Subcode"));
    return code.flatMap(one -> SafeXml.text(one, "Value"))
        .map(
            value ->
                new MobileServiceReply.Fault(
                    unqualified(value),
                    code.flatMap(one -> SafeXml.child(one, "Subcode"))
                        .flatMap(one -> SafeXml.text(one, "Value"))
                        .map(SoapWire::unqualified)));
  }

  private static Optional<MobileServiceReply> status(Element response) {
    return SafeXml.child(response, "Status")
        .flatMap(status -> SafeXml.child(status, "StatusCode"))
        .flatMap(code -> SafeXml.attribute(code, "Value"))
        .map(
            code ->
                new MobileServiceReply.Status(
                    code,
                    SafeXml.attribute(response, "MSSP_TransID"),
                    SafeXml.child(response, "AP_Info")
                        .flatMap(header -> SafeXml.attribute(header, "AP_TransID")),
                    SafeXml.child(response, "MobileUser")
                        .flatMap(user -> SafeXml.text(user, "MSISDN")),
                    SafeXml.child(response, "MSS_Signature")
                        .flatMap(signature -> SafeXml.text(signature, "Base64Signature")),
                    profiles(response)));
  }

  private static List<String> profiles(Element response) {
    return SafeXml.children(response, "SignatureProfile").stream()
        .flatMap(profile -> SafeXml.text(profile, "mssURI").stream())
        .toList();
  }

  private static String unqualified(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private static String response(MobileServiceRequest request) {
    return switch (request) {
      case Signature _ -> "MSS_SignatureResp";
      case StatusQuery _ -> "MSS_StatusResp";
      case Receipt _ -> "MSS_ReceiptResp";
      case ProfileQuery _ -> "MSS_ProfileResp";
    };
  }
}
