package dev.assent.ingress.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.assent.schemas.model.DeclineReason;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.simple.SimpleHttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;

/** What reads requests reads any bytes, or refuses them in its own words. */
class ParserFuzzTest {
  private static final Set<String> MEMBERS =
      Set.of("text", "number", "constant", "time", "texts", "list");

  /** RFC 9110 section 5.5: the server lets no other header through. */
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnyBodyAsWrittenOrRefuseIt(byte[] body) {
    Content content;
    try {
      content = Content.of(JsonObject.read(json(), body, MEMBERS));
    } catch (Rejected _) {
      return;
    }

    // When
    byte[] again = content.written();

    // Then
    assertThat(Content.of(JsonObject.read(json(), again, MEMBERS))).isEqualTo(content);
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnyHeaderOrRefuseIt(byte[] input) {
    String value = new String(input, ISO_8859_1).strip();
    if (!HEADER_VALUE.matcher(value).matches()) {
      return;
    }
    for (String name : List.of("Idempotency-Key", "Accept", "Content-Type")) {
      SimpleHttpRequest<byte[]> request = new SimpleHttpRequest<>(HttpMethod.POST, "/", null);
      request.getHeaders().add(name, value);
      try {
        RequestHeaders.requireAccepted(request, MediaType.APPLICATION_JSON);
        Optional<String> key = RequestHeaders.idempotencyKey(request);
        assertThat(key.isEmpty() || key.get().equals(value)).isTrue();
        RequestHeaders.requireJsonContent(request);
      } catch (Rejected rejected) {
        assertThat(rejected.getMessage()).isNotEmpty();
      }
    }
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnySegmentOfAPathAsWrittenOrRefuseIt(byte[] input) {
    String path = "/" + new String(input, ISO_8859_1);
    if (!isPath(path)) {
      return;
    }
    String segment;
    try {
      segment = RequestPath.segment(new SimpleHttpRequest<>(HttpMethod.GET, path, null), 0);
    } catch (Rejected _) {
      return;
    }

    // When
    String again = "/" + URLEncoder.encode(segment, UTF_8).replace("+", "%20");

    // Then
    assertThat(RequestPath.segment(new SimpleHttpRequest<>(HttpMethod.GET, again, null), 0))
        .isEqualTo(segment);
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnyProofAsWrittenOrRefuseIt(byte[] input) {
    String text = new String(input, ISO_8859_1);
    byte[] proof;
    try {
      proof = ProofText.parse("proof", text);
    } catch (Rejected _) {
      return;
    }
    assertThat(text)
        .satisfiesAnyOf(
            it -> assertThat(it).isEqualToIgnoringCase(HexFormat.of().formatHex(proof)),
            it -> assertThat(it).isEqualTo(new String(proof, ISO_8859_1)));
  }

  private record Content(
      Optional<String> text,
      Optional<Long> number,
      Optional<DeclineReason> constant,
      Optional<Instant> time,
      Map<String, String> texts,
      Optional<List<String>> list) {
    static Content of(JsonObject object) {
      return new Content(
          object.optionalText("text"),
          object.optionalNumber("number"),
          object.optionalConstant("constant", DeclineReason.class),
          object.optionalTime("time"),
          new TreeMap<>(object.texts("texts")),
          object.optionalTexts("list"));
    }

    byte[] written() {
      return Json.answer(
              200,
              json -> {
                json.writeStartObject();
                Json.optional(json, "text", text.orElse(null));
                if (number.isPresent()) {
                  json.writeNumberField("number", number.get());
                }
                Json.optional(json, "constant", constant.map(Enum::name).orElse(null));
                Json.optional(json, "time", time.map(Instant::toString).orElse(null));
                json.writeObjectFieldStart("texts");
                for (Map.Entry<String, String> entry : texts.entrySet()) {
                  json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
                if (list.isPresent()) {
                  json.writeArrayFieldStart("list");
                  for (String element : list.get()) {
                    json.writeString(element);
                  }
                  json.writeEndArray();
                }
                json.writeEndObject();
              })
          .body();
    }
  }

  private static HttpRequest<?> json() {
    SimpleHttpRequest<byte[]> request = new SimpleHttpRequest<>(HttpMethod.POST, "/", null);
    request.getHeaders().add("Content-Type", "application/json");
    return request;
  }

  private static boolean isPath(String text) {
    try {
      return text.equals(new URI(text).getRawPath());
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
