package dev.assent.schemas.ocra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs that no published vector has; expected values are from an independent program. */
class OcraTest {
  private static final byte[] SECRET =
      "1234567890123456789012345678901234567890123456789012345678901234".getBytes(US_ASCII);
  private static final OptionalLong NONE = OptionalLong.empty();

  @ParameterizedTest
  @MethodSource("vectors")
  @Tag("OC-2")
  void shouldComputeEveryKindOfInput(String text, OcraInput input, String expected) {
    // Given
    OcraSuite suite = OcraSuite.parse(text);

    // When
    String response = Ocra.response(suite, key(suite), input);

    // Then
    assertThat(response).isEqualTo(expected);
  }

  static Stream<Arguments> vectors() throws GeneralSecurityException {
    Optional<String> session = Optional.of("session-\u00e9-1");
    return Stream.of(
        Arguments.of(
            "OCRA-1:HOTP-SHA256-8:QH08-S064",
            new OcraInput(NONE, "0a1B2C3D", Optional.empty(), session, NONE),
            "54400686"),
        Arguments.of(
            "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA256-S128-T20S",
            new OcraInput(
                OptionalLong.of(5),
                "12345678",
                pin(OcraHash.SHA256, "SHA-256"),
                session,
                OptionalLong.of(1000)),
            "52075957"),
        Arguments.of(
            "OCRA-1:HOTP-SHA512-10:QN10-PSHA512",
            new OcraInput(
                NONE, "0000000112", pin(OcraHash.SHA512, "SHA-512"), Optional.empty(), NONE),
            "1835518865"),
        Arguments.of(
            "OCRA-1:HOTP-SHA1-0:QN08",
            question("00000000"),
            "d216b1d33ccbb7cc1076895153fc70bcf3d987de"));
  }

  @Test
  void shouldReadANumericQuestionAsTheReferenceImplementationDoes() {
    // Given: 112 is 16 times 7, so that both begin with the digit 7 and go on with zeros.
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QN08");

    // When
    String seven = Ocra.response(suite, key(suite), question("00000007"));
    String sixteenfold = Ocra.response(suite, key(suite), question("00000112"));

    // Then
    assertThat(seven).isEqualTo(sixteenfold);
  }

  @Test
  void shouldRefuseInputsThatAreNotTheSuites() {
    // Given
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:C-QN08");
    OptionalLong counter = OptionalLong.of(0);

    // When, Then
    assertRefused(suite, question("12345678"), "the suite needs a counter");
    assertRefused(
        suite,
        new OcraInput(counter, "12345678", Optional.empty(), Optional.of("s"), NONE),
        "the suite does not take session information");
    assertRefused(
        suite,
        new OcraInput(counter, "12345678", Optional.empty(), Optional.empty(), counter),
        "the suite does not take a time step");
    for (String question : new String[] {"", "1234567A", "-1", "12345678901234567", "\u0661"}) {
      assertRefused(
          suite,
          new OcraInput(counter, question, Optional.empty(), Optional.empty(), NONE),
          "the question is not of the suite's format and length");
    }
  }

  @Test
  void shouldRefuseAnotherPinHashAndTooMuchSessionInformation() throws GeneralSecurityException {
    // Given
    OcraSuite pin = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QN08-PSHA1");
    OcraSuite session = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QN08-S002");

    // When, Then
    assertRefused(
        pin,
        new OcraInput(NONE, "1", pin(OcraHash.SHA256, "SHA-256"), Optional.empty(), NONE),
        "the PIN hash is of another kind than the suite's");
    for (String information : new String[] {"", "\u20ac"}) {
      assertRefused(
          session,
          new OcraInput(NONE, "1", Optional.empty(), Optional.of(information), NONE),
          "the session information does not fit the suite's length");
    }
  }

  @Test
  @Tag("JW-5")
  @Tag("OC-9")
  void shouldTakeKeysOfTheHashsLengthOnly() {
    for (OcraHash hash : OcraHash.values()) {
      // When, Then
      assertThat(OcraKey.of(hash, new byte[hash.bytes()])).isNotNull();
      assertThat(OcraKey.of(hash, new byte[OcraKey.MAXIMUM_BYTES])).isNotNull();
      for (int length : new int[] {0, hash.bytes() - 1, OcraKey.MAXIMUM_BYTES + 1}) {
        assertThatThrownBy(() -> OcraKey.of(hash, new byte[length]))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void shouldRefuseAKeyOfAnotherHash() {
    // Given
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA512-8:QN08");
    OcraKey key = OcraKey.of(OcraHash.SHA256, SECRET);

    // When, Then
    assertThatThrownBy(() -> Ocra.response(suite, key, question("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the OCRA key is for another hash than the suite's");
  }

  @Test
  @Tag("OC-9")
  void shouldNotUseAKeyThatWasClosed() {
    // Given
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QN08");
    OcraKey key = key(suite);

    // When
    key.close();

    // Then
    assertThatThrownBy(() -> Ocra.response(suite, key, question("1")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("SCA-12")
  void shouldShowNoSecret() throws GeneralSecurityException {
    // Given
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:QN08");

    // When, Then
    assertThat(key(suite)).hasToString("OcraKey[SHA256]");
    assertThat(pin(OcraHash.SHA1, "SHA-1").orElseThrow()).hasToString("OcraPinHash[SHA1]");
  }

  private static void assertRefused(OcraSuite suite, OcraInput input, String message) {
    assertThatThrownBy(() -> Ocra.response(suite, key(suite), input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static OcraInput question(String question) {
    return new OcraInput(NONE, question, Optional.empty(), Optional.empty(), NONE);
  }

  private static OcraKey key(OcraSuite suite) {
    return OcraKey.of(suite.hash(), Arrays.copyOf(SECRET, suite.hash().bytes()));
  }

  private static Optional<OcraPinHash> pin(OcraHash hash, String name)
      throws GeneralSecurityException {
    byte[] pin = MessageDigest.getInstance(name).digest("1234".getBytes(US_ASCII));
    return Optional.of(OcraPinHash.of(hash, pin));
  }
}
