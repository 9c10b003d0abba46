package dev.assent.connectors.mssp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.provider.SignedContent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentFormTest {
  private static final PhoneText LIMITS = new PhoneText(239, 119);

  @ParameterizedTest
  @CsvSource({"a,239", "é,239", "€,119", "~,119", "ж,119", "ê,119"})
  void shouldTakeATextUpToItsLimit(String character, int longest) {
    assertThat(LIMITS.takes(character.repeat(longest))).isTrue();
    assertThat(LIMITS.takes(character.repeat(longest + 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\rb", "a\tb", "a\u001bb", "a\u0085b", "a\uffffb"})
  void shouldTakeNoTextWithWhatAPhoneCannotShow(String text) {
    assertThat(LIMITS.takes(text)).isFalse();
  }

  @Test
  void shouldBeginTheTextWithTheAgreedPrefixAndBindTheWholeDocument() {
    // Given
    SignedContent document = document(Map.of("payee", "ACME"));

    // When
    var content = new ContentForm.Text("Bank: ", LIMITS).content(document).orElseThrow();

    // Then
    assertThat(content.mimeType()).isEqualTo("text/plain");
    assertThat(content.data()).startsWith("Bank: ").isEqualTo(document.text("Bank: "));
  }

  @Test
  void shouldRefuseAndNotShortenATextThatIsTooLong() {
    assertThat(new ContentForm.Text("", LIMITS).content(document(Map.of("payee", "A".repeat(200)))))
        .isEmpty();
  }

  @Test
  void shouldSendPairsWhereTheUserHasAnApp() {
    // Given
    SignedContent document = document(Map.of("payee", "ACME", "amount", "10 CHF"));

    // When
    var content = new ContentForm.TransactionApproval("Pay").content(document).orElseThrow();

    // Then
    assertThat(content.mimeType()).isEqualTo("application/vnd.mobileid.txn-approval");
    assertThat(content.data()).isEqualTo(document.transactionApproval("Pay"));
  }

  @ParameterizedTest
  @CsvSource({
    "19,10,10,true",
    "20,10,10,false",
    "1,100,10,true",
    "1,101,10,false",
    "2,10,980,false"
  })
  void shouldRefusePairsBeyondTheLimitsOfTheApp(int pairs, int key, int value, boolean taken) {
    // Given
    Map<String, String> display = new HashMap<>();
    for (int pair = 0; pair < pairs; pair++) {
      display.put("%02d".formatted(pair) + "k".repeat(key - 2), "v".repeat(value));
    }

    // When
    Optional<?> content = new ContentForm.TransactionApproval("Pay").content(document(display));

    // Then
    assertThat(content.isPresent()).isEqualTo(taken);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0085b", "a\uffffb"})
  void shouldRefusePairsThatXmlCannotCarry(String value) {
    assertThat(new ContentForm.TransactionApproval("Pay").content(document(Map.of("payee", value))))
        .isEmpty();
  }

  private static SignedContent document(Map<String, String> display) {
    return SignedContent.of(
        new ChallengeDocument(
                ChallengeDocument.LATEST,
                "acme",
                "alice",
                "operation-1",
                OperationKind.SIGNING,
                display,
                Optional.empty(),
                Set.of(ProofKind.MOBILE_SIGNATURE),
                0,
                Nonce.of(new byte[Nonce.BYTES]),
                Instant.parse("2026-01-01T12:00:00Z"))
            .canonical());
  }
}
