package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.request.CreationForm;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a policy says about mobile signatures, in requests and answers. */
final class MobilePolicyJson {
  private static final String PATTERN = "msisdnPattern";
  private static final String CONNECTORS = "msspConnectors";
  private static final String CONNECTOR = "msspConnector";
  private static final int MOST_PATTERN = 200;
  private static final int MOST_CONNECTORS = 100;

  static final Set<String> MEMBERS = Set.of(PATTERN, CONNECTORS, CONNECTOR);

  private MobilePolicyJson() {}

  static void read(JsonObject fields, TenantPolicy policy) {
    fields
        .optionalText(PATTERN)
        .ifPresent(
            pattern -> {
              require(
                  pattern.length() <= MOST_PATTERN && isPattern(pattern),
                  "policy.msisdnPattern must be a regular expression of at most 200 characters");
              policy.setMsisdnPattern(pattern);
            });
    Map<String, String> connectors = fields.texts(CONNECTORS);
    require(
        connectors.size() <= MOST_CONNECTORS
            && connectors.values().stream().allMatch(CreationForm::isConnector),
        "policy.msspConnectors must be at most 100 connectors by the URI of their provider: "
            + CreationForm.CONNECTOR_RULE);
    policy.setMsspConnectors(connectors);
    fields
        .optionalText(CONNECTOR)
        .ifPresent(
            connector -> {
              require(
                  CreationForm.isConnector(connector),
                  "policy.msspConnector: " + CreationForm.CONNECTOR_RULE);
              policy.setMsspConnector(connector);
            });
  }

  static void write(JsonGenerator json, TenantPolicy policy) throws IOException {
    Json.optional(json, PATTERN, policy.getMsisdnPattern());
    json.writeObjectFieldStart(CONNECTORS);
    for (Map.Entry<String, String> connector : policy.getMsspConnectors().entrySet()) {
      json.writeStringField(connector.getKey(), connector.getValue());
    }
    json.writeEndObject();
    json.writeStringField(CONNECTOR, policy.getMsspConnector());
  }

  private static boolean isPattern(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Rejected.badRequest(otherwise);
    }
  }
}
