package dev.assent.schemas.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a user is shown about an operation, in several languages, with places for the operation's
 * fields. In a text {@code {name}} is the place of a field; <code>{{</code> and <code>}}</code> are
 * braces.
 *
 * <p>Barrier: what is shown is made of a text that the tenant fixed beforehand and of values that
 * can neither break the line nor turn the direction of writing, so that no value can look like
 * another field. Each text shows every field: what is not shown must not be signed (Regulation (EU)
 * 2018/389 Article 5(1)(a)).
 *
 * @param id 1 to 64 letters, digits, dots, dashes and underscores
 * @param version from 1
 * @param texts at least one text of 1 to 2,000 characters, by BCP 47 tag in its canonical form
 * @param fields all fields that an operation must give, by name: a letter, then up to 63 letters,
 *     digits and underscores
 */
public record Template(
    String id, int version, SortedMap<String, String> texts, Map<String, FieldType> fields) {
  private static final Pattern ID_FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern FIELD_FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
  private static final int MOST_CHARACTERS = 2_000;
  private static final int MOST_FIELDS = 32;
  private static final int MOST_LANGUAGES = 50;

  public Template {
    require(ID_FORM.matcher(id).matches(), "a template's id must be [A-Za-z0-9._-]{1,64}");
    require(version >= 1, "a template's version must be 1 or more");
    require(
        !texts.isEmpty() && texts.size() <= MOST_LANGUAGES,
        "a template must have 1 to " + MOST_LANGUAGES + " texts");
    require(fields.size() <= MOST_FIELDS, "a template can have at most " + MOST_FIELDS + " fields");
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    fields = Map.copyOf(fields);
    for (String name : fields.keySet()) {
      require(
          FIELD_FORM.matcher(name).matches(),
          "the name of a template's field must be [A-Za-z][A-Za-z0-9_]{0,63}");
    }
    for (Map.Entry<String, String> text : texts.entrySet()) {
      require(
          isLanguage(text.getKey()),
          "a template's language must be a BCP 47 tag in its canonical form");
      requireText(text.getValue(), fields.keySet());
    }
  }

  /** The name of this version. */
  public TemplateKey key() {
    return new TemplateKey(id, version);
  }

  /** Whether the text can be a template's id. */
  public static boolean isId(String text) {
    return ID_FORM.matcher(text).matches();
  }

  /** Whether the text is a BCP 47 tag in its canonical form ({@code de}, {@code de-CH}). */
  public static boolean isLanguage(String tag) {
    return canonical(tag).filter(tag::equals).isPresent();
  }

  /** Whether users of the language find a text, in it or in one that it is a variety of. */
  public boolean speaks(String language) {
    return text(language).isPresent();
  }

  /**
   * The text with the data in its places.
   *
   * @param language BCP 47; where there is no text in it, the text of what it is a variety of is
   *     taken (RFC 4647 section 3.4), or else that of the default language
   * @param data the value of each field
   * @return nothing where there is no text, a field is missing, not declared, or a value is not of
   *     its type
   */
  public Optional<String> render(
      String language, String defaultLanguage, Map<String, String> data) {
    boolean complete =
        data.keySet().equals(fields.keySet())
            && data.entrySet().stream()
                .allMatch(field -> fields.get(field.getKey()).accepts(field.getValue()));
    return complete
        ? text(language).or(() -> text(defaultLanguage)).map(text -> fill(text, data::get))
        : Optional.empty();
  }

  /**
   * Whether the character is shown as itself: no control, no line end, no half of a pair, and
   * nothing that turns the direction of writing (Unicode Standard Annex 9 section 2).
   */
  static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !turnsDirection(character);
    };
  }

  private static boolean turnsDirection(int character) {
    return (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069)
        || character == 0x200E
        || character == 0x200F
        || character == 0x061C;
  }

  private Optional<String> text(String language) {
    Optional<String> tag = canonical(language);
    while (tag.isPresent()) {
      String text = texts.get(tag.get());
      if (text != null) {
        return Optional.of(text);
      }
      tag = widened(tag.get());
    }
    return Optional.empty();
  }

  /** RFC 4647 section 3.4: the last subtag goes, and a single letter before it too. */
  private static Optional<String> widened(String tag) {
    int end = tag.lastIndexOf('-');
    if (end >= 2 && tag.charAt(end - 2) == '-') {
      end -= 2;
    }
    return end > 0 ? Optional.of(tag.substring(0, end)) : Optional.empty();
  }

  private static Optional<String> canonical(String tag) {
    try {
      String canonical = new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
      return canonical.equals("und") ? Optional.empty() : Optional.of(canonical);
    } catch (IllformedLocaleException _) {
      return Optional.empty();
    }
  }

  private static void requireText(String text, Set<String> fields) {
    require(
        !text.isBlank() && text.length() <= MOST_CHARACTERS,
        "a template's text must have 1 to " + MOST_CHARACTERS + " characters");
    require(
        text.codePoints().allMatch(character -> character == '\n' || isPlain(character)),
        "a template's text cannot hold control characters other than the line feed");
    Set<String> named = new HashSet<>();
    fill(
        text,
        name -> {
          named.add(name);
          return name;
        });
    require(fields.containsAll(named), "a template's text names a field that is not declared");
    require(named.containsAll(fields), "a template's text leaves a field out");
  }

  /** Puts values into the places; one pass, so that a value is never read as a place. */
  private static String fill(String text, UnaryOperator<String> values) {
    StringBuilder filled = new StringBuilder(text.length() * 2);
    int position = 0;
    while (position < text.length()) {
      char character = text.charAt(position);
      boolean twice = text.startsWith(Character.toString(character).repeat(2), position);
      if (character != '{' && character != '}') {
        filled.append(character);
        position++;
      } else if (twice) {
        filled.append(character);
        position += 2;
      } else {
        int end = text.indexOf('}', position);
        require(character == '{' && end > 0, "a template's text has a brace without its partner");
        filled.append(values.apply(text.substring(position + 1, end)));
        position = end + 1;
      }
    }
    return filled.toString();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
