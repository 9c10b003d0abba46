package dev.assent.schemas.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.schemas.model.OperationKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeDocumentTest {
  private static final Nonce NONCE = Nonce.of(new byte[Nonce.BYTES]);

  @Test
  void shouldWriteItsMembersInCanonicalOrder() {
    // Given
    ChallengeDocument document =
        FirstVersion.document(
            "bank",
            "4A",
            "op-1",
            OperationKind.SIGNING,
            Map.of("amount", "1.00", "Amount", ""),
            NONCE,
            Instant.parse("2026-01-02T03:04:05Z"));

    // When
    byte[] canonical = document.canonical();

    // Then
    assertThat(new String(canonical, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"display\":{\"Amount\":\"\",\"amount\":\"1.00\"},"
                + "\"expiresAt\":\"2026-01-02T03:04:05.000Z\",\"kind\":\"SIGNING\","
                + "\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"operation\":\"op-1\","
                + "\"tenant\":\"bank\",\"user\":\"4A\",\"version\":1}");
  }

  @Test
  void shouldNotChangeWithTheMapItWasMadeFrom() {
    // Given
    Map<String, String> shown = new HashMap<>(Map.of("amount", "1"));
    ChallengeDocument document = expiringAt(Instant.EPOCH, shown);
    byte[] before = document.canonical();

    // When
    shown.put("amount", "1000000");

    // Then
    assertThat(document.canonical()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00:00.000001Z",
        "-0001-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z"
      })
  void shouldRefuseAnExpiryThatHasNoTextOfItsOwn(String instant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> expiringAt(Instant.parse(instant), Map.of()));
  }

  @Test
  void shouldRefuseToWriteALoneSurrogate() {
    // Given
    ChallengeDocument document = expiringAt(Instant.EPOCH, Map.of("text", "\ud800"));

    // Then
    assertThatIllegalArgumentException().isThrownBy(document::canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAAAA=="
      })
  void shouldRefuseANonceThatIsNot16BytesInCanonicalForm(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Nonce(text));
  }

  private static ChallengeDocument expiringAt(Instant expiresAt, Map<String, String> displayData) {
    return FirstVersion.document(
        "bank", "4A", "op-1", OperationKind.SIGNING, displayData, NONCE, expiresAt);
  }
}
