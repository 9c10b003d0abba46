package dev.assent.processor.topology;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.processor.decision.Policy;
import dev.assent.processor.decision.PolicyBuilder;
import dev.assent.schemas.model.FieldType;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.Template;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The policy of a history. */
final class HistoryPolicy {
  private HistoryPolicy() {}

  /** What the JSON says, and the standard policy for the rest. */
  static Policy of(JsonNode json) {
    PolicyBuilder builder = Policy.builder();
    json.properties().forEach(member -> set(builder, member.getKey(), member.getValue()));
    return builder.build();
  }

  private static void set(PolicyBuilder builder, String name, JsonNode value) {
    switch (name) {
      case "timeToLive" -> builder.timeToLive(Duration.parse(value.asText()));
      case "maximumFailedProofs" -> builder.maximumFailedProofs(value.asInt());
      case "maximumPending" -> builder.maximumPending(value.asInt());
      case "retention" -> builder.retention(Duration.parse(value.asText()));
      case "maximumConsecutiveFailedProofs" ->
          builder.maximumConsecutiveFailedProofs(value.asInt());
      case "lockDuration" -> builder.lockDuration(Duration.parse(value.asText()));
      case "toleratedRefusals" -> builder.toleratedRefusals(value.asInt());
      case "coolDown" -> builder.coolDown(Duration.parse(value.asText()));
      case "numberMatching" -> builder.numberMatching(NumberMatching.valueOf(value.asText()));
      case "template" -> builder.template(template(value));
      default -> throw new AssertionError("not a rule of a policy: " + name);
    }
  }

  private static Template template(JsonNode json) {
    Map<String, String> texts = new HashMap<>();
    json.get("texts")
        .properties()
        .forEach(text -> texts.put(text.getKey(), text.getValue().asText()));
    Map<String, FieldType> fields = new HashMap<>();
    json.get("fields")
        .properties()
        .forEach(field -> fields.put(field.getKey(), FieldType.valueOf(field.getValue().asText())));
    return new Template(
        json.get("id").asText(), json.get("version").asInt(), new TreeMap<>(texts), fields);
  }
}
