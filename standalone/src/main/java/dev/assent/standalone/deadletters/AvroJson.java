package dev.assent.standalone.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Values as people read and mend them: Avro's JSON encoding (specification 1.12). */
final class AvroJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private AvroJson() {}

  /** The value as JSON that {@link #mended} takes. */
  static String write(SpecificRecord value) {
    Schema schema = value.getSchema();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, bytes, true);
      new SpecificDatumWriter<SpecificRecord>(schema, SpecificData.getForSchema(schema))
          .write(value, encoder);
      encoder.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * The value of a file, checked against the topic's schema, as its producer would have written it.
   *
   * @param key of the record that the value is for
   * @throws DeadLetterFailure where the file cannot be read or is no such value; the message quotes
   *     no more of it than a name
   */
  static byte[] mended(Topic topic, byte[] key, Path file, Map<String, Object> configuration)
      throws DeadLetterFailure {
    SpecificRecord value = read(topic.valueSchema().orElseThrow(), file);
    if (value instanceof Tenant tenant
        && !Arrays.equals(tenant.getTenant().getBytes(StandardCharsets.UTF_8), key)) {
      throw new DeadLetterFailure(file + " is about another tenant than the key of the record");
    }
    try (SelectableAvroSerde<SpecificRecord> serde = SelectableAvroSerde.forValues(configuration)) {
      return serde.serializer().serialize(topic.topicName(), value);
    }
  }

  static SpecificRecord read(Schema schema, Path file) throws DeadLetterFailure {
    try {
      JsonNode given = withAbsentOnes(schema, JSON.readTree(Files.readString(file)));
      SpecificRecord value =
          new SpecificDatumReader<SpecificRecord>(schema, schema, SpecificData.getForSchema(schema))
              .read(null, DecoderFactory.get().jsonDecoder(schema, given.toString()));
      requireNothingLost(given, JSON.readTree(write(value)), file);
      return value;
    } catch (JsonProcessingException malformed) {
      throw new DeadLetterFailure(
          "%s is not JSON: line %d, column %d"
              .formatted(
                  file,
                  malformed.getLocation().getLineNr(),
                  malformed.getLocation().getColumnNr()));
    } catch (AvroRuntimeException unfit) {
      throw new DeadLetterFailure(
          "%s is no %s in Avro's JSON encoding: %s"
              .formatted(file, schema.getName(), unfit.getMessage()));
    } catch (IOException unreadable) {
      throw new DeadLetterFailure("Cannot read " + unreadable.getMessage());
    }
  }

  /** Avro's JSON encoding wants a null even for an optional field that is absent. */
  private static JsonNode withAbsentOnes(Schema schema, JsonNode given) {
    if (given instanceof ObjectNode fields) {
      schema.getFields().stream()
          .filter(field -> JsonProperties.NULL_VALUE.equals(field.defaultVal()))
          .filter(field -> !fields.has(field.name()))
          .forEach(field -> fields.putNull(field.name()));
    }
    return given;
  }

  /** Avro passes over fields that the schema does not have; whoever wrote one meant something. */
  private static void requireNothingLost(JsonNode given, JsonNode understood, Path file)
      throws DeadLetterFailure {
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (!field.getValue().equals(understood.get(field.getKey()))) {
        throw new DeadLetterFailure(
            "%s: the schema has no place for all that %s says".formatted(file, field.getKey()));
      }
    }
  }
}
