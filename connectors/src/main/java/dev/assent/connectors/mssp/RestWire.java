package dev.assent.connectors.mssp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.connectors.mssp.MobileServiceRequest.Header;
import dev.assent.connectors.mssp.MobileServiceRequest.ProfileQuery;
import dev.assent.connectors.mssp.MobileServiceRequest.Receipt;
import dev.assent.connectors.mssp.MobileServiceRequest.Signature;
import dev.assent.connectors.mssp.MobileServiceRequest.StatusQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON form of Swisscom Mobile ID (vendor-apis.md section 7): the names of the XML form, one
 * wrapping member for each message, every scalar a string. Members that we do not know are ignored.
 */
final class RestWire implements MobileServiceWire {
  /** Deep enough for the details of a profile; no member twice, nothing after. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String base;

  /**
   * A form.
   *
   * @param base the path before {@code /sign} and the others
   */
  RestWire(String base) {
    this.base = base;
  }

  @Override
  public String path(MobileServiceRequest request) {
    return base
        + switch (request) {
          case Signature _ -> "/sign";
          case StatusQuery _ -> "/status";
          case Receipt _ -> "/receipt";
          case ProfileQuery _ -> "/profile";
        };
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Content-Type", "application/json;charset=utf-8", "Accept", "application/json");
  }

  @Override
  public byte[] write(MobileServiceRequest request) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    ObjectNode body = message.putObject(name(request) + "Req");
    header(body, request.header());
    body.put("MajorVersion", request instanceof ProfileQuery ? "2" : "1");
    switch (request) {
      case Signature signature -> signature(body, signature);
      case StatusQuery query ->
          body.put("MinorVersion", "1").put("MSSP_TransID", query.serviceTransactionId());
      case Receipt receipt -> receipt(body, receipt);
      case ProfileQuery query -> {
        body.put("MinorVersion", "0");
        user(body, query.msisdn().reveal());
      }
    }
    try {
      return JSON.writeValueAsString(message).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts cannot be written", e);
    }
  }

  private static void header(ObjectNode body, Header header) {
    body.putObject("AP_Info")
        .put("AP_ID", header.applicationProvider())
        .put("AP_PWD", header.password().reveal())
        .put("AP_TransID", header.transactionId())
        .put("Instant", MobileServiceWire.text(header.instant()));
    header
        .service()
        .ifPresent(uri -> body.putObject("MSSP_Info").putObject("MSSP_ID").put("URI", uri));
  }

  private static void signature(ObjectNode body, Signature request) {
    body.put("MinorVersion", "2")
        .put("MessagingMode", "asynch")
        .put("TimeOut", Long.toString(request.timeout().toSeconds()));
    user(body, request.msisdn().reveal());
    body.put("SignatureProfile", request.profile());
    body.putObject("DataToBeSigned")
        .put("MimeType", request.content().mimeType())
        .put("Encoding", "UTF-8")
        .put("Data", request.content().data());
    body.putArray("AdditionalServices")
        .addObject()
        .put("Description", USER_LANGUAGE_SERVICE)
        .putObject("UserLang")
        .put("Value", request.language());
  }

  private static void receipt(ObjectNode body, Receipt request) {
    body.put("MinorVersion", "1").put("MSSP_TransID", request.serviceTransactionId());
    user(body, request.msisdn().reveal());
    body.putObject("Status").putObject("StatusCode").put("Value", "100");
    body.putObject("Message")
        .put("MimeType", "text/plain")
        .put("Encoding", "UTF-8")
        .put("Data", request.message());
  }

  private static void user(ObjectNode body, String msisdn) {
    body.putObject("MobileUser").put("MSISDN", msisdn);
  }

  @Override
  public Optional<MobileServiceReply> read(MobileServiceRequest request, byte[] body) {
    try {
      JsonNode message = JSON.readTree(new String(body, StandardCharsets.UTF_8));
      return message.has("Fault")
          ? fault(message.path("Fault"))
          : status(message.path(name(request) + "Resp"));
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static Optional<MobileServiceReply> fault(JsonNode fault) {
    JsonNode code = fault.path("Code").path("SubCode");
    return text(code.path("Value"))
        .map(
            value -> new MobileServiceReply.Fault(value, text(code.path("SubCode").path("Value"))));
  }

  private static Optional<MobileServiceReply> status(JsonNode response) {
    return text(response.path("Status").path("StatusCode").path("Value"))
        .map(
            code ->
                new MobileServiceReply.Status(
                    code,
                    text(response.path("MSSP_TransID")),
                    text(response.path("AP_Info").path("AP_TransID")),
                    text(response.path("MobileUser").path("MSISDN")),
                    text(response.path("MSS_Signature").path("Base64Signature")),
                    profiles(response.path("SignatureProfile"))));
  }

  private static List<String> profiles(JsonNode value) {
    List<String> profiles = new ArrayList<>();
    text(value).ifPresent(profiles::add);
    value.elements().forEachRemaining(one -> text(one).ifPresent(profiles::add));
    return profiles;
  }

  private static Optional<String> text(JsonNode value) {
    return Optional.ofNullable(value.textValue()).filter(text -> !text.isEmpty());
  }

  private static String name(MobileServiceRequest request) {
    return switch (request) {
      case Signature _ -> "MSS_Signature";
      case StatusQuery _ -> "MSS_Status";
      case Receipt _ -> "MSS_Receipt";
      case ProfileQuery _ -> "MSS_Profile";
    };
  }
}
