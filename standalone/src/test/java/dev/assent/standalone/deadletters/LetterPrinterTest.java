package dev.assent.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LetterPrinterTest {
  private static final String SECRET = "hunter2";
  private static final Letter LETTER =
      new Letter(
          new LetterId(0, 12),
          new Place("assent.requests", 2, 1034),
          Instant.parse("2026-03-01T09:30:00Z"),
          "MALFORMED_RECORD",
          "the record has no value");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final LetterPrinter printer =
      new LetterPrinter(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @Test
  void shouldPrintOneLineForALetter() {
    // When
    printer.line(LETTER, true, Optional.of(new Place("assent.requests", 2, 2000)));

    // Then
    assertThat(text())
        .isEqualToNormalizingNewlines(
            "0-12     2026-03-01T09:30:00Z  assent.requests-2@1034  MALFORMED_RECORD  retained"
                + "  replayed as assent.requests-2@2000  the record has no value\n");
  }

  @Test
  void shouldPrintOneJsonObjectForALetter() {
    // When
    printer.json(LETTER, false, Optional.empty());

    // Then
    assertThat(text())
        .isEqualToNormalizingNewlines(
            "{\"id\":\"0-12\",\"recordedAt\":\"2026-03-01T09:30:00Z\",\"topic\":\"assent.requests\","
                + "\"partition\":2,\"offset\":1034,\"reason\":\"MALFORMED_RECORD\","
                + "\"detail\":\"the record has no value\",\"retained\":false,\"replayed\":false}\n");
  }

  @Test
  void shouldPrintNothingThatATerminalWouldObey() {
    // Given
    Letter hostile =
        new Letter(
            LETTER.id(),
            new Place("assent\u001b[2J", 0, 0),
            LETTER.recordedAt(),
            "A\nB",
            "\u202Etext\u0007");

    // When
    printer.line(hostile, true, Optional.empty());
    printer.letter(hostile, true, Optional.empty());

    // Then
    assertThat(text()).matches("[\\x20-\\x7E\\r\\n]+").doesNotContain("A\nB");
  }

  @Test
  void shouldTellOfTheRecordNothingButItsForm() {
    // Given
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("assent.requests", 2, 1034, bytes(SECRET), bytes(SECRET + SECRET));
    record.headers().add("Authorization", bytes(SECRET));
    record.headers().add(ReplayProducer.REPLAY_OF, bytes(SECRET));

    // When
    printer.origin(record, check());

    // Then
    assertThat(text())
        .doesNotContain(SECRET)
        .contains("key           7 bytes", "value         14 bytes", "headers       2");
  }

  @Test
  void shouldShowTheBytesOnceTheyAreToBeRevealed() {
    // Given
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("assent.requests", 2, 1034, null, bytes(SECRET + "\n"));

    // When
    printer.content(record, check());

    // Then
    assertThat(text())
        .contains("keep it out of tickets")
        .contains("  00000000  68 75 6e 74 65 72 32 0a                          |hunter2.|");
  }

  private static ValueCheck check() {
    return new ValueCheck(Optional.empty(), Optional.empty(), "no", Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
