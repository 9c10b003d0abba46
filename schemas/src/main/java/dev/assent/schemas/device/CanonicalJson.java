package dev.assent.schemas.device;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON Canonicalization Scheme (RFC 8785) for the values that our documents have: objects,
 * arrays, strings and whole numbers within 2^53 - 1.
 */
final class CanonicalJson {
  private static final long LARGEST_EXACT = (1L << 53) - 1;

  private CanonicalJson() {}

  /**
   * Serialises an object whose values are {@link String}, {@link Integer}, {@link Long}, a list of
   * such values or such an object again. Throws {@link IllegalArgumentException} for any other
   * value, a number that is not exact in IEEE 754 double precision and a lone surrogate (RFC 8785
   * section 3.2.2).
   */
  static String write(Map<String, ?> object) {
    StringBuilder target = new StringBuilder(256);
    appendObject(target, object);
    return target.toString();
  }

  private static void appendObject(StringBuilder target, Map<?, ?> object) {
    // String's own order compares UTF-16 code units, which is what RFC 8785 section 3.2.3 asks for.
    TreeMap<String, Object> sorted = new TreeMap<>();
    object.forEach((name, value) -> sorted.put((String) name, value));
    target.append('{');
    String separator = "";
    for (Map.Entry<String, Object> member : sorted.entrySet()) {
      target.append(separator);
      appendString(target, member.getKey());
      target.append(':');
      appendValue(target, member.getValue());
      separator = ",";
    }
    target.append('}');
  }

  private static void appendValue(StringBuilder target, Object value) {
    switch (value) {
      case String text -> appendString(target, text);
      case Integer number -> target.append(number.intValue());
      case Long number -> target.append(exact(number));
      case Map<?, ?> object -> appendObject(target, object);
      case List<?> values -> appendArray(target, values);
      case null, default ->
          throw new IllegalArgumentException("a value has no canonical form here");
    }
  }

  private static void appendArray(StringBuilder target, List<?> values) {
    target.append('[');
    String separator = "";
    for (Object value : values) {
      target.append(separator);
      appendValue(target, value);
      separator = ",";
    }
    target.append(']');
  }

  private static long exact(long number) {
    if (number < -LARGEST_EXACT || number > LARGEST_EXACT) {
      throw new IllegalArgumentException("a number must lie within 2^53 - 1");
    }
    return number;
  }

  private static void appendString(StringBuilder target, String text) {
    target.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        target.append(unit).append(text.charAt(++i));
      } else {
        appendUnit(target, unit);
      }
    }
    target.append('"');
  }

  private static void appendUnit(StringBuilder target, char unit) {
    switch (unit) {
      case '"' -> target.append("\\\"");
      case '\\' -> target.append("\\\\");
      case '\b' -> target.append("\\b");
      case '\t' -> target.append("\\t");
      case '\n' -> target.append("\\n");
      case '\f' -> target.append("\\f");
      case '\r' -> target.append("\\r");
      default -> {
        if (Character.isSurrogate(unit)) {
          throw new IllegalArgumentException("a text must not have a lone surrogate");
        }
        if (unit < ' ') {
          target.append("\\u00").append(unit < 0x10 ? '0' : '1');
          target.append(Character.forDigit(unit & 0xf, 16));
        } else {
          target.append(unit);
        }
      }
    }
  }
}
