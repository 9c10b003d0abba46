package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.DisplayTemplate;
import dev.assent.schemas.model.FieldType;
import dev.assent.schemas.model.Template;
import dev.assent.schemas.model.TemplateKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Templates in requests and answers, in the order of languages and fields. */
final class TemplateJson {
  static final Set<String> MEMBERS = Set.of("id", "version", "texts", "fields");
  private static final String PLACE = "policy.templates";

  private TemplateJson() {}

  static List<DisplayTemplate> read(JsonNode node, String defaultLanguage) {
    if (!node.isArray()) {
      throw Rejected.badRequest(PLACE + " must be an array");
    }
    List<DisplayTemplate> templates = new ArrayList<>();
    Set<TemplateKey> keys = new HashSet<>();
    for (JsonNode element : node) {
      Template template = template(element);
      if (!keys.add(template.key())) {
        throw Rejected.badRequest(PLACE + " must have each id and version once");
      }
      if (!template.speaks(defaultLanguage)) {
        throw Rejected.badRequest(PLACE + " must each have a text for the default language");
      }
      templates.add(record(template));
    }
    return templates;
  }

  static void write(JsonGenerator json, List<DisplayTemplate> templates) throws IOException {
    json.writeStartArray();
    for (DisplayTemplate template : templates) {
      json.writeStartObject();
      json.writeStringField("id", template.getId());
      json.writeNumberField("version", template.getVersion());
      write(json, "texts", template.getTexts());
      write(json, "fields", template.getFields());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String name, Map<String, String> members)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> member : new TreeMap<>(members).entrySet()) {
      json.writeStringField(member.getKey(), member.getValue());
    }
    json.writeEndObject();
  }

  private static Template template(JsonNode node) {
    JsonObject fields = JsonObject.of("a template in " + PLACE, node, MEMBERS);
    JsonNode version = fields.member("version");
    if (!version.isIntegralNumber() || !version.canConvertToInt()) {
      throw Rejected.badRequest(PLACE + ": version must be a whole number from 1");
    }
    Map<String, FieldType> types = new HashMap<>();
    strings("fields", fields.member("fields"))
        .forEach((name, type) -> types.put(name, fieldType(type)));
    try {
      return new Template(
          fields.text("id"), version.intValue(), strings("texts", fields.member("texts")), types);
    } catch (IllegalArgumentException e) {
      // the template's own refusals repeat nothing of it
      throw Rejected.badRequest(PLACE + ": " + e.getMessage());
    }
  }

  private static SortedMap<String, String> strings(String name, JsonNode node) {
    SortedMap<String, String> strings = new TreeMap<>();
    boolean valid = node.isObject();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      valid &= member.getValue().isTextual();
      strings.put(member.getKey(), member.getValue().asText());
    }
    if (!valid) {
      throw Rejected.badRequest(PLACE + ": " + name + " must be an object of strings");
    }
    return strings;
  }

  private static FieldType fieldType(String name) {
    for (FieldType type : FieldType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw Rejected.badRequest(PLACE + ": a field's type must be TEXT, AMOUNT or CURRENCY");
  }

  private static DisplayTemplate record(Template template) {
    Map<String, String> types = new HashMap<>();
    template.fields().forEach((name, type) -> types.put(name, type.name()));
    return new DisplayTemplate(
        template.id(), template.version(), new HashMap<>(template.texts()), types);
  }
}
