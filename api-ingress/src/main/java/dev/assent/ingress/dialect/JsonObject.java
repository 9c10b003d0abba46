package dev.assent.ingress.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * A request's JSON object, read strictly: valid UTF-8, no member twice, nothing after the object,
 * no type taken for another, bounded depth, and no members but the known ones.
 */
public final class JsonObject {
  private static final int DEPTH = 8;
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private final JsonNode node;

  private JsonObject(JsonNode node) {
    this.node = node;
  }

  /**
   * Reads the body.
   *
   * @param members all that the object may have
   */
  public static JsonObject read(HttpRequest<?> request, byte[] body, Set<String> members) {
    RequestHeaders.requireJsonContent(request);
    return of("the body", parse(body), members);
  }

  /**
   * Reads an object inside the body.
   *
   * @param name what it is called in refusals
   * @param members all that the object may have
   */
  public static JsonObject of(String name, JsonNode node, Set<String> members) {
    if (!node.isObject()) {
      throw Rejected.badRequest(name + " must be a JSON object");
    }
    for (String member : (Iterable<String>) node::fieldNames) {
      if (!members.contains(member)) {
        throw Rejected.badRequest(name + " has a member that is not known here");
      }
    }
    return new JsonObject(node);
  }

  /** A text that must be there. */
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> Rejected.badRequest(name + " is required"));
  }

  /** A text that may be absent, which is not the same as null. */
  public Optional<String> optionalText(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual() || !isUnicode(value.textValue())) {
      throw Rejected.badRequest(name + " must be a string of Unicode characters");
    }
    return Optional.of(value.textValue());
  }

  /** A member of any kind that must be there. */
  public JsonNode member(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw Rejected.badRequest(name + " is required");
    }
    return value;
  }

  /** A member of any kind that may be absent, which is not the same as null. */
  public Optional<JsonNode> optionalMember(String name) {
    return Optional.ofNullable(node.get(name));
  }

  private static JsonNode parse(byte[] body) {
    try {
      // Decoded here because a parser of bytes would guess the encoding and let some errors pass.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return READER.readTree(text);
    } catch (CharacterCodingException | JsonProcessingException _) {
      throw Rejected.badRequest("the body is not a well-formed JSON text in UTF-8");
    }
  }

  /** An escape can spell half a surrogate pair, which no encoding can carry on. */
  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
