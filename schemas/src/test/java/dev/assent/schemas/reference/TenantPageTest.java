package dev.assent.schemas.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.model.PolicyLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TenantPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "tenants.md");

  @ParameterizedTest
  @EnumSource
  void shouldTellTheRangeAndTheStandardOfEachNumber(PolicyLimit limit) throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `" + limit.field() + "` |"))
            .toList();
    assertThat(rows).hasSize(1);
    String[] cells = rows.getFirst().split(" \\| ", -1);
    assertThat(cells[1]).startsWith(text(limit.least())).contains(" to " + text(limit.most()));
    assertThat(cells[2]).isEqualTo(text(limit.standard()));
  }

  private static String text(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
