package dev.assent.connectors.smartid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.connectors.smartid.SmartIdResult.Meaning;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SmartIdCodecTest {
  /** The challenge of the examples of the Smart-ID documentation. */
  private static final String CHALLENGE =
      "GYS+yoah6emAcVDNIajwSs6UB/M95XrDxMzXBUkwQJ9YFDipXXzGpPc7raWcuc2+TEoRc7WvIZ/7dU/iRXenYg==";

  private static final String INTERACTIONS =
      "W3sidHlwZSI6ImNvbmZpcm1hdGlvbk1lc3NhZ2UiLCJkaXNwbGF5VGV4dDIwMCI6IkxvbmdlciBkZXNjcmlwdGlvbiBv"
          + "ZiB0aGUgdHJhbnNhY3Rpb24gY29udGV4dCJ9LHsidHlwZSI6ImRpc3BsYXlUZXh0QW5kUElOIiwiZGlzcGxheVRl"
          + "eHQ2MCI6IlNob3J0IGRlc2NyaXB0aW9uIG9mIHRoZSB0cmFuc2FjdGlvbiBjb250ZXh0In1d";

  @Test
  void shouldShowTheCodeOfTheVendorsChallenge() {
    assertThat(SmartIdVerificationCode.of(Base64.getDecoder().decode(CHALLENGE))).isEqualTo("7180");
  }

  @Test
  void shouldShowTheCodesOfTheVendorsHashes() throws GeneralSecurityException {
    // Given
    byte[] hello =
        MessageDigest.getInstance("SHA-256")
            .digest("Hello World!".getBytes(StandardCharsets.UTF_8));

    // When, then
    assertThat(SmartIdVerificationCode.of(HexFormat.of().parseHex("1bbb"))).isEqualTo("4555");
    assertThat(SmartIdVerificationCode.of(hello)).isEqualTo("7712");
  }

  @Test
  void shouldMakeTheTextOfTheVendorsExample() throws IOException, GeneralSecurityException {
    // Given
    JsonNode session =
        new ObjectMapper()
            .readTree(
                """
                {
                  "signature": {
                    "serverRandom": "MTlop6EXCrQ6FOErcKjxUhbV",
                    "userChallenge": "GnsWXXEjTCKR89fj9uo5u5ReBZ9JR7_pezLAI5jMS00",
                    "flowType": "Web2App"
                  },
                  "interactionTypeUsed": "confirmationMessage"
                }
                """);

    // When
    byte[] text =
        new AuthenticationText(
                "smart-id",
                CHALLENGE,
                "DEMO",
                "Example RP",
                new Interactions(INTERACTIONS).digest(),
                "https://rp.example.com/callback-url?value=RrKjjT4aggzu27YBddX1bQ")
            .bytes(session);

    // Then
    assertThat(new String(text, StandardCharsets.UTF_8))
        .startsWith("smart-id|ACSP_V2|MTlop6EXCrQ6FOErcKjxUhbV|" + CHALLENGE + "|")
        .endsWith(
            "|confirmationMessage|https://rp.example.com/callback-url"
                + "?value=RrKjjT4aggzu27YBddX1bQ|Web2App");
    assertThat(
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(text)))
        .isEqualTo(
            "pKOjbNl/5Fy8NfrFqsj6pSn8W8O+Ik8rM33QSsbyD3J9qDJvEm90SboUciuY4wHGWa0Pnq8BgT3NJKmJiUDfKg==");
  }

  @ParameterizedTest
  @CsvSource({
    "OK, SIGNED, OTHER",
    "USER_REFUSED, DECLINED, OTHER",
    "USER_REFUSED_INTERACTION, DECLINED, OTHER",
    "USER_REFUSED_CERT_CHOICE, DECLINED, OTHER",
    "USER_REFUSED_DISPLAYTEXTANDPIN, DECLINED, OTHER",
    "USER_REFUSED_VC_CHOICE, DECLINED, OTHER",
    "USER_REFUSED_CONFIRMATIONMESSAGE, DECLINED, OTHER",
    "USER_REFUSED_CONFIRMATIONMESSAGE_WITH_VC_CHOICE, DECLINED, OTHER",
    "WRONG_VC, DECLINED, OTHER",
    "TIMEOUT, REFUSED, EXPIRED",
    "DOCUMENT_UNUSABLE, REFUSED, BLOCKED",
    "ACCOUNT_UNUSABLE, REFUSED, BLOCKED",
    "REQUIRED_INTERACTION_NOT_SUPPORTED_BY_APP, REFUSED, OTHER",
    "PROTOCOL_FAILURE, REFUSED, OTHER",
    "EXPECTED_LINKED_SESSION, REFUSED, OTHER",
    "SERVER_ERROR, REFUSED, TRANSIENT"
  })
  void shouldKnowEveryEndResult(String word, Meaning meaning, ProviderRefusal refusal) {
    assertThat(SmartIdResult.meaning(word)).isEqualTo(meaning);
    assertThat(SmartIdResult.refusal(word)).isEqualTo(refusal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ok", "OK ", "USER_REFUSED_SOMETHING", "QUITE_OK"})
  void shouldTakeNoUnknownWordForAnAnswerOfTheUser(String word) {
    assertThat(SmartIdResult.meaning(word)).isEqualTo(Meaning.REFUSED);
    assertThat(SmartIdResult.refusal(word)).isEqualTo(ProviderRefusal.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "ADVANCED, ADVANCED, true",
    "ADVANCED, QUALIFIED, true",
    "QUALIFIED, QUALIFIED, true",
    "QSCD, QUALIFIED, true",
    "QUALIFIED, ADVANCED, false",
    "QSCD, ADVANCED, false",
    "ADVANCED, '', false",
    "QUALIFIED, HIGHEST, false"
  })
  void shouldTakeNoCertificateOfALowerLevelThanIsAskedFor(
      String asked, String given, boolean enough) {
    // Given
    SmartIdSettings settings =
        new SmartIdSettings(
            new Secret("0-0"), "DEMO", asked, "smart-id", Duration.ZERO, Duration.ZERO);

    // When, then
    assertThat(settings.isEnough(given)).isEqualTo(enough);
  }

  @ParameterizedTest
  @CsvSource({
    "PNOEE-40504040001-DEM0-Q, document/PNOEE-40504040001-DEM0-Q",
    "PNOLV-030303-10012-MOCK-NQ, document/PNOLV-030303-10012-MOCK-NQ",
    "PNOEE-40504040001, etsi/PNOEE-40504040001",
    "PNOLV-030303-10012, etsi/PNOLV-030303-10012"
  })
  void shouldAddressAnAccountOrAPerson(String name, String path) {
    assertThat(AccountName.of(name)).contains(new AccountName(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60001019906", "PNOEE-1/../../x", "PNOEE-1?a=b", "pnoee-1"})
  void shouldAddressNothingElse(String name) {
    assertThat(AccountName.of(name)).isEmpty();
  }

  @Test
  void shouldNeverCutAText() throws IOException {
    assertThat(types("a".repeat(60)))
        .containsExactly(
            "confirmationMessageAndVerificationCodeChoice",
            "confirmationMessage",
            "displayTextAndPIN");
    assertThat(types("a".repeat(61)))
        .containsExactly("confirmationMessageAndVerificationCodeChoice", "confirmationMessage");
    assertThat(Interactions.of("a".repeat(200))).isPresent();
    assertThat(Interactions.of("a".repeat(201))).isEmpty();
  }

  private static Iterable<String> types(String text) throws IOException {
    return new ObjectMapper()
        .readTree(Base64.getDecoder().decode(Interactions.of(text).orElseThrow().encoded()))
        .findValuesAsText("type");
  }
}
