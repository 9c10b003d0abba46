package dev.assent.connectors.mobileid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.connectors.mobileid.MobileIdResult.Meaning;
import dev.assent.connectors.provider.Subscriber;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MobileIdCodecTest {
  private static final MobileIdSettings SETTINGS =
      new MobileIdSettings(
          new Secret("00000000-0000-0000-0000-000000000000"),
          "DEMO",
          "ENG",
          Duration.ofSeconds(3),
          Duration.ofSeconds(1));

  @ParameterizedTest
  @CsvSource({
    // the vector of the Mobile-ID REST documentation
    "2f665f6a6999e0ef0752e00ec9f453adf59d8cb6, 1462",
    "0000000000000000000000000000000000000000, 0000",
    "ffffffffffffffffffffffffffffffffffffffff, 8191",
    "0300000000000000000000000000000000000080, 0000",
    "0400000000000000000000000000000000000029, 0169"
  })
  void shouldShowTheCodeOfAHash(String hash, String code) {
    assertThat(MobileIdVerificationCode.of(HexFormat.of().parseHex(hash))).isEqualTo(code);
  }

  @Test
  void shouldAskForASignatureAsTheVendorDescribesIt() throws IOException {
    // Given
    Subscriber subscriber =
        new Subscriber(
            new Secret("37200000766"), Optional.of(new Secret("60001019906")), Optional.empty());

    // When
    JsonNode message =
        new MobileIdMessages(SETTINGS).start(subscriber, new byte[32], DisplayedText.of("Log in?"));

    // Then
    assertThat(message)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {
                      "relyingPartyUUID": "00000000-0000-0000-0000-000000000000",
                      "relyingPartyName": "DEMO",
                      "phoneNumber": "+37200000766",
                      "nationalIdentityNumber": "60001019906",
                      "hash": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                      "hashType": "SHA256",
                      "language": "ENG",
                      "displayText": "Log in?",
                      "displayTextFormat": "GSM-7"
                    }
                    """));
  }

  @ParameterizedTest
  @CsvSource({
    "OK, SIGNED, OTHER",
    "USER_CANCELLED, DECLINED, OTHER",
    "TIMEOUT, REFUSED, EXPIRED",
    "EXPIRED_TRANSACTION, REFUSED, EXPIRED",
    "NOT_MID_CLIENT, REFUSED, NOT_ENROLLED",
    "SIGNATURE_HASH_MISMATCH, REFUSED, BLOCKED",
    "PHONE_ABSENT, REFUSED, UNREACHABLE",
    "DELIVERY_ERROR, REFUSED, UNREACHABLE",
    "SIM_ERROR, REFUSED, BLOCKED"
  })
  void shouldKnowEveryResult(String word, Meaning meaning, ProviderRefusal refusal) {
    assertThat(MobileIdResult.meaning(word)).isEqualTo(meaning);
    assertThat(MobileIdResult.refusal(word)).isEqualTo(refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ok", "OK ", "OKAY", "SIGNED", "QUITE_OK"})
  void shouldTakeNoUnknownWordForConsent(String word) {
    assertThat(MobileIdResult.meaning(word)).isEqualTo(Meaning.REFUSED);
    assertThat(MobileIdResult.refusal(word)).isEqualTo(ProviderRefusal.OTHER);
  }

  @Test
  void shouldShowATextInTheAlphabetThatItNeeds() {
    assertThat(DisplayedText.of("Pay 42.00 EUR?"))
        .contains(new DisplayedText("Pay 42.00 EUR?", "GSM-7"));
    assertThat(DisplayedText.of("Maksa 42 € õele?"))
        .contains(new DisplayedText("Maksa 42 € õele?", "UCS-2"));
  }

  @Test
  void shouldNeverCutAText() {
    assertThat(DisplayedText.of("a".repeat(100))).isPresent();
    assertThat(DisplayedText.of("a".repeat(101))).isEmpty();
    assertThat(DisplayedText.of("€".repeat(50))).isPresent();
    assertThat(DisplayedText.of("€".repeat(51))).isEmpty();
    assertThat(DisplayedText.of("õ".repeat(50))).isPresent();
    assertThat(DisplayedText.of("õ".repeat(51))).isEmpty();
  }
}
