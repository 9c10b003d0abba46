package dev.assent.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.reference.CommittedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands that were given once, and what came of them, must come to the same for ever.
 *
 * <p>A history is a file in {@code src/test/resources/histories}: a policy, and steps of a time,
 * the time that the ingress noted where it is another, a command and its content. With {@code
 * -Dassent.update=true} a step that has no {@code events} yet is carried out and what comes of it
 * is written behind it; what was recorded is never written anew. A new step may name what {@link
 * HistoryRecorder} knows and gets the text instead: signatures are recorded too, so that no change
 * of what is signed goes unseen.
 *
 * <p>A history with {@code documentVersion} 1 was recorded by a version that knew no other: its
 * operations are what they were then, and are verified as they were.
 */
final class RecordedHistoriesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "histories");
  private static final List<String> COMPARED =
      List.of("events", "answer", "shown", "operation", "rival", "userSequence");
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Path> histories() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void shouldComeToTheSame(Path file) throws Exception {
    // Given
    JsonNode history = JSON.readTree(file.toFile());
    int documentVersion = history.path("documentVersion").asInt(ChallengeDocument.LATEST);
    HistoryReplay replay = new HistoryReplay(history.get("policy"), documentVersion);
    List<String> differences = new ArrayList<>();

    // When
    for (JsonNode step : history.get("steps")) {
      step(replay, (ObjectNode) step, differences);
    }

    // Then
    assertThat(differences).isEmpty();
    if (Boolean.getBoolean(CommittedFile.UPDATE)) {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(history) + "\n";
      Files.writeString(file, text, StandardCharsets.UTF_8);
    }
  }

  private static void step(HistoryReplay replay, ObjectNode step, List<String> differences)
      throws Exception {
    boolean fresh = !step.has("events") && Boolean.getBoolean(CommittedFile.UPDATE);
    ObjectNode content = (ObjectNode) step.get("content");
    if (fresh) {
      new HistoryRecorder(replay).record(content);
    }
    String command = step.get("command").asText();
    Instant at = Instant.parse(step.get("at").asText());
    Instant receivedAt =
        step.has("receivedAt") ? Instant.parse(step.get("receivedAt").asText()) : at;
    JsonNode came = JSON.readTree(replay.step(at, receivedAt, command, content).toString());
    if (fresh) {
      step.setAll((ObjectNode) came);
    }
    for (String part : COMPARED) {
      if (!covers(came.path(part), step.path(part))) {
        differences.add(
            "%s at %s: %s was %s and is %s"
                .formatted(command, at, part, step.path(part), came.path(part)));
      }
    }
  }

  /** Later versions may tell more of an operation than was recorded. */
  private static boolean covers(JsonNode came, JsonNode recorded) {
    return recorded.isObject()
        ? recorded.properties().stream()
            .allMatch(member -> member.getValue().equals(came.path(member.getKey())))
        : came.equals(recorded);
  }
}
