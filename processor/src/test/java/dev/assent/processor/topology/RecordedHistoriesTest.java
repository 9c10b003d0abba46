package dev.assent.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.reference.CommittedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands that were given once, and what came of them, must come to the same for ever.
 *
 * <p>A history is a file in {@code src/test/resources/histories}: a policy, and steps of a time,
 * the time that the ingress noted where it is another, a command and its content. With {@code
 * -Dassent.update=true} a step that has no {@code events} yet is carried out and what comes of it
 * is written behind it; what was recorded is never written anew. A new step may say
 *
 * <ul>
 *   <li>{@code ${signing key of VDS1-1}} and {@code ${encryption key of VDS1-1}},
 *   <li>{@code ${challenge key of payment}},
 *   <li>{@code ${signature by VDS1-1}}: over what was shown under the step's {@code challengeKey},
 * </ul>
 *
 * <p>and gets the text instead: signatures are recorded too, so that no change of what is signed
 * goes unseen.
 */
final class RecordedHistoriesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "histories");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
  private static final Pattern TO_BE_RECORDED = Pattern.compile("\\$\\{(.*) (?:of|by) (.*)}");

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
    HistoryReplay replay = new HistoryReplay(history.get("policy"));
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
      record(replay, content);
    }
    String command = step.get("command").asText();
    Instant at = Instant.parse(step.get("at").asText());
    Instant receivedAt =
        step.has("receivedAt") ? Instant.parse(step.get("receivedAt").asText()) : at;
    JsonNode came = JSON.readTree(replay.step(at, receivedAt, command, content).toString());
    if (fresh) {
      step.setAll((ObjectNode) came);
    }
    for (String part : List.of("events", "answer", "shown", "operation", "userSequence")) {
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

  private static void record(HistoryReplay replay, ObjectNode content) throws CryptoException {
    for (Map.Entry<String, JsonNode> member : List.copyOf(content.properties())) {
      Matcher wanted = TO_BE_RECORDED.matcher(member.getValue().asText());
      if (member.getValue() instanceof ObjectNode nested) {
        record(replay, nested);
      } else if (wanted.matches()) {
        String name = wanted.group(2);
        String text =
            switch (wanted.group(1)) {
              case "signing key" ->
                  BASE64_URL.encodeToString(signingKey(name).generatePublicKey().getEncoded());
              case "encryption key" ->
                  BASE64_URL.encodeToString(encryptionKey(name).generatePublicKey().getEncoded());
              case "challenge key" -> replay.challengeKey(name);
              case "signature" -> {
                byte[] document = replay.shown(content.get("challengeKey").asText());
                yield Base64.getEncoder().encodeToString(sign(name, document));
              }
              default -> throw new AssertionError("not to be recorded: " + wanted.group());
            };
        content.put(member.getKey(), text);
      }
    }
  }

  private static byte[] sign(String serialNumber, byte[] document) throws CryptoException {
    byte[] message = ApprovalDigest.first(document);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, signingKey(serialNumber));
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /** The devices of histories have keys that follow from their names. */
  private static Ed25519PrivateKeyParameters signingKey(String serialNumber) {
    return new Ed25519PrivateKeyParameters(seed("signing " + serialNumber));
  }

  private static X25519PrivateKeyParameters encryptionKey(String serialNumber) {
    return new X25519PrivateKeyParameters(seed("encryption " + serialNumber));
  }

  private static byte[] seed(String name) {
    return Arrays.copyOf(
        name.getBytes(StandardCharsets.UTF_8), Ed25519PrivateKeyParameters.KEY_SIZE);
  }
}
