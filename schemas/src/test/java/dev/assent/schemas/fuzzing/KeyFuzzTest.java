package dev.assent.schemas.fuzzing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.CorrelationId;
import dev.assent.schemas.key.UserKey;
import java.net.URLDecoder;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

class KeyFuzzTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnyChallengeKeyAsWrittenOrRefuseIt(byte[] input) {
    String text = new String(input, UTF_8);
    ChallengeKey.parse(text)
        .ifPresent(
            key -> {
              assertThat(key.text()).isEqualTo(text);
              assertThat(key.partition(7)).isBetween(0, 6);
            });
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnyUserKeyAsWrittenOrRefuseIt(byte[] input) {
    String text = new String(input, UTF_8);
    int slash = text.indexOf('/');
    if (slash < 0) {
      return;
    }
    String tenant = text.substring(0, slash);
    String userId = text.substring(slash + 1);
    UserKey.find(tenant, userId)
        .ifPresent(
            key -> {
              String[] parts = key.text().split("/", -1);
              assertThat(parts).hasSize(2);
              assertThat(URLDecoder.decode(parts[0], UTF_8)).isEqualTo(tenant);
              assertThat(URLDecoder.decode(parts[1], UTF_8)).isEqualTo(userId);
            });
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnyCorrelationIdOrRefuseIt(byte[] input) {
    CorrelationId.parse(new String(input, UTF_8))
        .ifPresent(id -> assertThat(CorrelationId.parse(id.text())).contains(id));
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("AS-2")
  void shouldReadAnySignatureAsWrittenOrRefuseIt(byte[] input) {
    String text = new String(input, ISO_8859_1);
    ProofSignature.parse(text)
        .ifPresent(
            signature ->
                assertThat(HexFormat.of().formatHex(signature))
                    .isEqualTo(text.toLowerCase(Locale.ROOT)));
  }

  @FuzzTest(maxDuration = "1m")
  @Tag("JW-4")
  void shouldReadAnyPublicKeyAsWrittenOrRefuseIt(byte[] input) {
    JsonNode node;
    try {
      node = MAPPER.readTree(new String(input, UTF_8));
    } catch (JsonProcessingException _) {
      return;
    }
    Function<JsonNode, JsonWebKey> signing =
        json -> JsonWebKeyReader.readSigningKey(json).jsonWebKey();
    Function<JsonNode, JsonWebKey> encryption =
        json -> JsonWebKeyReader.readEncryptionKey(json).jsonWebKey();
    for (Function<JsonNode, JsonWebKey> reader : List.of(signing, encryption)) {
      JsonWebKey key;
      try {
        key = reader.apply(node);
      } catch (IllegalArgumentException refusal) {
        assertThat(refusal.getMessage()).isNotEmpty();
        continue;
      }
      assertThat(reader.apply(MAPPER.valueToTree(key.members()))).isEqualTo(key);
    }
  }
}
