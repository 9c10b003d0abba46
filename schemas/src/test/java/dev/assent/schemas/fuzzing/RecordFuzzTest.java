package dev.assent.schemas.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.model.FieldType;
import dev.assent.schemas.model.Template;
import dev.assent.schemas.serde.MalformedRecordException;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;

class RecordFuzzTest {
  private static final SingleObjectSerde<Command> COMMANDS = SingleObjectSerde.of(Command.class);

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnyRecordAsWrittenOrRefuseIt(byte[] input) {
    Command command;
    try {
      command = COMMANDS.decode(input);
    } catch (MalformedRecordException refusal) {
      assertThat(refusal.getMessage()).isNotEmpty();
      return;
    }
    assertThat(COMMANDS.decode(COMMANDS.encode(command))).isEqualTo(command);
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldShowAnyTextOfATemplateOrRefuseIt(byte[] input) {
    String text = new String(input, UTF_8);
    Template template;
    try {
      template =
          new Template("t", 1, new TreeMap<>(Map.of("en", text)), Map.of("payee", FieldType.TEXT));
    } catch (IllegalArgumentException refusal) {
      assertThat(refusal.getMessage()).isNotEmpty();
      return;
    }
    assertThat(template.render("en", "en", Map.of("payee", "Jane")))
        .hasValueSatisfying(shown -> assertThat(shown).contains("Jane"));
  }
}
