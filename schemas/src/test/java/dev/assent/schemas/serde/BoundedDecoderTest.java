package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

/** Against Avro's own decoder, with data written in blocks of known size. */
class BoundedDecoderTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Everything")
          .fields()
          .requiredInt("integer")
          .requiredLong("number")
          .requiredFloat("small")
          .requiredDouble("large")
          .requiredBoolean("flag")
          .requiredString("text")
          .requiredBytes("bytes")
          .name("fixed")
          .type()
          .fixed("Fixed")
          .size(3)
          .noDefault()
          .name("list")
          .type()
          .array()
          .items()
          .array()
          .items()
          .longType()
          .noDefault()
          .name("map")
          .type()
          .map()
          .values()
          .stringType()
          .noDefault()
          .optionalInt("last")
          .endRecord();
  private static final Schema LAST_ONLY =
      SchemaBuilder.record("Everything").fields().optionalInt("last").endRecord();

  private final long seed = Long.getLong("assent.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private byte[] someBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private long someLong() {
    return random.nextLong() >> random.nextInt(64);
  }

  private GenericRecord everything() {
    List<List<Long>> lists = new ArrayList<>();
    for (int outer = random.nextInt(5); outer > 0; outer--) {
      List<Long> list = new ArrayList<>();
      for (int inner = random.nextInt(60); inner > 0; inner--) {
        list.add(someLong());
      }
      lists.add(list);
    }
    Map<Utf8, Utf8> map = new HashMap<>();
    for (int entry = random.nextInt(30); entry > 0; entry--) {
      map.put(new Utf8("key" + random.nextInt()), new Utf8("välue".repeat(random.nextInt(9))));
    }
    GenericRecord value = new GenericData.Record(SCHEMA);
    value.put("integer", (int) someLong());
    value.put("number", someLong());
    value.put("small", random.nextFloat());
    value.put("large", random.nextGaussian());
    value.put("flag", random.nextBoolean());
    value.put("text", new Utf8("text".repeat(random.nextInt(50))));
    value.put("bytes", ByteBuffer.wrap(someBytes(random.nextInt(300))));
    value.put("fixed", new GenericData.Fixed(SCHEMA.getField("fixed").schema(), someBytes(3)));
    value.put("list", lists);
    value.put("map", map);
    value.put("last", random.nextBoolean() ? random.nextInt() : null);
    return value;
  }

  private static byte[] written(GenericRecord value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder =
        new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(SCHEMA).write(value, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static GenericRecord read(byte[] bytes, Schema readerSchema, boolean byAvro)
      throws IOException {
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(SCHEMA, readerSchema);
    if (byAvro) {
      return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }
    BoundedDecoder decoder = new BoundedDecoder();
    decoder.startAt(bytes, 0);
    GenericRecord value = reader.read(null, decoder);
    assertThat(decoder.left()).isZero();
    return value;
  }

  @Test
  void shouldReadWhatAvroReads() throws IOException {
    System.out.println("BoundedDecoderTest: -Dassent.test.seed=" + seed);
    for (int round = 0; round < 2_000; round++) {
      // Given
      GenericRecord value = everything();
      byte[] bytes = written(value);
      // When
      GenericRecord read = read(bytes, SCHEMA, false);
      // Then
      assertThat(read).isEqualTo(value).isEqualTo(read(bytes, SCHEMA, true));
    }
  }

  @Test
  void shouldSkipWhatAvroSkips() throws IOException {
    System.out.println("BoundedDecoderTest: -Dassent.test.seed=" + seed);
    for (int round = 0; round < 2_000; round++) {
      // Given
      GenericRecord value = everything();
      byte[] bytes = written(value);
      // When
      GenericRecord read = read(bytes, LAST_ONLY, false);
      // Then
      assertThat(read.get("last")).isEqualTo(value.get("last"));
    }
  }
}
