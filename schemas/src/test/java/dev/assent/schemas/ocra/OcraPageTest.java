package dev.assent.schemas.ocra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The page's worked examples are what the code does. */
class OcraPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "ocra.md");
  private static final byte[] SECRET =
      "1234567890123456789012345678901234567890123456789012345678901234".getBytes(US_ASCII);

  @Test
  void shouldGiveTheQuestionsAndResponsesOfThePage() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    byte[] digest =
        HexFormat.of().parseHex(page.split("\ndigest = ", 2)[1].lines().findFirst().orElseThrow());
    List<String[]> rows =
        page.lines()
            .filter(line -> line.startsWith("| `OCRA-1:"))
            .map(line -> line.replace("`", "").split("\\s*\\|\\s*", -1))
            .toList();
    assertThat(rows).hasSize(6);

    for (String[] row : rows) {
      // When
      OcraSuite suite = OcraSuite.parse(row[1]).requireAllowed();
      String question = OcraQuestion.derive(suite, digest);
      OcraInput input =
          new OcraInput(
              number(row[3]), question, Optional.empty(), Optional.empty(), number(row[4]));
      OcraKey key = OcraKey.of(suite.hash(), Arrays.copyOf(SECRET, suite.hash().bytes()));

      // Then
      assertThat(question).as(row[1]).isEqualTo(row[2]);
      assertThat(Ocra.response(suite, key, input)).as(row[1]).isEqualTo(row[5]);
      assertThat(suite.usableForSigning()).isTrue();
    }
  }

  private static OptionalLong number(String cell) {
    return cell.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cell));
  }
}
