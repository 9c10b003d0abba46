package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.reference.CommittedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What earlier versions wrote can be read, and nobody changes a schema unseen: {@code
 * docs/decisions/0007-schema-evolution.md}.
 */
final class SchemaHistoryTest {
  private static final Path HISTORY =
      Path.of("src", "main", "resources", "dev", "assent", "schemas", "history");
  private static final Path SOURCES = Path.of("src", "main", "avro");
  private static final String SUFFIX = ".avsc";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A schema that a closed version had. */
  record Committed(String name, int version, Schema schema) {
    @Override
    public String toString() {
      return name + " of version " + version;
    }
  }

  /** Records that are written somewhere by themselves: to a topic, a store, or another instance. */
  static Stream<String> written() throws IOException {
    return Stream.concat(namesIn(SOURCES.resolve("topic")), namesIn(SOURCES.resolve("state")));
  }

  static Stream<Committed> closed() throws IOException {
    List<Committed> closed = new ArrayList<>();
    for (int version = 1; version < SchemaHistory.VERSION; version++) {
      Path folder = HISTORY.resolve(Integer.toString(version));
      for (String name : namesIn(folder).toList()) {
        Schema schema = new Schema.Parser().parse(folder.resolve(name + SUFFIX).toFile());
        closed.add(new Committed(name, version, schema));
      }
    }
    return closed.stream();
  }

  static Stream<Committed> closedPublicContracts() throws IOException {
    List<String> read =
        Arrays.stream(Topic.values())
            .filter(topic -> topic.readBy().contains("public contract"))
            .map(topic -> topic.valueSchema().orElseThrow().getName())
            .toList();
    return closed().filter(committed -> read.contains(committed.name()));
  }

  @Test
  void shouldCoverEveryTopic() throws IOException {
    assertThat(written())
        .containsAll(
            Arrays.stream(Topic.values())
                .flatMap(topic -> topic.valueSchema().stream())
                .map(Schema::getName)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("written")
  void shouldHaveTheSchemaCommitted(String name) throws IOException {
    // Given
    String present = text(present(name));
    Path file = HISTORY.resolve(Integer.toString(SchemaHistory.VERSION)).resolve(name + SUFFIX);

    // When
    Optional<String> closed = newestClosed(name);

    // Then
    if (closed.isPresent() && closed.get().equals(present)) {
      if (Boolean.getBoolean(CommittedFile.UPDATE)) {
        Files.deleteIfExists(file);
      }
      assertThat(file).as("is as in an earlier version; delete it").doesNotExist();
    } else {
      CommittedFile.mustBe(file, present);
    }
  }

  @Test
  void shouldStillHaveEveryRecordThatAVersionWrote() throws IOException {
    // Given
    List<String> present = written().toList();

    // When
    List<String> ever = new ArrayList<>();
    for (int version = 1; version <= SchemaHistory.VERSION; version++) {
      ever.addAll(namesIn(HISTORY.resolve(Integer.toString(version))).toList());
    }

    // Then
    assertThat(present)
        .as("a record that was written is neither removed nor renamed while it can be stored")
        .containsAll(ever);
  }

  @ParameterizedTest
  @MethodSource("closed")
  void shouldBeAbleToReadWhatAVersionWrote(Committed committed) throws IOException {
    assertThat(incompatibilities(present(committed.name()), committed.schema()))
        .as("BACKWARD_TRANSITIVE: the present schema reads %s", committed)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("closed")
  void shouldReadTheSingleObjectsOfAVersion(Committed committed) throws Exception {
    // Given
    Class<? extends SpecificRecord> type =
        Class.forName(present(committed.name()).getFullName()).asSubclass(SpecificRecord.class);
    BinaryMessageEncoder<GenericRecord> older =
        new BinaryMessageEncoder<>(GenericData.get(), committed.schema());
    SingleObjectSerde<?> serde = SingleObjectSerde.of(type);

    // When / Then
    for (Object value : new RandomData(committed.schema(), 100, 1L)) {
      ByteBuffer buffer = older.encode((GenericRecord) value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      assertThat(serde.decode(bytes)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("closedPublicContracts")
  void shouldBeReadableByThoseWhoReadThePublicContractOf(Committed committed) throws IOException {
    assertThat(incompatibilities(committed.schema(), present(committed.name())))
        .as("FORWARD_TRANSITIVE: others read what is written now as %s", committed)
        .isEmpty();
  }

  private static List<String> incompatibilities(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(SchemaHistoryTest::description)
        .toList();
  }

  private static String description(Incompatibility incompatibility) {
    return "%s at %s: %s"
        .formatted(
            incompatibility.getType(), incompatibility.getLocation(), incompatibility.getMessage());
  }

  private static Optional<String> newestClosed(String name) throws IOException {
    return IntStream.range(1, SchemaHistory.VERSION)
        .mapToObj(version -> HISTORY.resolve(Integer.toString(version)).resolve(name + SUFFIX))
        .filter(Files::exists)
        .reduce((_, newer) -> newer)
        .map(CommittedFile::content);
  }

  private static Schema present(String name) {
    try {
      Class<?> type = Class.forName("dev.assent.schemas.avro." + name);
      return SpecificData.get().getSchema(type);
    } catch (ClassNotFoundException gone) {
      throw new AssertionError("There is no record " + name + " any more", gone);
    }
  }

  private static Stream<String> namesIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** All that a reader needs: every name resolved, without what is said for people or for Java. */
  private static String text(Schema schema) throws IOException {
    JsonNode bare = bare(JSON.readTree(schema.toString()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bare) + "\n";
  }

  private static JsonNode bare(JsonNode node) {
    return switch (node) {
      case ArrayNode array -> {
        ArrayNode items = JSON.createArrayNode();
        array.forEach(item -> items.add(bare(item)));
        yield items;
      }
      case ObjectNode object -> {
        ObjectNode members = JSON.createObjectNode();
        object
            .properties()
            .forEach(member -> members.set(member.getKey(), bare(member.getValue())));
        members.remove(List.of("doc", GenericData.STRING_PROP));
        boolean plain = members.size() == 1 && members.path("type").isTextual();
        yield plain ? members.get("type") : members;
      }
      default -> node;
    };
  }
}
