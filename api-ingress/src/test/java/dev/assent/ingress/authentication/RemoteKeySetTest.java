package dev.assent.ingress.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RemoteKeySetTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final String FIRST = TestKeys.set(TestKeys.ES256);
  private static final String BOTH = TestKeys.set(TestKeys.ES256, TestKeys.OTHER);

  private Instant now = START;
  private String published = FIRST;
  private int asked;
  private final RemoteKeySet keys =
      new RemoteKeySet("https://x", this::fetch, Duration.ofHours(1), () -> now);

  @Test
  void shouldAskOnceForKeysThatAreFresh() {
    // When
    boolean first = knows("es256");
    now = START.plus(Duration.ofMinutes(59));
    boolean later = knows("es256");

    // Then
    assertThat(first).isTrue();
    assertThat(later).isTrue();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  @Tag("JW-14")
  void shouldAskForAnUnknownKeyAtMostOnceInFiveMinutes() {
    // Given
    knows("es256");
    published = BOTH;

    // When, then
    now = START.plusSeconds(299);
    assertThat(knows("other")).isFalse();
    assertThat(asked).isEqualTo(1);
    now = START.plusSeconds(300);
    assertThat(knows("other")).isTrue();
    assertThat(asked).isEqualTo(2);
    now = START.plusSeconds(599);
    assertThat(knows("invented")).isFalse();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  @Tag("JW-14")
  void shouldForgetAKeyThatIsNoLongerPublished() {
    // Given
    published = BOTH;
    knows("other");
    published = FIRST;

    // When
    now = START.plus(Duration.ofHours(1));

    // Then
    assertThat(knows("other")).isFalse();
    assertThat(knows("es256")).isTrue();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  @Tag("AS-20")
  void shouldUseKeysForADayWhereTheIssuerIsAwayAndNotLonger() {
    // Given
    knows("es256");
    published = null;

    // When, then
    now = START.plus(Duration.ofHours(24)).minusMillis(1);
    assertThat(knows("es256")).isTrue();
    now = START.plus(Duration.ofHours(24));
    assertThat(knows("es256")).isFalse();
  }

  @Test
  void shouldAskAnIssuerThatIsAwayEveryTenSecondsAtMost() {
    // Given
    published = null;
    knows("es256");

    // When, then
    now = START.plusSeconds(9);
    assertThat(knows("es256")).isFalse();
    assertThat(asked).isEqualTo(1);
    published = FIRST;
    now = START.plusSeconds(10);
    assertThat(knows("es256")).isTrue();
  }

  @Test
  @Tag("JW-2")
  void shouldKnowNoKeyOfASetThatHasASecret() {
    // Given
    published =
        "{\"keys\":[%s,{\"kty\":\"oct\",\"kid\":\"hmac\",\"k\":\"%s\"}]}"
            .formatted(TestKeys.ES256.toPublicJWK().toJSONString(), "A".repeat(43));

    // When, then
    assertThat(knows("es256")).isFalse();
    now = START.plusSeconds(10);
    published = "{\"keys\":[%s]}".formatted(TestKeys.ES256.toJSONString());
    assertThat(knows("es256")).isFalse();
  }

  @Test
  @Tag("JW-4")
  void shouldPassOverKeysThatNoTokenCanBeVerifiedWith() {
    // Given
    String usual = TestKeys.ES256.toPublicJWK().toJSONString();
    String weak = TestKeys.rsa("weak", 1_024).toPublicJWK().toJSONString();
    published =
        "{\"keys\":[%s,%s,%s,%s,%s,%s,%s]}"
            .formatted(
                weak,
                renamed(usual, "encrypts", "\"use\":\"enc\","),
                renamed(usual, "signs", "\"key_ops\":[\"sign\"],"),
                renamed(usual, "exchanges", "\"alg\":\"ECDH-ES\","),
                renamed(usual, "twice", ""),
                renamed(TestKeys.OTHER.toPublicJWK().toJSONString(), "twice", ""),
                usual);

    // When, then
    for (String keyId : new String[] {"weak", "encrypts", "signs", "exchanges", "twice"}) {
      assertThat(knows(keyId)).as(keyId).isFalse();
    }
    assertThat(knows("es256")).isTrue();
  }

  private boolean knows(String keyId) {
    return keys.find(keyId).isPresent();
  }

  private byte[] fetch(String uri) throws IOException {
    asked++;
    if (published == null) {
      throw new IOException("away");
    }
    return published.getBytes(StandardCharsets.UTF_8);
  }

  private static String renamed(String key, String keyId, String more) {
    return key.replaceFirst("\\{", "{" + more)
        .replaceAll("\"kid\":\"[^\"]*\"", "\"kid\":\"" + keyId + "\"");
  }
}
