package dev.assent.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Writes records of one schema behind the same first bytes; one buffer is kept for the next. */
final class RecordWriter {
  private static final int LARGEST_KEPT_BUFFER_BYTES = 65_536;

  private final byte[] prefix;
  private final Schema schema;
  private final DatumWriter<IndexedRecord> writer;
  private final AtomicReference<Workspace> spare = new AtomicReference<>();

  private record Workspace(ByteArrayOutputStream bytes, BinaryEncoder encoder) {}

  private RecordWriter(byte[] prefix, Schema schema, DatumWriter<IndexedRecord> writer) {
    this.prefix = prefix;
    this.schema = schema;
    this.writer = writer;
  }

  /** A writer for records such as this one. */
  static RecordWriter of(byte[] prefix, IndexedRecord example) {
    Schema schema = example.getSchema();
    return example instanceof SpecificRecord
        ? specific(prefix, schema, SpecificData.getForSchema(schema))
        : new RecordWriter(prefix, schema, new GenericDatumWriter<>(schema, GenericData.get()));
  }

  /** A writer for instances of a generated class. */
  static RecordWriter specific(byte[] prefix, Schema schema, SpecificData model) {
    return new RecordWriter(prefix, schema, new SpecificDatumWriter<>(schema, model));
  }

  /**
   * The first bytes and the record.
   *
   * @throws SerializationException where the record does not fit its schema, such as a null where
   *     none may be
   */
  byte[] write(IndexedRecord value) {
    Workspace taken = spare.getAndSet(null);
    Workspace workspace = taken == null ? newWorkspace() : taken;
    try {
      workspace.bytes().write(prefix);
      writer.write(value, workspace.encoder());
      workspace.encoder().flush();
    } catch (IOException | RuntimeException unwritable) {
      throw new SerializationException(
          "Not a valid " + schema.getFullName() + ": " + unwritable.getMessage(), unwritable);
    }
    byte[] result = workspace.bytes().toByteArray();
    if (result.length <= LARGEST_KEPT_BUFFER_BYTES) {
      workspace.bytes().reset();
      spare.set(workspace);
    }
    return result;
  }

  private static Workspace newWorkspace() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    return new Workspace(bytes, EncoderFactory.get().binaryEncoder(bytes, null));
  }
}
