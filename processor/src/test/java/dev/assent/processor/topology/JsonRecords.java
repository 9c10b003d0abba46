package dev.assent.processor.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records as JSON that people read, and back: times in ISO 8601, bytes in base64, unions without
 * the name of their branch. What a reader does not find has its schema's default.
 */
final class JsonRecords {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String RECORDS = "dev.assent.schemas.avro.";

  private JsonRecords() {}

  /** The class of records of that simple name. */
  static Class<? extends SpecificRecord> type(String name) {
    try {
      return Class.forName(RECORDS + name).asSubclass(SpecificRecord.class);
    } catch (ClassNotFoundException gone) {
      throw new AssertionError("There is no record " + name + " any more", gone);
    }
  }

  /** A record, or a value in it, as JSON. */
  static JsonNode write(Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case IndexedRecord nested -> {
        ObjectNode object = JSON.objectNode();
        for (Schema.Field field : nested.getSchema().getFields()) {
          object.set(field.name(), write(nested.get(field.pos())));
        }
        yield object;
      }
      case Map<?, ?> map -> {
        ObjectNode object = JSON.objectNode();
        map.forEach((name, member) -> object.set(name.toString(), write(member)));
        yield object;
      }
      case Collection<?> items -> {
        ArrayNode array = JSON.arrayNode();
        items.forEach(item -> array.add(write(item)));
        yield array;
      }
      case ByteBuffer buffer ->
          JSON.binaryNode(Arrays.copyOfRange(buffer.array(), buffer.arrayOffset(), buffer.limit()));
      case Boolean flag -> JSON.booleanNode(flag);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      default -> JSON.textNode(value.toString());
    };
  }

  /** The record of that simple name that the JSON says. */
  static Object read(String name, JsonNode json) {
    return read(SpecificData.get().getSchema(type(name)), json);
  }

  private static Object read(Schema schema, JsonNode json) {
    return switch (schema.getType()) {
      case RECORD -> record(schema, json);
      case ENUM -> SpecificData.get().createEnum(json.asText(), schema);
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        json.forEach(item -> items.add(read(schema.getElementType(), item)));
        yield items;
      }
      case MAP -> {
        Map<String, Object> members = new TreeMap<>();
        json.properties()
            .forEach(
                member ->
                    members.put(member.getKey(), read(schema.getValueType(), member.getValue())));
        yield members;
      }
      case UNION ->
          json.isNull()
              ? null
              : read(
                  schema.getTypes().stream()
                      .filter(branch -> branch.getType() != Schema.Type.NULL)
                      .findFirst()
                      .orElseThrow(),
                  json);
      case BYTES -> bytes(json);
      case LONG ->
          schema.getLogicalType() == null ? (Object) json.asLong() : Instant.parse(json.asText());
      case INT -> json.asInt();
      case BOOLEAN -> json.asBoolean();
      case STRING -> json.asText();
      case FIXED, FLOAT, DOUBLE, NULL ->
          throw new AssertionError("No record has a " + schema.getType());
    };
  }

  private static Object record(Schema schema, JsonNode json) {
    SpecificData model = SpecificData.getForSchema(schema);
    IndexedRecord record = (IndexedRecord) model.newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      Object value =
          json.has(field.name())
              ? read(field.schema(), json.get(field.name()))
              : model.getDefaultValue(field);
      record.put(field.pos(), value);
    }
    return record;
  }

  private static ByteBuffer bytes(JsonNode json) {
    try {
      return ByteBuffer.wrap(json.binaryValue());
    } catch (IOException notBase64) {
      throw new UncheckedIOException(notBase64);
    }
  }
}
