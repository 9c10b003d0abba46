package dev.assent.schemas.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.schemas.model.ProofKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeDocumentTest {
  private static final String PAYMENT_IN_FIRST_VERSION =
      "{\"display\":{\"amount\":\"1.00\",\"payee\":\"Ann\"},"
          + "\"expiresAt\":\"2026-01-02T03:04:05.000Z\",\"kind\":\"SIGNING\","
          + "\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"operation\":\"op-1\","
          + "\"tenant\":\"bank\",\"user\":\"4A\",\"version\":1}";

  @Test
  void shouldWriteItsMembersInCanonicalOrder() {
    // Given
    ChallengeDocument document =
        DocumentBuilder.aPayment()
            .withDisplay(Map.of("amount", "1.00", "Amount", ""))
            .withProofs(EnumSet.of(ProofKind.OCRA, ProofKind.DEVICE_PIN))
            .withMatchingDigits(2)
            .build();

    // When
    byte[] canonical = document.canonical();

    // Then
    assertThat(new String(canonical, UTF_8))
        .isEqualTo(
            "{\"display\":{\"Amount\":\"\",\"amount\":\"1.00\"},"
                + "\"expiresAt\":\"2026-01-02T03:04:05.000Z\",\"kind\":\"SIGNING\","
                + "\"matchingDigits\":2,\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\","
                + "\"operation\":\"op-1\",\"proofs\":[\"DEVICE_PIN\",\"OCRA\"],"
                + "\"tenant\":\"bank\",\"user\":\"4A\",\"version\":2}");
  }

  @Tag("DL-1")
  @Test
  @Tag("EI-5")
  void shouldHoldTheTextAndWhatItWasRenderedWith() {
    // Given
    ChallengeDocument document =
        DocumentBuilder.aPayment().withText("payment", 3, "en", "Pay 1.00 to Ann").build();

    // When
    byte[] canonical = document.canonical();

    // Then
    assertThat(new String(canonical, UTF_8))
        .isEqualTo(
            "{\"display\":{\"amount\":\"1.00\",\"payee\":\"Ann\"},"
                + "\"expiresAt\":\"2026-01-02T03:04:05.000Z\",\"kind\":\"SIGNING\","
                + "\"language\":\"en\",\"matchingDigits\":0,"
                + "\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"operation\":\"op-1\","
                + "\"proofs\":[\"DEVICE_PIN\"],\"template\":\"payment\",\"templateVersion\":3,"
                + "\"tenant\":\"bank\",\"text\":\"Pay 1.00 to Ann\",\"user\":\"4A\","
                + "\"version\":2}");
  }

  @Test
  void shouldWriteTheFirstVersionAsItAlwaysWas() {
    // Given
    ChallengeDocument document = DocumentBuilder.aPayment().inFirstVersion().build();

    // When
    byte[] canonical = document.canonical();

    // Then
    assertThat(new String(canonical, UTF_8)).isEqualTo(PAYMENT_IN_FIRST_VERSION);
  }

  @Test
  void shouldRefuseWhatTheFirstVersionHasNoPlaceFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(DocumentBuilder.aPayment().inFirstVersion().withMatchingDigits(2)::build);
    assertThatIllegalArgumentException()
        .isThrownBy(
            DocumentBuilder.aPayment().inFirstVersion().withProofs(Set.of(ProofKind.OCRA))::build);
    assertThatIllegalArgumentException()
        .isThrownBy(DocumentBuilder.aPayment().inFirstVersion().withText("t", 1, "en", "x")::build);
  }

  @Test
  void shouldNotChangeWithTheMapItWasMadeFrom() {
    // Given
    Map<String, String> shown = new HashMap<>(Map.of("amount", "1"));
    ChallengeDocument document = DocumentBuilder.aPayment().withDisplay(shown).build();
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
        .isThrownBy(DocumentBuilder.aPayment().withExpiry(Instant.parse(instant))::build);
  }

  @Test
  void shouldRefuseToWriteALoneSurrogate() {
    // Given
    ChallengeDocument document =
        DocumentBuilder.aPayment().withDisplay(Map.of("text", "\ud800")).build();

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
  @Tag("NI-8")
  @Tag("AS-9")
  void shouldRefuseANonceThatIsNot16BytesInCanonicalForm(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Nonce(text));
  }
}
