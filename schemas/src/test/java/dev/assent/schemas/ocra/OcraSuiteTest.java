package dev.assent.schemas.ocra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcraSuiteTest {
  private static final String FUNCTION = "a suite's function is HOTP";
  private static final String INPUTS = "after its question";

  @Test
  void shouldReadEveryPart() {
    // When
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA512-10:C-QH40-PSHA256-S064-T47H");

    // Then
    assertThat(suite)
        .isEqualTo(
            new OcraSuite(
                OcraHash.SHA512,
                10,
                true,
                QuestionFormat.HEXADECIMAL,
                40,
                Optional.of(OcraHash.SHA256),
                OptionalInt.of(64),
                Optional.of(Duration.ofHours(47))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OCRA-1:HOTP-SHA1-6:QN08",
        "OCRA-1:HOTP-SHA1-0:QA04",
        "OCRA-1:HOTP-SHA256-4:C-QN64",
        "OCRA-1:HOTP-SHA256-8:QA08-PSHA512-S512-T59S",
        "OCRA-1:HOTP-SHA512-10:C-QH64-PSHA1-S001-T1M",
        "OCRA-1:HOTP-SHA512-9:C-QH64-S999-T59M",
        "OCRA-1:HOTP-SHA512-8:QN08-T48H",
      })
  void shouldWriteTheTextThatItRead(String text) {
    // When
    OcraSuite suite = OcraSuite.parse(text);

    // Then
    assertThat(suite.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "''|three parts",
        "OCRA-1|three parts",
        "OCRA-1:HOTP-SHA256-8|three parts",
        "OCRA-1:HOTP-SHA256-8:QN08:|three parts",
        "OCRA-2:HOTP-SHA256-8:QN08|begins with OCRA-1",
        "ocra-1:HOTP-SHA256-8:QN08|begins with OCRA-1",
        " OCRA-1:HOTP-SHA256-8:QN08|begins with OCRA-1",
        "OCRA-1:HOTP-SHA256:QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA224-8:QN08|" + FUNCTION,
        "OCRA-1:HOTP-sha256-8:QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA-256-8:QN08|" + FUNCTION,
        "OCRA-1:TOTP-SHA256-8:QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA256-3:QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA256-08:QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA256-11:QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA256-+8:QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA256-8 :QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA256-\u0668:QN08|" + FUNCTION,
        "OCRA-1:HOTP-SHA256-8:|inputs begin",
        "OCRA-1:HOTP-SHA256-8:C|inputs begin",
        "OCRA-1:HOTP-SHA256-8:-QN08|inputs begin",
        "OCRA-1:HOTP-SHA256-8:C-C-QN08|inputs begin",
        "OCRA-1:HOTP-SHA256-8:c-QN08|inputs begin",
        "OCRA-1:HOTP-SHA256-8:CQN08|inputs begin",
        "OCRA-1:HOTP-SHA256-8:PSHA1-QN08|inputs begin",
        "OCRA-1:HOTP-SHA256-8:Q|inputs begin",
        "OCRA-1:HOTP-SHA256-8:QN|inputs begin",
        "OCRA-1:HOTP-SHA256-8:QN8|inputs begin",
        "OCRA-1:HOTP-SHA256-8:QN008|inputs begin",
        "OCRA-1:HOTP-SHA256-8:QB08|inputs begin",
        "OCRA-1:HOTP-SHA256-8:qn08|inputs begin",
        "OCRA-1:HOTP-SHA256-8:QN03|04 to 64",
        "OCRA-1:HOTP-SHA256-8:QN00|04 to 64",
        "OCRA-1:HOTP-SHA256-8:QN65|04 to 64",
        "OCRA-1:HOTP-SHA256-8:QN08-|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-C|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-QN08|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-P|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-PSHA3|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-PSHA1-PSHA1|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-S064-PSHA1|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-S|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-S64|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-S000|001 to 999",
        "OCRA-1:HOTP-SHA256-8:QN08-T1M-S064|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T1|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T01M|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T1m|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T1D|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T0S|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T0H|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T60S|a time step has",
        "OCRA-1:HOTP-SHA256-8:QN08-T60M|a time step has",
        "OCRA-1:HOTP-SHA256-8:QN08-T49H|a time step has",
        "OCRA-1:HOTP-SHA256-8:QN08-T1M-T1M|" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T1M |" + INPUTS,
        "OCRA-1:HOTP-SHA256-8:QN08-T1M-XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX|at most 64",
      })
  @Tag("OC-1")
  void shouldRefuseAnyOtherSpellingAndSayWhy(String text, String reason) {
    // When, Then
    assertThatThrownBy(() -> OcraSuite.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .satisfies(
            refusal ->
                assertThat(text.length() > 6 && refusal.getMessage().contains(text)).isFalse());
  }

  @ParameterizedTest
  @CsvSource({
    "OCRA-1:HOTP-SHA256-8:QN08,       true",
    "OCRA-1:HOTP-SHA256-9:QN08,       false",
    "OCRA-1:HOTP-SHA256-9:QN09,       true",
    "OCRA-1:HOTP-SHA512-10:QN10,      true",
    "OCRA-1:HOTP-SHA256-9:QH08,       true",
    "OCRA-1:HOTP-SHA256-10:QH08,      false",
    "OCRA-1:HOTP-SHA256-10:QH09,      true",
    "OCRA-1:HOTP-SHA256-10:QA08,      true",
    "OCRA-1:HOTP-SHA256-8:QA07,       false",
    "OCRA-1:HOTP-SHA256-7:QN08,       false",
    "OCRA-1:HOTP-SHA256-0:QN08,       false",
    "OCRA-1:HOTP-SHA1-8:QN08,         false",
    "OCRA-1:HOTP-SHA1-6:QN08,         false",
    "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S064-T1M, true",
  })
  @Tag("OC-1")
  @Tag("OC-3")
  @Tag("OC-8")
  void shouldAllowStrongSuitesOnly(String text, boolean allowed) {
    // Given
    OcraSuite suite = OcraSuite.parse(text);

    // When, Then
    assertThat(suite.allowed()).isEqualTo(allowed);
    if (allowed) {
      assertThat(suite.requireAllowed()).isSameAs(suite);
    } else {
      assertThatThrownBy(suite::requireAllowed).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "QN08, false",
    "QN08-PSHA1, false",
    "C-QN08, true",
    "QN08-T1M, true",
    "C-QN08-PSHA1-T1M, true",
    "C-QN08-S064, false",
  })
  @Tag("OC-5")
  void shouldSignWithACounterOrATimeStepOnly(String inputs, boolean usable) {
    // Given
    OcraSuite suite = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:" + inputs);

    // When, Then
    assertThat(suite.usableForSigning()).isEqualTo(usable);
  }
}
