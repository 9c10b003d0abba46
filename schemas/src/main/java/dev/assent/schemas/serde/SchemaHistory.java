package dev.assent.schemas.serde;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * The schemas of what earlier versions stored and sent, kept as resources so that it can be read
 * for as long as it is there. Single objects name their schema by its fingerprint only, and state
 * must not depend on a registry: whoever reads them must have the schema.
 *
 * <p>{@code docs/decisions/0007-schema-evolution.md} says how it grows.
 */
public final class SchemaHistory {
  /**
   * The number of the version that is being made. The folders of lower numbers are closed: what is
   * in them was deployed and is never changed.
   */
  public static final int VERSION = 2;

  private static final String FOLDER = "/dev/assent/schemas/history/";
  private static final Map<String, List<Schema>> BY_NAME = new ConcurrentHashMap<>();

  private SchemaHistory() {}

  /**
   * The schemas that closed versions gave a record, oldest first; none for a record that is only
   * written as a part of others.
   *
   * @param schema the record's present schema; its name finds them
   */
  public static List<Schema> olderThan(Schema schema) {
    return BY_NAME.computeIfAbsent(schema.getName(), SchemaHistory::read);
  }

  private static List<Schema> read(String name) {
    List<Schema> schemas = new ArrayList<>();
    for (int version = 1; version < VERSION; version++) {
      String path = FOLDER + version + "/" + name + ".avsc";
      try (InputStream file = SchemaHistory.class.getResourceAsStream(path)) {
        if (file != null) {
          schemas.add(new Schema.Parser().parse(file));
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return List.copyOf(schemas);
  }
}
