package dev.assent.schemas.ocra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published values of RFC 6287 appendix C (OC-2). */
class Rfc6287VectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String WEAK_SUITE = "OCRA-1:HOTP-SHA1-6:QN08";

  @ParameterizedTest
  @MethodSource("vectors")
  @Tag("OC-2")
  void shouldGiveThePublishedResponse(JsonNode vector) {
    // Given
    OcraSuite suite = OcraSuite.parse(vector.get("suite").textValue());
    OcraKey key = OcraKey.of(suite.hash(), HEX.parseHex(vector.get("keyHex").textValue()));
    OcraInput input =
        new OcraInput(
            number(vector, "counter"),
            vector.get("question").textValue(),
            Optional.ofNullable(vector.get("pinSha1Hex"))
                .map(pin -> OcraPinHash.of(OcraHash.SHA1, HEX.parseHex(pin.textValue()))),
            Optional.empty(),
            number(vector, "timeStep"));

    // When
    String response = Ocra.response(suite, key, input);

    // Then
    assertThat(response).isEqualTo(vector.get("response").textValue());
  }

  @Test
  void shouldAllowEveryPublishedSuiteButTheWeakOne() throws IOException {
    // Given
    TreeSet<String> texts = new TreeSet<>();
    read().forEach(vector -> texts.add(vector.get("suite").textValue()));

    // When
    assertThatThrownBy(() -> OcraSuite.parse(WEAK_SUITE).requireAllowed())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the suite's hash must be SHA256 or SHA512");
    texts.remove(WEAK_SUITE);

    // Then
    assertThat(texts)
        .hasSize(8)
        .allSatisfy(text -> assertThat(OcraSuite.parse(text).allowed()).isTrue());
  }

  static Stream<Named<JsonNode>> vectors() throws IOException {
    return StreamSupport.stream(read().spliterator(), false)
        .map(
            vector ->
                Named.of(
                    vector.get("suite").textValue() + " " + vector.get("question").textValue(),
                    vector));
  }

  private static OptionalLong number(JsonNode vector, String name) {
    JsonNode value = vector.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value.longValue());
  }

  private static JsonNode read() throws IOException {
    try (InputStream file = Rfc6287VectorsTest.class.getResourceAsStream("/ocra-rfc6287.json")) {
      return new ObjectMapper().readTree(file).get("vectors");
    }
  }
}
