package dev.assent.connectors.mssp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads XML that somebody else wrote.
 *
 * <p>Barrier: no document type, so neither entities nor anything that is fetched; bounded depth and
 * attributes. The bound of size is the HTTP client's.
 */
final class SafeXml {
  private static final String LIMITS = "http://www.oracle.com/xml/jaxp/properties/";
  private static final int DEEPEST = 32;
  private static final int MOST_ATTRIBUTES = 64;
  private static final int LONGEST_NAME = 256;

  private SafeXml() {}

  /** The root; nothing where the bytes are no XML, or have what is not read. */
  static Optional<Element> read(byte[] bytes) {
    try {
      return Optional.of(builder().parse(new ByteArrayInputStream(bytes)).getDocumentElement());
    } catch (SAXException | IOException _) {
      return Optional.empty();
    }
  }

  /** The one child of this local name; nothing where there are several, or none. */
  static Optional<Element> child(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** The child of this name, or the only child's: RPC style has a wrapper between. */
  static Optional<Element> within(Element parent, String name) {
    Optional<Element> direct = child(parent, name);
    if (direct.isPresent()) {
      return direct;
    }
    List<Element> all = elements(parent);
    return all.size() == 1 ? child(all.getFirst(), name) : Optional.empty();
  }

  /** The children of this local name, in any namespace: providers disagree where it is needed. */
  static List<Element> children(Element parent, String name) {
    return elements(parent).stream().filter(one -> name.equals(one.getLocalName())).toList();
  }

  /** The text of the one child of this name, without the white space around it. */
  static Optional<String> text(Element parent, String name) {
    return child(parent, name)
        .map(Element::getTextContent)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** An attribute's text; nothing where it is empty. */
  static Optional<String> attribute(Element element, String name) {
    return Optional.of(element.getAttribute(name)).filter(text -> !text.isEmpty());
  }

  private static List<Element> elements(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static DocumentBuilder builder() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setAttribute(LIMITS + "maxElementDepth", Integer.toString(DEEPEST));
      factory.setAttribute(LIMITS + "elementAttributeLimit", Integer.toString(MOST_ATTRIBUTES));
      factory.setAttribute(LIMITS + "maxXMLNameLimit", Integer.toString(LONGEST_NAME));
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Quiet());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's parser knows all of this", e);
    }
  }

  /** Without it the parser writes what it found to the standard error stream. */
  private static final class Quiet implements ErrorHandler {
    @Override
    public void warning(SAXParseException warning) {
      // well-formed all the same
    }

    @Override
    public void error(SAXParseException error) throws SAXException {
      throw error;
    }

    @Override
    public void fatalError(SAXParseException error) throws SAXException {
      throw error;
    }
  }
}
