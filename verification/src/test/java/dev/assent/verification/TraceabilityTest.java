package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.reference.CommittedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each statement of the security requirements that applies has a test that names it by a tag, and
 * the page that says so is as the tags are.
 */
class TraceabilityTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final Path REQUIREMENTS = Path.of("src", "test", "resources", "requirements.tsv");
  private static final Path PAGE = REPOSITORY.resolve(Path.of("docs", "traceability.md"));
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]{2,3}-\\d+)\"\\)");
  private static final Pattern CLASS = Pattern.compile("\\b(?:class|record|interface) (\\w+)");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (should\\w+)\\(");

  /**
   * A statement of the security requirements.
   *
   * @param checks U: by unit or property test, B: end to end, C: by configuration or build
   * @param status held; later, with what; or outside of what Assent does
   */
  private record Requirement(String id, String checks, String status, String text) {}

  @Test
  void shouldHoldEachRequirementByATest() {
    // Given
    Map<String, SortedSet<String>> tests = tests();

    // When
    List<String> unheld =
        requirements().stream()
            .filter(requirement -> requirement.status().equals("held"))
            .map(Requirement::id)
            .filter(id -> !tests.containsKey(id))
            .toList();

    // Then
    assertThat(unheld).as("requirements that no test is tagged with").isEmpty();
  }

  @Test
  void shouldKnowEveryTag() {
    // Given
    Set<String> known = new HashSet<>();
    requirements().forEach(requirement -> known.add(requirement.id()));

    // When
    Set<String> tags = new TreeSet<>(tests().keySet());

    // Then
    tags.removeAll(known);
    assertThat(tags).as("tags that name no requirement").isEmpty();
  }

  @Test
  void shouldListTheTestsOfEachRequirement() {
    CommittedFile.mustBe(PAGE, page(requirements(), tests()));
  }

  private static String page(List<Requirement> requirements, Map<String, SortedSet<String>> tests) {
    StringBuilder page =
        new StringBuilder(
            """
            # Traceability

            Which test holds which statement of the security requirements. Made from the tags of the tests; the build fails where
            a statement that is held has no test, or this page is out of date.

            Checked by: U unit or property test, B end to end, C configuration or build.

            | statement | checked by | what it says | status | tests |
            |---|---|---|---|---|
            """);
    for (Requirement requirement : requirements) {
      String held = String.join("<br>", tests.getOrDefault(requirement.id(), new TreeSet<>()));
      page.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  requirement.id(),
                  requirement.checks(),
                  requirement.text(),
                  requirement.status(),
                  held));
    }
    return page.toString();
  }

  private static List<Requirement> requirements() {
    return CommittedFile.content(REQUIREMENTS)
        .lines()
        .map(line -> line.split("\t", -1))
        .map(columns -> new Requirement(columns[0], columns[1], columns[2], columns[3]))
        .toList();
  }

  private static Map<String, SortedSet<String>> tests() {
    Map<String, SortedSet<String>> tests = new TreeMap<>();
    testFolders().forEach(folder -> readAll(folder, tests));
    return tests;
  }

  /** Of the modules only: below them are built files, beside them other checkouts may be. */
  private static List<Path> testFolders() {
    try (Stream<Path> modules = Files.list(REPOSITORY)) {
      return modules
          .map(module -> module.resolve(Path.of("src", "test", "java")))
          .filter(Files::isDirectory)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readAll(Path folder, Map<String, SortedSet<String>> tests) {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .forEach(file -> read(file, tests));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tag belongs to the class or the method that follows it. */
  private static void read(Path file, Map<String, SortedSet<String>> tests) {
    List<String> waiting = new ArrayList<>();
    String className = file.getFileName().toString().replace(".java", "");
    for (String line : CommittedFile.content(file).lines().toList()) {
      Matcher tag = TAG.matcher(line);
      while (tag.find()) {
        waiting.add(tag.group(1));
      }
      Matcher method = METHOD.matcher(line);
      if (method.find()) {
        name(waiting, className + "." + method.group(1), tests);
      } else if (!line.startsWith(" ") && CLASS.matcher(line).find()) {
        name(waiting, className, tests);
      }
    }
  }

  private static void name(
      List<String> waiting, String test, Map<String, SortedSet<String>> tests) {
    waiting.forEach(id -> tests.computeIfAbsent(id, _ -> new TreeSet<>()).add(test));
    waiting.clear();
  }
}
