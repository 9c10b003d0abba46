package dev.assent.standalone.simulator.mssp;

import dev.assent.standalone.simulator.mssp.ServiceAnswer.Fault;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Told;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The SOAP 1.2 form of TS 102 204, with the odd namespaces that services answer in. */
final class SoapForm implements WireForm {
  static final String ENVELOPE = "http://www.w3.org/2003/05/soap-envelope";
  static final String MOBILE_SIGNATURE = "http://uri.etsi.org/TS102204/v1.1.2#";
  private static final String FICOM = "http://mss.ficom.fi/TS102204/v1.0.0#";

  @Override
  public String contentType() {
    return "application/soap+xml;charset=utf-8";
  }

  @Override
  public Optional<ServiceCall> read(ServiceCall.Method method, byte[] body) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Element root =
          factory.newDocumentBuilder().parse(new ByteArrayInputStream(body)).getDocumentElement();
      Node request = first(root, MOBILE_SIGNATURE, method.message() + "Req");
      return ENVELOPE.equals(root.getNamespaceURI()) && request instanceof Element element
          ? Optional.of(new ServiceCall(method, values(element)))
          : Optional.empty();
    } catch (ParserConfigurationException | SAXException | IOException _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> values(Element request) {
    Map<String, String> values = new HashMap<>();
    for (String name : new String[] {"MSSP_TransID", "MessagingMode", "TimeOut"}) {
      values.put(name, request.getAttribute(name));
    }
    if (first(request, MOBILE_SIGNATURE, "AP_Info") instanceof Element header) {
      for (String name : new String[] {"AP_ID", "AP_PWD", "AP_TransID", "Instant"}) {
        values.put(name, header.getAttribute(name));
      }
    }
    text(request, MOBILE_SIGNATURE, "MSISDN").ifPresent(text -> values.put("MSISDN", text));
    text(request, FICOM, "UserLang").ifPresent(text -> values.put("UserLang", text));
    if (first(request, MOBILE_SIGNATURE, "SignatureProfile") instanceof Element profile) {
      text(profile, MOBILE_SIGNATURE, "mssURI")
          .ifPresent(text -> values.put("SignatureProfile", text));
    }
    for (String name : new String[] {"DataToBeSigned", "Message"}) {
      if (first(request, MOBILE_SIGNATURE, name) instanceof Element data) {
        values.put("Data", data.getTextContent());
        values.put("MimeType", data.getAttribute("MimeType"));
      }
    }
    return values;
  }

  private static Optional<String> text(Element parent, String space, String name) {
    return Optional.ofNullable(first(parent, space, name)).map(Node::getTextContent);
  }

  private static Node first(Element parent, String space, String name) {
    NodeList found = parent.getElementsByTagNameNS(space, name);
    return found.item(0);
  }

  @Override
  public String write(ServiceCall.Method method, Told answer) {
    String response = method.message() + "Resp";
    String id =
        method == ServiceCall.Method.SIGNATURE
            ? answer.serviceTransactionId().map(text -> " MSSP_TransID=\"" + text + "\"").orElse("")
            : "";
    return envelope(
        "<%1$sResponse xmlns=\"http://uri.etsi.org/TS102204/etsi204-kiuru.wsdl\">"
                .formatted(method.operation())
            + "<%s xmlns=\"\" MajorVersion=\"1\" MinorVersion=\"1\"%s>".formatted(response, id)
            + "<mss:AP_Info AP_TransID=\"%s\"/>".formatted(escaped(answer.echo()))
            + "<mss:MSSP_Info Instant=\"%s\"><mss:MSSP_ID><mss:URI>http://mid.swisscom.ch/</mss:URI></mss:MSSP_ID></mss:MSSP_Info>"
                .formatted(Instant.now())
            + answer
                .number()
                .map("<mss:MobileUser><mss:MSISDN>%s</mss:MSISDN></mss:MobileUser>"::formatted)
                .orElse("")
            + answer
                .signature()
                .map(
                    "<mss:MSS_Signature><mss:Base64Signature>%s</mss:Base64Signature></mss:MSS_Signature>"
                        ::formatted)
                .orElse("")
            + answer.profiles().stream()
                .map(
                    "<mss:SignatureProfile><mss:mssURI>%s</mss:mssURI></mss:SignatureProfile>"
                        ::formatted)
                .collect(Collectors.joining())
            + "<mss:Status><mss:StatusCode Value=\"%s\"/></mss:Status>".formatted(answer.code())
            + "</%s></%sResponse>".formatted(response, method.operation()));
  }

  @Override
  public String write(Fault fault) {
    return envelope(
        "<soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:%s</soapenv:Value>"
                .formatted(fault.code().startsWith("10") ? "Sender" : "Receiver")
            + "<soapenv:Subcode><soapenv:Value>mss:_%s</soapenv:Value></soapenv:Subcode>"
                .formatted(fault.code())
            + "</soapenv:Code><soapenv:Reason><soapenv:Text xml:lang=\"en\">%s</soapenv:Text>"
                .formatted(escaped(fault.reason()))
            + "</soapenv:Reason></soapenv:Fault>");
  }

  private static String envelope(String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<soapenv:Envelope xmlns:soapenv=\"%s\" xmlns:mss=\"%s\"><soapenv:Body>"
            .formatted(ENVELOPE, MOBILE_SIGNATURE)
        + body
        + "</soapenv:Body></soapenv:Envelope>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
