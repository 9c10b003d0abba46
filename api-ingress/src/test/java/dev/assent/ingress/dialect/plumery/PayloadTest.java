package dev.assent.ingress.dialect.plumery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.ingress.dialect.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical form, with the vectors of RFC 8785. */
class PayloadTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void shouldWriteTheSampleOfRfc8785Section322() throws Exception {
    // Given
    String sample =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50,
                      2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;

    // When
    String canonical = canonical(sample);

    // Then
    assertThat(canonical)
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void shouldSortAsRfc8785Section323Does() throws Exception {
    // Given
    String sample =
        """
        {
          "\\u20ac": "Euro Sign",
          "\\r": "Carriage Return",
          "\\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\\ud83d\\ude00": "Emoji: Grinning Face",
          "\\u0080": "Control",
          "\\u00f6": "Latin Small Letter O With Diaeresis"
        }
        """;

    // When
    String canonical = canonical(sample);

    // Then
    assertThat(canonical)
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  /** Appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void shouldWriteTheNumbersOfRfc8785AppendixB(String bits, String expected) {
    // Given
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    // When
    String canonical =
        Payload.LOGIN
            .shown(JsonNodeFactory.instance.objectNode().put("n", number))
            .get("plumery.init-auth-details.v1");

    // Then
    assertThat(canonical).isEqualTo("{\"n\":" + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "-9007199254740992",
        "-9223372036854775808",
        "18446744073709551616",
        "1e309",
        "-1e309",
        "\"\\ud800\"",
        "{\"\\udead\":1}",
        "[[9007199254740992]]"
      })
  void shouldRefuseWhatHasNoCanonicalForm(String value) {
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> canonical("{\"x\":" + value + "}"))
        .withMessage("dataToSign has no canonical form (RFC 8785)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9007199254740991", "-9007199254740991", "0"})
  void shouldKeepWholeNumbersAsTheyAre(String number) throws Exception {
    assertThat(canonical("{\"x\":" + number + "}")).isEqualTo("{\"x\":" + number + "}");
  }

  private static String canonical(String json) throws JsonProcessingException {
    return Payload.SIGNATURE.shown(JSON.readTree(json)).get("plumery.data-to-sign.v1");
  }
}
