package dev.assent.standalone.deadletters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Letters on the console.
 *
 * <p>Barrier: what a letter is about is shown only where it was asked for; and what comes from a
 * topic is printed without characters that a terminal would obey.
 */
final class LetterPrinter {
  private static final Pattern LETTER_NAME = Pattern.compile("[a-z.-]{1,64}-\\d{1,9}-\\d{1,18}");

  private final PrintStream out;

  LetterPrinter(PrintStream out) {
    this.out = out;
  }

  void line(Letter letter, boolean retained, Optional<Place> replay) {
    out.printf(
        "%-8s %s  %s  %s  %s  %s  %s%n",
        letter.id(),
        letter.recordedAt(),
        printable(letter.place().toString()),
        printable(letter.reason()),
        retained ? "retained" : "gone",
        replay.map(place -> "replayed as " + printable(place.toString())).orElse("not replayed"),
        printable(letter.detail()));
  }

  void json(Letter letter, boolean retained, Optional<Place> replay) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", letter.id().toString())
            .put("recordedAt", letter.recordedAt().toString());
    put(node, letter.place());
    node.put("reason", letter.reason())
        .put("detail", letter.detail())
        .put("retained", retained)
        .put("replayed", replay.isPresent());
    replay.ifPresent(place -> put(node.putObject("replayedAs"), place));
    out.println(node);
  }

  private static void put(ObjectNode node, Place place) {
    node.put("topic", place.topic())
        .put("partition", place.partition())
        .put("offset", place.offset());
  }

  void letter(Letter letter, boolean retained, Optional<Place> replay) {
    field("letter", letter.id().toString());
    field("set aside", letter.recordedAt().toString());
    field("reason", letter.reason() + ": " + letter.detail());
    field("record", letter.place() + (retained ? "" : ", gone: no longer kept by its topic"));
    field("replayed", replay.map(place -> "as " + place).orElse("no"));
  }

  void origin(ConsumerRecord<byte[], byte[]> origin, ValueCheck check) {
    field("written at", Instant.ofEpochMilli(origin.timestamp()).toString());
    replayOf(origin).ifPresent(name -> field("replay of", name));
    field("key", size(origin.key()));
    field("value", size(origin.value()));
    field("headers", Long.toString(headers(origin)));
    check
        .schemaId()
        .ifPresent(
            id ->
                field(
                    "schema",
                    "id %s, %s"
                        .formatted(
                            Integer.toUnsignedString(id),
                            check.schemaName().orElse("not an Avro schema of this registry"))));
    field("readable now", check.verdict());
  }

  void replayable(Optional<String> refusal) {
    field("replay", refusal.map(why -> "no: " + why).orElse("possible"));
  }

  void content(ConsumerRecord<byte[], byte[]> origin, ValueCheck check) {
    out.println();
    out.println("What follows is the record itself: keep it out of tickets, chats and logs.");
    bytes("key", origin.key());
    bytes("value", origin.value());
    check
        .record()
        .ifPresent(
            value -> {
              out.println("value as JSON, to be mended and given to replay --with:");
              out.println(escaped(AvroJson.write(value)));
            });
  }

  private void bytes(String name, byte[] bytes) {
    out.println(name + ": " + size(bytes));
    if (bytes != null && bytes.length > 0) {
      out.println(HexDump.of(bytes));
    }
  }

  private void field(String name, String text) {
    out.printf("%-13s %s%n", name, printable(text));
  }

  private static String size(byte[] bytes) {
    return bytes == null ? "none" : bytes.length + " bytes";
  }

  private static long headers(ConsumerRecord<byte[], byte[]> origin) {
    return StreamSupport.stream(origin.headers().spliterator(), false).count();
  }

  private static Optional<String> replayOf(ConsumerRecord<byte[], byte[]> origin) {
    return Optional.ofNullable(origin.headers().lastHeader(ReplayProducer.REPLAY_OF))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.US_ASCII))
        .filter(name -> LETTER_NAME.matcher(name).matches());
  }

  static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7E]", "?");
  }

  /** JSON that says the same in ASCII alone, so that it can be mended without loss. */
  private static String escaped(String json) {
    StringBuilder ascii = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char character = json.charAt(i);
      if (character == '\n' || (character >= ' ' && character <= '~')) {
        ascii.append(character);
      } else if (character != '\r') {
        ascii.append("\\u%04x".formatted((int) character));
      }
    }
    return ascii.toString();
  }
}
