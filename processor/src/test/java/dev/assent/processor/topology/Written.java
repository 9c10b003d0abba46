package dev.assent.processor.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.processor.state.StoreName;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;

/** What one version wrote, as it is kept in {@code src/test/resources/written}. */
record Written(List<Entry> entries) {
  /** The commands that the version was not given any more, by the operation they are about. */
  static final String NEXT = "next";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One record, as a single object.
   *
   * @param place the topic or the store, or {@link #NEXT}
   * @param key the record's key; in hexadecimal where it is not text; for commands and replies
   *     their correlation id
   * @param record simple name of the record
   * @param bytes the single object, in base64
   * @param value the same for people, and what a later version must still find in it
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Entry(String place, String key, String record, byte[] bytes, JsonNode value) {

    static Entry of(String place, Object key, SpecificRecord value) {
      byte[] bytes = serde(value.getClass()).encode(value);
      String name = value.getSchema().getName();
      return new Entry(place, text(key), name, bytes, JsonRecords.write(value));
    }

    /** The key as the store has it. */
    Object storeKey() {
      return place.equals(StoreName.TIMERS) ? Bytes.wrap(HexFormat.of().parseHex(key)) : key;
    }

    /** The record as the present code reads it. */
    SpecificRecord read() {
      return serde(JsonRecords.type(record)).decode(bytes);
    }
  }

  @SuppressWarnings("unchecked") // any record's class gives that record's serde
  private static SingleObjectSerde<SpecificRecord> serde(Class<? extends SpecificRecord> type) {
    return SingleObjectSerde.of((Class<SpecificRecord>) type);
  }

  static Written load(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Written.class);
  }

  void save(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  List<Entry> in(String place) {
    return entries.stream().filter(entry -> entry.place().equals(place)).toList();
  }

  Entry in(String place, String key) {
    return in(place).stream().filter(entry -> entry.key().equals(key)).findFirst().orElseThrow();
  }

  private static String text(Object key) {
    return key instanceof Bytes bytes ? HexFormat.of().formatHex(bytes.get()) : key.toString();
  }
}
