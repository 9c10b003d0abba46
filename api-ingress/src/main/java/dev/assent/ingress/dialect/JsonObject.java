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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request's JSON object, read strictly: valid UTF-8, no member twice, nothing after the object,
 * no type taken for another, bounded depth, and no members but the known ones.
 */
public final class JsonObject {
  private static final int DEPTH = 8;
  private static final int LONGEST_NUMBER = 32;
  private static final int LONGEST_NAME = 256;
  private static final int MOST_YEAR = 9_999;

  /** RFC 3339 section 5.6. */
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(LONGEST_NAME)
                          .build())
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
    JsonObject object = open(name, node);
    for (String member : (Iterable<String>) node::fieldNames) {
      if (!members.contains(member)) {
        throw Rejected.badRequest(name + " has a member that is not known here");
      }
    }
    return object;
  }

  /**
   * Takes an object inside the body that may have any members.
   *
   * @param name what it is called in refusals
   */
  public static JsonObject open(String name, JsonNode node) {
    if (!node.isObject()) {
      throw Rejected.badRequest(name + " must be a JSON object");
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
    if (!isText(value)) {
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

  /** A whole number that may be absent. */
  public Optional<Long> optionalNumber(String name) {
    return optionalMember(name)
        .map(
            value -> {
              if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw Rejected.badRequest(name + " must be a whole number");
              }
              return value.longValue();
            });
  }

  /** The name of a constant, which may be absent. */
  public <E extends Enum<E>> Optional<E> optionalConstant(String name, Class<E> type) {
    return optionalText(name)
        .map(
            text -> {
              for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(text)) {
                  return constant;
                }
              }
              throw Rejected.badRequest(
                  name + " must be one of " + Arrays.toString(type.getEnumConstants()));
            });
  }

  /** The name of a constant, which must be there. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    return optionalConstant(name, type)
        .orElseThrow(() -> Rejected.badRequest(name + " is required"));
  }

  /** A time that may be absent, of the years 0 to 9999; whole milliseconds of it are kept. */
  public Optional<Instant> optionalTime(String name) {
    return optionalText(name)
        .map(
            text ->
                time(text)
                    .orElseThrow(
                        () ->
                            Rejected.badRequest(
                                name + " must be a time of RFC 3339: 2026-01-02T03:04:05Z")));
  }

  /** An object of texts that may be absent, which is the same as empty. */
  public SortedMap<String, String> texts(String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    optionalMember(name)
        .ifPresent(
            value -> {
              boolean valid = value.isObject();
              for (Map.Entry<String, JsonNode> member : value.properties()) {
                valid &= isUnicode(member.getKey()) && isText(member.getValue());
                texts.put(member.getKey(), member.getValue().asText());
              }
              if (!valid) {
                throw Rejected.badRequest(
                    name + " must be an object of strings of Unicode characters");
              }
            });
    return texts;
  }

  /** An array of texts that may be absent. */
  public Optional<List<String>> optionalTexts(String name) {
    return optionalMember(name)
        .map(
            value -> {
              List<String> texts = new ArrayList<>();
              boolean valid = value.isArray();
              for (JsonNode element : value) {
                valid &= isText(element);
                texts.add(element.asText());
              }
              if (!valid) {
                throw Rejected.badRequest(name + " must be an array of strings");
              }
              return texts;
            });
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

  /** Stricter than the parser, which takes other years and leaves seconds out. */
  private static Optional<Instant> time(String text) {
    if (!TIME.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      Instant time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      return Optional.of(time.truncatedTo(ChronoUnit.MILLIS))
          .filter(_ -> year >= 0 && year <= MOST_YEAR);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static boolean isText(JsonNode value) {
    return value.isTextual() && isUnicode(value.textValue());
  }

  /** An escape can spell half a surrogate pair, which no encoding can carry on. */
  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
