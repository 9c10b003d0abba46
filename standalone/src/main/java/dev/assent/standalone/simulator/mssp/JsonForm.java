package dev.assent.standalone.simulator.mssp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Fault;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Told;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The JSON form of Swisscom Mobile ID; a scalar that is no string is refused. */
final class JsonForm implements WireForm {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("AP_ID", "/AP_Info/AP_ID"),
          Map.entry("AP_PWD", "/AP_Info/AP_PWD"),
          Map.entry("AP_TransID", "/AP_Info/AP_TransID"),
          Map.entry("Instant", "/AP_Info/Instant"),
          Map.entry("MSISDN", "/MobileUser/MSISDN"),
          Map.entry("MSSP_TransID", "/MSSP_TransID"),
          Map.entry("MessagingMode", "/MessagingMode"),
          Map.entry("TimeOut", "/TimeOut"),
          Map.entry("SignatureProfile", "/SignatureProfile"),
          Map.entry("UserLang", "/AdditionalServices/0/UserLang/Value"));

  @Override
  public String contentType() {
    return "application/json;charset=utf-8";
  }

  @Override
  public Optional<ServiceCall> read(ServiceCall.Method method, byte[] body) {
    try {
      JsonNode request = JSON.readTree(body).path(method.message() + "Req");
      if (!request.isObject()) {
        return Optional.empty();
      }
      Map<String, String> values = new HashMap<>();
      PLACES.forEach((name, place) -> put(values, name, request.at(place)));
      JsonNode data =
          request.path(method == ServiceCall.Method.RECEIPT ? "Message" : "DataToBeSigned");
      put(values, "MimeType", data.path("MimeType"));
      put(values, "Data", data.path("Data"));
      return Optional.of(new ServiceCall(method, values));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void put(Map<String, String> values, String name, JsonNode value) {
    if (value.isTextual()) {
      values.put(name, value.textValue());
    }
  }

  @Override
  public String write(ServiceCall.Method method, Told answer) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    ObjectNode response = message.putObject(method.message() + "Resp");
    response.put("MajorVersion", "1").put("MinorVersion", "1");
    response.putObject("AP_Info").put("AP_TransID", answer.echo());
    response
        .putObject("MSSP_Info")
        .put("Instant", Instant.now().toString())
        .putObject("MSSP_ID")
        .put("URI", "http://mid.swisscom.ch/");
    answer.number().ifPresent(one -> response.putObject("MobileUser").put("MSISDN", one));
    answer
        .signature()
        .ifPresent(one -> response.putObject("MSS_Signature").put("Base64Signature", one));
    if (method == ServiceCall.Method.SIGNATURE) {
      answer.serviceTransactionId().ifPresent(id -> response.put("MSSP_TransID", id));
    }
    if (!answer.profiles().isEmpty()) {
      answer.profiles().forEach(response.putArray("SignatureProfile")::add);
    }
    ObjectNode status = response.putObject("Status");
    status.putObject("StatusCode").put("Value", answer.code());
    return message.toString();
  }

  @Override
  public String write(Fault fault) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    ObjectNode body = message.putObject("Fault");
    ObjectNode code = body.putObject("Code");
    code.put("Value", fault.code().startsWith("10") ? "Sender" : "Receiver")
        .put("ValueNs", SoapForm.ENVELOPE);
    code.putObject("SubCode")
        .put("Value", "_" + fault.code())
        .put("ValueNs", SoapForm.MOBILE_SIGNATURE);
    body.put("Reason", fault.reason()).put("Detail", fault.reason());
    return message.toString();
  }
}
