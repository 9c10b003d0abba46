package dev.assent.schemas.serde;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Avro's single-object encoding (specification 1.12, "Single object encoding"): the marker C3 01,
 * the CRC-64-AVRO fingerprint of the schema in eight bytes, little-endian, and Avro binary. It
 * needs no registry, which state stores and internal topics must not depend on. Safe for use by
 * several threads.
 *
 * @param <T> the generated class
 */
public final class SingleObjectSerde<T extends SpecificRecord> implements Serde<T> {
  private static final short MARKER = (short) 0xC301;
  private static final int HEADER_BYTES = 10;

  /** Making one compares it with every older schema, and each task of the processor needs many. */
  private static final Map<Class<?>, SingleObjectSerde<?>> MADE = new ConcurrentHashMap<>();

  private final String name;
  private final RecordWriter writer;
  private final Map<Long, RecordReader<T>> readers = new HashMap<>();

  private SingleObjectSerde(Class<T> type, List<Schema> olderSchemas) {
    SpecificData model = SpecificData.getForClass(type);
    Schema schema = model.getSchema(type);
    long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    this.name = schema.getFullName();
    this.writer = RecordWriter.specific(header(fingerprint), schema, model);
    for (Schema older : olderSchemas) {
      if (SchemaCompatibility.checkReaderWriterCompatibility(schema, older).getType()
          != SchemaCompatibilityType.COMPATIBLE) {
        throw new IllegalArgumentException(
            "What an older schema of " + name + " wrote cannot be read with the present one");
      }
      readers.put(
          SchemaNormalization.parsingFingerprint64(older), RecordReader.specific(older, type));
    }
    readers.put(fingerprint, RecordReader.specific(schema, type));
  }

  /**
   * The serde for a generated class, which also reads what earlier versions wrote. Safe for use by
   * several threads.
   *
   * @throws IllegalArgumentException where the class cannot read what an earlier version wrote
   */
  @SuppressWarnings("unchecked") // kept under its own class
  public static <T extends SpecificRecord> SingleObjectSerde<T> of(Class<T> type) {
    return (SingleObjectSerde<T>)
        MADE.computeIfAbsent(
            type,
            _ -> of(type, SchemaHistory.olderThan(SpecificData.getForClass(type).getSchema(type))));
  }

  static <T extends SpecificRecord> SingleObjectSerde<T> of(
      Class<T> type, List<Schema> olderSchemas) {
    return new SingleObjectSerde<>(type, olderSchemas);
  }

  private static byte[] header(long fingerprint) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .putShort(MARKER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(fingerprint)
        .array();
  }

  /**
   * The value as a single object.
   *
   * @param value not null
   * @throws org.apache.kafka.common.errors.SerializationException where it does not fit its schema
   */
  public byte[] encode(T value) {
    return writer.write(value);
  }

  /**
   * The value of a single object.
   *
   * @param bytes not null
   * @throws MalformedRecordException where the bytes are anything else, or of a schema that is not
   *     known here
   */
  public T decode(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new MalformedRecordException(
          bytes.length + " bytes are too few for an Avro single object");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getShort() != MARKER) {
      throw new MalformedRecordException("The first bytes are not an Avro single object's marker");
    }
    RecordReader<T> reader = readers.get(header.order(ByteOrder.LITTLE_ENDIAN).getLong());
    if (reader == null) {
      throw new MalformedRecordException("The fingerprint is of no known schema of " + name);
    }
    return reader.read(bytes, HEADER_BYTES);
  }

  @Override
  public Serializer<T> serializer() {
    return (_, value) -> value == null ? null : encode(value);
  }

  @Override
  public Deserializer<T> deserializer() {
    return (_, bytes) -> bytes == null ? null : decode(bytes);
  }
}
