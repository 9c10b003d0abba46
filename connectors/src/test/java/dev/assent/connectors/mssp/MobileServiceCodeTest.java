package dev.assent.connectors.mssp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.mssp.MobileServiceReply.Fault;
import dev.assent.connectors.mssp.MobileServiceReply.Status;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Declined;
import dev.assent.connectors.provider.ProviderOutcome.Pending;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderOutcome.Unaware;
import dev.assent.connectors.provider.ProviderOutcome.Unreachable;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.ProofFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MobileServiceCodeTest {
  private static final Duration FIRST = Duration.ofSeconds(20);
  private static final Duration NEXT = Duration.ofSeconds(5);
  private static final int RUNS = 5_000;

  /** One character more than is kept. */
  private static final String LONG_ID =
      "h12345678901234567890123456789012345678901234567890123456789012345678901234567"
          + "890123456789012345678901234567890123456789012345678";

  private static final String CMS = Base64.getEncoder().encodeToString(SampleCms.bytes());

  private final Verdict verdict = new Verdict(ProofFormat.CMS_TEXT, FIRST, NEXT);

  /** Sections 6.2 and 7, one line each: what a start, and what a status query comes to. */
  private static final Map<Integer, String> STATUSES =
      Arrays.stream(
              """
              100 Accepted Pending
              101 Refused Unaware
              102 Refused Refused
              103 Refused Refused
              104 Refused Refused
              105 Refused Refused
              106 Refused Refused
              107 Refused Refused
              108 Refused Refused
              109 Refused Refused
              208 Refused Refused
              209 Refused Refused
              400 Accepted Pending
              401 Declined Declined
              402 Refused Refused
              403 Refused Refused
              404 Refused Refused
              405 Refused Refused
              406 Refused Refused
              407 Refused Refused
              408 Refused Refused
              422 Refused Refused
              423 Refused Refused
              424 Refused Refused
              425 Refused Refused
              450 Refused Refused
              500 Signed Signed
              501 Refused Refused
              502 Signed Signed
              503 Refused Refused
              504 Accepted Pending
              505 Refused Refused
              600 Refused Refused
              601 Refused Refused
              602 Refused Refused
              603 Refused Refused
              701 Refused Pending
              702 Refused Pending
              703 Refused Pending
              710 Refused Pending
              720 Refused Pending
              750 Refused Pending
              760 Refused Pending
              770 Refused Pending
              780 Refused Pending
              900 Refused Pending
              """
                  .split("\n"))
          .collect(
              Collectors.toMap(line -> Integer.valueOf(line.substring(0, 3)), l -> l.substring(4)));

  @Test
  @Tag("AS-20")
  void shouldBringEveryCodeToItsOutcomeAndEveryOtherNumberToARefusal() {
    IntStream.range(0, 1_000)
        .forEach(
            code -> {
              // Given
              Status reply = status("%03d".formatted(code), Optional.of(CMS));

              // When
              String outcomes = word(verdict.ofStart(reply)) + " " + word(verdict.ofStatus(reply));

              // Then
              assertThat(outcomes)
                  .as("code %d", code)
                  .isEqualTo(STATUSES.getOrDefault(code, "Refused Refused"));
            });
  }

  /** Section 12, one line each; every other number is none of them. */
  private static final Map<ProviderRefusal, Set<Integer>> REFUSALS =
      Map.of(
          ProviderRefusal.EXPIRED, Set.of(208),
          ProviderRefusal.UNREACHABLE, Set.of(209),
          ProviderRefusal.NOT_ENROLLED, Set.of(105, 404, 422),
          ProviderRefusal.BLOCKED, Set.of(402, 403),
          ProviderRefusal.BUSY, Set.of(406),
          ProviderRefusal.INVALID_PROOF, Set.of(425, 501, 503, 505),
          ProviderRefusal.CONFIG_ERROR, Set.of(101, 102, 103, 104, 106, 107, 108, 109),
          ProviderRefusal.TRANSIENT, Set.of(701, 702, 703, 710, 720, 750, 760, 770, 780, 900));

  @Test
  void shouldTellRefusalsApart() {
    IntStream.range(0, 1_000)
        .forEach(
            code -> {
              // Given
              ProviderRefusal expected =
                  REFUSALS.entrySet().stream()
                      .filter(line -> line.getValue().contains(code))
                      .map(Map.Entry::getKey)
                      .findFirst()
                      .orElse(ProviderRefusal.OTHER);
              Fault fault = new Fault("_%03d".formatted(code), Optional.empty());

              // When
              ProviderOutcome outcome = verdict.ofStart(fault);

              // Then
              if (outcome instanceof Refused(String told, ProviderRefusal refusal)) {
                assertThat(refusal).as("code %d", code).isEqualTo(expected);
                assertThat(told).isEqualTo("%03d".formatted(code));
              } else {
                assertThat(code).isIn(400, 401, 504);
              }
            });
  }

  @Test
  void shouldHaveALineForEveryCode() {
    assertThat(STATUSES.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MobileServiceCode.values()).map(MobileServiceCode::number).toList());
  }

  @Test
  @Tag("AS-20")
  void shouldNeverTakeASignatureFromAFault() {
    IntStream.range(0, 1_000)
        .forEach(
            code -> {
              // Given
              Fault fault = new Fault("_%03d".formatted(code), Optional.empty());

              // When // Then
              assertThat(word(verdict.ofStart(fault))).isNotIn("Signed", "Accepted");
              assertThat(word(verdict.ofStatus(fault))).isNotEqualTo("Signed");
            });
  }

  @ParameterizedTest
  @CsvSource({"_401", "401"})
  void shouldStripTheUnderscoreOfASubCode(String code) {
    assertThat(verdict.ofStatus(new Fault(code, Optional.empty()))).isEqualTo(new Declined());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5000", "50", "+500", "500 ", "٥٠٠", "__500", "Receiver"})
  void shouldRefuseWhatIsNoCode(String code) {
    assertThat(verdict.ofStatus(status(code, Optional.of(CMS)))).isInstanceOf(Refused.class);
  }

  @Test
  void shouldTellTheInnerSubCode() {
    assertThat(verdict.ofStatus(new Fault("_208", Optional.of("_2082"))))
        .isEqualTo(new Refused("208/2082", ProviderRefusal.EXPIRED));
  }

  @Test
  void shouldAskFirstAndThenAgainAsConfigured() {
    assertThat(verdict.ofStart(status("100", Optional.empty())))
        .isEqualTo(new Accepted(Optional.of("h1"), Optional.of(FIRST)));
    assertThat(verdict.ofStatus(status("504", Optional.empty())))
        .isEqualTo(new Pending(Optional.of(NEXT)));
  }

  @Test
  void shouldCountAnAcceptanceThatCannotBeAskedAboutAsLost() {
    // Given
    Status reply =
        new Status(
            "100",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    // When // Then
    assertThat(verdict.ofStart(reply)).isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @ValueSource(strings = {"h 1", "h\u00e41", "h\n1", LONG_ID})
  void shouldCountAnAcceptanceUnderAnIdThatIsNoneAsLost(String id) {
    // Given
    Status reply =
        new Status(
            "100",
            Optional.of(id),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    // When // Then
    assertThat(verdict.ofStart(reply)).isEqualTo(new AnswerLost());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not Base64 !", "bm8gQ01T", "MIIB", "MAA="})
  void shouldRefuseASignatureThatIsNone(String signature) {
    assertThat(verdict.ofStatus(status("500", Optional.of(signature))))
        .isEqualTo(new Refused("SIGNATURE_UNREADABLE", ProviderRefusal.INVALID_PROOF));
  }

  @Test
  void shouldHandOnTheSignatureWithItsSignersCertificateAndTheConfiguredFormat() {
    assertThat(verdict.ofStatus(status("500", Optional.of(CMS))))
        .isInstanceOfSatisfying(
            Signed.class,
            signed -> {
              assertThat(signed.format()).contains("CMS_TEXT");
              assertThat(signed.signature().bytes()).isEqualTo(SampleCms.bytes());
              assertThat(signed.certificate().bytes()).isEqualTo(SampleCms.certificate());
            });
  }

  @Test
  void shouldEitherHandOnOrRefuseWhateverCameAsASignature() {
    // Given
    long seed = Long.getLong("assent.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      byte[] cms = SampleCms.bytes();
      for (int flip = 0; flip <= random.nextInt(4); flip++) {
        cms[random.nextInt(cms.length)] = (byte) random.nextInt(256);
      }
      byte[] cut =
          Arrays.copyOf(cms, random.nextInt(4) == 0 ? random.nextInt(cms.length) : cms.length);

      // When
      ProviderOutcome outcome =
          verdict.ofStatus(status("500", Optional.of(Base64.getEncoder().encodeToString(cut))));

      // Then
      assertThat(word(outcome)).as("replay with -Dassent.seed=" + seed).isIn("Signed", "Refused");
    }
  }

  private static Status status(String code, Optional<String> signature) {
    return new Status(
        code, Optional.of("h1"), Optional.empty(), Optional.empty(), signature, List.of());
  }

  private static String word(ProviderOutcome outcome) {
    return switch (outcome) {
      case Accepted _ -> "Accepted";
      case Pending _ -> "Pending";
      case Signed _ -> "Signed";
      case Declined _ -> "Declined";
      case Refused _ -> "Refused";
      case Unreachable _ -> "Unreachable";
      case AnswerLost _ -> "AnswerLost";
      case Unaware _ -> "Unaware";
    };
  }
}
