package dev.assent.schemas.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @Test
  void shouldSortAsRfc8785Section323Does() {
    // Given
    Map<String, String> members =
        Map.of(
            "\u20ac", "Euro Sign",
            "\r", "Carriage Return",
            "\ufb33", "Hebrew Letter Dalet With Dagesh",
            "1", "One",
            "\ud83d\ude00", "Emoji: Grinning Face",
            "\u0080", "Control",
            "\u00f6", "Latin Small Letter O With Diaeresis");

    // When
    String canonical = CanonicalJson.write(members);

    // Then
    assertThat(canonical)
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void shouldEscapeAsRfc8785Section322Does() {
    // Given
    Map<String, String> members = Map.of("string", "\u20ac$\u000F\nA'B\"\\\\\"/");

    // When
    String canonical = CanonicalJson.write(members);

    // Then
    assertThat(canonical).isEqualTo("{\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void shouldEscapeEveryControlCharacterInItsOneForm() {
    // Given
    StringBuilder controls = new StringBuilder();
    for (char control = 0; control < 0x21; control++) {
      controls.append(control);
    }

    // When
    String canonical = CanonicalJson.write(Map.of("", controls + "\u007f"));

    // Then
    assertThat(canonical)
        .isEqualTo(
            "{\"\":\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r"
                + "\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018"
                + "\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f \u007f\"}");
  }

  @Test
  void shouldWriteNestedObjectsAndWholeNumbers() {
    // Given
    Map<String, Object> members =
        Map.of("b", Map.of("d", Map.of(), "c", -1), "a", 9007199254740991L);

    // When
    String canonical = CanonicalJson.write(members);

    // Then
    assertThat(canonical).isEqualTo("{\"a\":9007199254740991,\"b\":{\"c\":-1,\"d\":{}}}");
  }

  @ParameterizedTest
  @ValueSource(longs = {9007199254740992L, -9007199254740992L, Long.MIN_VALUE, Long.MAX_VALUE})
  void shouldRefuseNumbersThatJsonReadersRound(long number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.write(Map.of("number", number)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xd83d, 0xde00, 0xd800, 0xdfff})
  void shouldRefuseLoneSurrogates(int unit) {
    String text = Character.toString((char) unit);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.write(Map.of("value", text + "x")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.write(Map.of("x" + text, "name")));
  }

  @Test
  void shouldRefuseValuesOfOtherKinds() {
    // Given
    Map<String, Object> withNull = new HashMap<>();
    withNull.put("value", null);

    // Then
    assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(withNull));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.write(Map.of("value", 1.5)));
  }
}
