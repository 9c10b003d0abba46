package dev.assent.connectors.mssp;

import dev.assent.connectors.mssp.MobileServiceRequest.Header;
import dev.assent.connectors.mssp.MobileServiceRequest.ProfileQuery;
import dev.assent.connectors.mssp.MobileServiceRequest.Receipt;
import dev.assent.connectors.mssp.MobileServiceRequest.Signature;
import dev.assent.connectors.mssp.MobileServiceRequest.StatusQuery;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes requests as SOAP 1.2 envelopes, in RPC style as the services' WSDL has it. */
final class SoapWriter {
  private static final String SOAP = "soapenv";
  private static final String MSS = "mss";
  private static final String FICOM = "fi";
  private static final String FICOM_SPACE = "http://mss.ficom.fi/TS102204/v1.0.0#";

  private final XMLStreamWriter xml;

  private SoapWriter(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static byte[] write(MobileServiceRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      new SoapWriter(xml).envelope(request);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("an array takes what is written", e);
    }
    return bytes.toByteArray();
  }

  private void envelope(MobileServiceRequest request) throws XMLStreamException {
    xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    xml.writeStartElement(SOAP, "Envelope", SoapWire.ENVELOPE);
    xml.writeNamespace(SOAP, SoapWire.ENVELOPE);
    xml.writeNamespace(MSS, SoapWire.MOBILE_SIGNATURE);
    xml.writeNamespace(FICOM, FICOM_SPACE);
    xml.writeStartElement(SOAP, "Body", SoapWire.ENVELOPE);
    switch (request) {
      case Signature signature -> signature(signature);
      case StatusQuery query -> status(query);
      case Receipt receipt -> receipt(receipt);
      case ProfileQuery query -> profile(query);
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void signature(Signature request) throws XMLStreamException {
    xml.writeStartElement("MSS_Signature");
    message("MSS_SignatureReq", "1", "1");
    xml.writeAttribute("MessagingMode", "asynchClientServer");
    xml.writeAttribute("TimeOut", Long.toString(request.timeout().toSeconds()));
    header(request.header());
    user(request.msisdn().reveal());
    data("DataToBeSigned", request.content().mimeType(), request.content().data());
    uri("SignatureProfile", request.profile());
    start("AdditionalServices");
    start("Service");
    uri("Description", MobileServiceWire.USER_LANGUAGE_SERVICE);
    xml.writeStartElement(FICOM, "UserLang", FICOM_SPACE);
    xml.writeCharacters(request.language());
    end(5);
  }

  private void status(StatusQuery request) throws XMLStreamException {
    xml.writeStartElement("MSS_StatusQuery");
    message("MSS_StatusReq", "1", "1");
    xml.writeAttribute("MSSP_TransID", request.serviceTransactionId());
    header(request.header());
    end(2);
  }

  private void receipt(Receipt request) throws XMLStreamException {
    xml.writeStartElement("MSS_Receipt");
    message("MSS_ReceiptReq", "1", "1");
    xml.writeAttribute("MSSP_TransID", request.serviceTransactionId());
    header(request.header());
    user(request.msisdn().reveal());
    start("Status");
    start("StatusCode");
    xml.writeAttribute("Value", "100");
    end(2);
    data("Message", "text/plain", request.message());
    end(2);
  }

  private void profile(ProfileQuery request) throws XMLStreamException {
    xml.writeStartElement("MSS_ProfileQuery");
    message("MSS_ProfileReq", "2", "0");
    header(request.header());
    user(request.msisdn().reveal());
    end(2);
  }

  private void message(String name, String major, String minor) throws XMLStreamException {
    start(name);
    xml.writeAttribute("MajorVersion", major);
    xml.writeAttribute("MinorVersion", minor);
  }

  private void header(Header header) throws XMLStreamException {
    start("AP_Info");
    xml.writeAttribute("AP_ID", header.applicationProvider());
    xml.writeAttribute("AP_PWD", header.password().reveal());
    xml.writeAttribute("AP_TransID", header.transactionId());
    xml.writeAttribute("Instant", MobileServiceWire.text(header.instant()));
    end(1);
    if (header.service().isPresent()) {
      start("MSSP_Info");
      start("MSSP_ID");
      text("URI", header.service().get());
      end(2);
    }
  }

  private void user(String msisdn) throws XMLStreamException {
    start("MobileUser");
    text("MSISDN", msisdn);
    end(1);
  }

  private void data(String name, String mimeType, String data) throws XMLStreamException {
    start(name);
    xml.writeAttribute("MimeType", mimeType);
    xml.writeAttribute("Encoding", "UTF-8");
    xml.writeCharacters(data);
    end(1);
  }

  private void uri(String name, String uri) throws XMLStreamException {
    start(name);
    text("mssURI", uri);
    end(1);
  }

  private void text(String name, String text) throws XMLStreamException {
    start(name);
    xml.writeCharacters(text);
    end(1);
  }

  private void start(String name) throws XMLStreamException {
    xml.writeStartElement(MSS, name, SoapWire.MOBILE_SIGNATURE);
  }

  private void end(int elements) throws XMLStreamException {
    for (int closed = 0; closed < elements; closed++) {
      xml.writeEndElement();
    }
  }
}
