package dev.assent.verification.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Log lines are made of words that the reference page knows. */
final class LogVocabularyTest {
  private static final Pattern USED = Pattern.compile("\\baddKeyValue\\(\\s*([^,]+),");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
  private static final Pattern LOGGED_IN_ONE =
      Pattern.compile("\\bLOG(?:GER)?\\.(?:trace|debug|info|warn|error)\\(");

  @Test
  void shouldUseTheKeysThatTheReferencePageNames() {
    // Given
    String page = DeploymentFiles.text("docs/reference/logs.md");
    Set<String> documented = found(DOCUMENTED, page.substring(page.indexOf("| key | meaning |")));

    // When
    Set<String> used = new TreeSet<>();
    sources().forEach(file -> used.addAll(found(USED, DeploymentFiles.text(file))));

    // Then
    assertThat(used.stream().map(key -> key.replace("\"", "")))
        .containsExactlyInAnyOrderElementsOf(documented);
    assertThat(used).as("keys are literals").allMatch(key -> key.matches("\"\\w+\""));
  }

  @Test
  void shouldUseNoKeyThatEveryLineHas() {
    // Given
    String page = DeploymentFiles.text("docs/reference/logs.md");
    int keys = page.indexOf("| key | meaning |");

    // When, Then
    assertThat(found(DOCUMENTED, page.substring(keys)))
        .doesNotContainAnyElementsOf(found(DOCUMENTED, page.substring(0, keys)));
  }

  @Test
  void shouldLogConstantMessages() {
    assertThat(sources())
        .filteredOn(file -> LOGGED_IN_ONE.matcher(DeploymentFiles.text(file)).find())
        .as("values are keys of their own; a line of the access log is made whole")
        .allMatch(file -> file.endsWith("AccessLog.java"));
  }

  private static Set<String> sources() {
    Set<String> sources = new TreeSet<>();
    for (String module : Set.of("schemas", "processor", "api-ingress", "connectors")) {
      sources.addAll(DeploymentFiles.below(module + "/src/main/java"));
    }
    return sources;
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1).strip());
    }
    return found;
  }
}
