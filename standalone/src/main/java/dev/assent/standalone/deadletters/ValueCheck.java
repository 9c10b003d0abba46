package dev.assent.standalone.deadletters;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.DecodingFailure;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.serde.SelectableAvroSerde;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * What can be said of a value without saying what is in it.
 *
 * @param schemaId the id in its first bytes (Confluent wire format); nothing where it has none
 * @param schemaName the full name of the registry's schema with that id; nothing where it has none
 * @param verdict whether the value can be read now, and if not, why not
 * @param record what it says; nothing where it cannot be read
 */
record ValueCheck(
    Optional<Integer> schemaId,
    Optional<String> schemaName,
    String verdict,
    Optional<SpecificRecord> record) {
  private static final int HEADER_BYTES = 5;

  /**
   * Checks a value as the topic's reader would.
   *
   * @param value null where the record has none
   * @throws dev.assent.schemas.serde.RegistryUnavailableException where the registry cannot be
   *     asked
   */
  static ValueCheck of(Topic topic, byte[] value, Map<String, Object> configuration) {
    if (value == null) {
      return unreadable("no: the record has no value");
    }
    Optional<Schema> expected = topic.valueSchema();
    if (expected.isEmpty()) {
      return unreadable("not checked: the topic is the processor's own");
    }
    if (value.length < HEADER_BYTES || value[0] != 0) {
      return unreadable("no: the value is not in the Confluent wire format");
    }
    int schemaId = ByteBuffer.wrap(value).getInt(1);
    Optional<String> name =
        SchemaRegistration.find(configuration, schemaId).map(Schema::getFullName);
    String wanted = expected.get().getFullName();
    if (name.isEmpty()) {
      return new ValueCheck(
          Optional.of(schemaId), name, "no: its schema is not in the registry", Optional.empty());
    }
    if (!name.get().equals(wanted)) {
      return new ValueCheck(
          Optional.of(schemaId), name, "no: it is not a " + wanted, Optional.empty());
    }
    Optional<SpecificRecord> record = decode(topic, value, configuration);
    return new ValueCheck(
        Optional.of(schemaId),
        name,
        record.isPresent()
            ? "yes"
            : "no: its bytes do not fit the schema, or the schema does not fit this version's",
        record);
  }

  private static ValueCheck unreadable(String verdict) {
    return new ValueCheck(Optional.empty(), Optional.empty(), verdict, Optional.empty());
  }

  private static Optional<SpecificRecord> decode(
      Topic topic, byte[] value, Map<String, Object> configuration) {
    try (SelectableAvroSerde<SpecificRecord> serde = SelectableAvroSerde.forValues(configuration)) {
      return Optional.of(serde.deserializer().deserialize(topic.topicName(), value));
    } catch (RuntimeException failure) {
      if (DecodingFailure.isTransient(failure)) {
        throw failure;
      }
      return Optional.empty();
    }
  }
}
