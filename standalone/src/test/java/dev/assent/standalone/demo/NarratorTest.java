package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarratorTest {
  @Test
  void shouldMaskApiKeysButKeepTheirNames() {
    // Given
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Narrator narrator =
        new Narrator(
            new PrintStream(printed, true, StandardCharsets.UTF_8), List.of("back-end.SECRET"));

    // When
    narrator.request("GET / X-Api-Key: back-end.SECRET");

    // Then
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("   -> GET / X-Api-Key: back-end.*****" + System.lineSeparator());
  }
}
