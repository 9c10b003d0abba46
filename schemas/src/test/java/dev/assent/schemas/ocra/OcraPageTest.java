package dev.assent.schemas.ocra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.model.ProofKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page's worked examples are what the code does. */
class OcraPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "ocra.md");
  private static final byte[] SECRET =
      "1234567890123456789012345678901234567890123456789012345678901234".getBytes(US_ASCII);

  @Tag("OC-4")
  @Test
  void shouldTakeTheDigestOfTheDeviceProtocolsExample() throws IOException {
    // Given
    JsonNode example = example();
    Optional<String> entered = Optional.of(example.at("/approval/entered").textValue());

    // When
    byte[] digest = ApprovalDigest.approval(document(example), ProofKind.OCRA, entered);

    // Then
    assertThat(digest).isEqualTo(digestOfThePage());
  }

  @Test
  void shouldGiveTheQuestionsAndResponsesOfThePage() throws IOException {
    // Given
    byte[] digest = digestOfThePage();
    List<String[]> rows = rows(false);
    assertThat(rows).hasSize(6);

    for (String[] row : rows) {
      // When
      OcraSuite suite = OcraSuite.parse(row[1]).requireAllowed();
      String question = OcraQuestion.derive(suite, digest);
      OcraInput input =
          new OcraInput(
              number(row[3]), question, Optional.empty(), Optional.empty(), number(row[4]));

      // Then
      assertThat(question).as(row[1]).isEqualTo(row[2]);
      assertThat(Ocra.response(suite, key(suite), input)).as(row[1]).isEqualTo(row[5]);
      assertThat(suite.usableForSigning()).isTrue();
    }
  }

  @Test
  void shouldGiveTheResponsesOfThePageWithSessionInformation()
      throws IOException, NoSuchAlgorithmException {
    // Given
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(document(example()));
    List<String[]> rows = rows(true);
    assertThat(rows).hasSize(2);

    for (String[] row : rows) {
      // When
      OcraSuite suite = OcraSuite.parse(row[1]).requireAllowed();
      OcraInput input =
          new OcraInput(
              number(row[3]), row[2], Optional.empty(), Optional.of(row[4]), OptionalLong.empty());

      // Then
      assertThat(HexFormat.of().formatHex(hash)).startsWith(row[4]);
      assertThat(Ocra.response(suite, key(suite), input)).as(row[1]).isEqualTo(row[5]);
    }
  }

  private static byte[] digestOfThePage() throws IOException {
    String page = Files.readString(PAGE);
    return HexFormat.of()
        .parseHex(page.split("\ndigest = ", 2)[1].lines().findFirst().orElseThrow());
  }

  private static List<String[]> rows(boolean withSession) throws IOException {
    return Files.readString(PAGE)
        .lines()
        .filter(line -> line.startsWith("| `OCRA-1:"))
        .filter(line -> line.contains("-S0") == withSession)
        .map(line -> line.replace("`", "").split("\\s*\\|\\s*", -1))
        .toList();
  }

  private static JsonNode example() throws IOException {
    try (InputStream file =
        OcraPageTest.class.getResourceAsStream("/device-protocol-vectors.json")) {
      return new ObjectMapper().readTree(file).at("/vectors/0");
    }
  }

  private static byte[] document(JsonNode example) {
    return example.get("document").textValue().getBytes(UTF_8);
  }

  private static OcraKey key(OcraSuite suite) {
    return OcraKey.of(suite.hash(), Arrays.copyOf(SECRET, suite.hash().bytes()));
  }

  private static OptionalLong number(String cell) {
    return cell.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cell));
  }
}
