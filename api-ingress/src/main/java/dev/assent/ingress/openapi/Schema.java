package dev.assent.ingress.openapi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The schema of a JSON value (JSON Schema 2020-12, which OpenAPI 3.1 takes), as far as the dialects
 * need it. Immutable.
 */
public final class Schema {
  private final Map<String, Object> keywords;
  private final Map<String, Map<String, Object>> definitions;

  /** A member of an object. */
  public record Member(String name, boolean required, Schema schema) {}

  private Schema(Map<String, Object> keywords, Map<String, Map<String, Object>> definitions) {
    this.keywords = keywords;
    this.definitions = definitions;
  }

  /** A string. */
  public static Schema text(String description) {
    return ofType("string").with("description", description);
  }

  /** One of the names of the constants. */
  public static Schema constant(String description, Enum<?>... constants) {
    List<String> names = new ArrayList<>();
    for (Enum<?> constant : constants) {
      names.add(constant.name());
    }
    return text(description).with("enum", names);
  }

  /** A time of RFC 3339. */
  public static Schema time(String description) {
    return text(description).with("format", "date-time");
  }

  /** A whole number, both bounds included. */
  public static Schema number(String description, long least, long most) {
    return ofType("integer")
        .with("description", description)
        .with("minimum", least)
        .with("maximum", most);
  }

  /** True or false. */
  public static Schema flag(String description) {
    return ofType("boolean").with("description", description);
  }

  /** An array. */
  public static Schema list(String description, Schema element) {
    return new Schema(Map.of("type", "array"), element.definitions)
        .with("description", description)
        .with("items", element.keywords);
  }

  /** An object with any members whose values are strings. */
  public static Schema texts(String description) {
    return ofType("object")
        .with("description", description)
        .with("additionalProperties", Map.of("type", "string"));
  }

  /** An object with any members. */
  public static Schema anything(String description) {
    return ofType("object").with("description", description);
  }

  /** An object in an answer. Whoever reads it should pass over members that are not listed. */
  public static Schema object(Member... members) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    Map<String, Map<String, Object>> definitions = new TreeMap<>();
    for (Member member : members) {
      definitions.putAll(member.schema().definitions);
      properties.put(member.name(), member.schema().keywords);
      if (member.required()) {
        required.add(member.name());
      }
    }
    Schema object =
        new Schema(Map.of("type", "object"), definitions).with("properties", properties);
    return required.isEmpty() ? object : object.with("required", required);
  }

  /**
   * An object in a request.
   *
   * @param taken the names that the parser takes, so that parser and description cannot differ
   * @throws IllegalArgumentException where the members are others
   */
  public static Schema object(Set<String> taken, Member... members) {
    Set<String> described = new TreeSet<>();
    for (Member member : members) {
      described.add(member.name());
    }
    if (!described.equals(taken)) {
      throw new IllegalArgumentException(
          "described are " + described + ", but taken are " + new TreeSet<>(taken));
    }
    return object(members).with("additionalProperties", false);
  }

  /** A problem of RFC 9457, with our extension members. */
  public static Schema problem() {
    return object(
        required("type", text("urn:assent:problem: and the reason")),
        required("title", text("The reason in words")),
        required("status", number("As in the status line", 400, 599)),
        required("detail", text("What is wrong with this request")),
        required("instance", text("The path")),
        required("reason", text("A failure or a reason")),
        optional("retryAt", time("When asking again can help")));
  }

  /** A member that is always there. */
  public static Member required(String name, Schema schema) {
    return new Member(name, true, schema);
  }

  /** A member that may be absent, which is never the same as null. */
  public static Member optional(String name, Schema schema) {
    return new Member(name, false, schema);
  }

  /** The same, of this form: a regular expression of ECMA-262 for the whole text. */
  public Schema matching(String pattern) {
    return with("pattern", "^" + pattern + "$");
  }

  /** The same, at most so long, in characters. */
  public Schema atMost(int characters) {
    return with("maxLength", characters);
  }

  /** The same with one value shown. */
  public Schema like(Object example) {
    return with("examples", List.of(example));
  }

  /** The same, described. */
  public Schema described(String description) {
    return with("description", description);
  }

  /** The same under a name, so that a document has it once. */
  public Schema named(String name) {
    Map<String, Map<String, Object>> more = new TreeMap<>(definitions);
    more.put(name, keywords);
    return new Schema(Map.of("$ref", "#/components/schemas/" + name), more);
  }

  Map<String, Map<String, Object>> definitions() {
    return Collections.unmodifiableMap(definitions);
  }

  Map<String, Object> keywords() {
    return Collections.unmodifiableMap(keywords);
  }

  private static Schema ofType(String type) {
    return new Schema(Map.of("type", type), Map.of());
  }

  private Schema with(String keyword, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(keywords);
    more.put(keyword, value);
    return new Schema(more, definitions);
  }
}
