package dev.assent.schemas.reference;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words of the page are the docstrings of the enum, so that they are written once. */
final class ReasonPageTest {
  private static final Path SOURCE =
      Path.of("src", "main", "java", "dev", "assent", "schemas", "model", "Reason.java");
  private static final Pattern CONSTANT =
      Pattern.compile(
          "/\\*\\*\\s*(?<text>(?:(?!\\*/).)*?)\\s*\\*/\\s*(?<name>[A-Z_]+)[,;\\s]", Pattern.DOTALL);

  @Test
  void shouldDescribeEveryReasonOnTheReferencePage() throws IOException {
    // Given
    Map<String, String> texts = texts();

    // When
    String rows =
        Arrays.stream(Reason.values())
            .map(
                reason ->
                    "| %d | `%s` | %s |\n"
                        .formatted(reason.ordinal() + 1, reason.name(), texts.get(reason.name())))
            .collect(joining());

    // Then
    assertThat(texts.keySet())
        .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(Reason::name).toList());
    CommittedFile.referencePageMustBe("reasons.md", PAGE.formatted(rows));
  }

  private static final String PAGE =
      """
      # Reasons

      Why a command was refused, an operation ended or a record was set aside: one closed list, in order of
      precedence. Where several apply, the first one is given. A reason stands as text in the replies, in
      `assent.operations`, in `assent.results` and in `assent.dead-letters`; each HTTP dialect maps it to a
      status and body of its own. No message to a caller tells which factor of a proof was wrong.

      | | reason | meaning |
      |---:|---|---|
      %s
      Generated from `dev.assent.schemas.model.Reason` by a test; write it anew with `-Dassent.update=true`.
      """;

  private static Map<String, String> texts() throws IOException {
    String body = Files.readString(SOURCE);
    Matcher matcher = CONSTANT.matcher(body.substring(body.indexOf('{')));
    Map<String, String> texts = new LinkedHashMap<>();
    while (matcher.find()) {
      texts.put(matcher.group("name"), matcher.group("text").replaceAll("\\s*\\n\\s*\\*\\s*", " "));
    }
    return texts;
  }
}
