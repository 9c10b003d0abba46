package dev.assent.verification.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.mobileid.MobileIdKind;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.provider.ProviderOutcome.Unaware;
import dev.assent.connectors.provider.ProviderOutcome.Unreachable;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.mobileid.MobileIdSimulator;
import dev.assent.standalone.simulator.rest.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Users of Mobile-ID, asked over real HTTP ({@code docs/reference/rest-providers.md}). */
class MobileIdProviderTest {
  private static final String PHONE = "+37200000766";
  private static final String IDENTITY = "60001019906";

  @TempDir private static Path folder;
  private static MobileIdSimulator simulator;
  private static Provider provider;

  @BeforeAll
  static void start() throws IOException {
    simulator =
        MobileIdSimulator.start(
            new SimulatorSettings(
                0,
                TestAuthority.create(),
                Duration.ofMillis(100),
                Duration.ofSeconds(4),
                Duration.ofMillis(1_500)));
    Files.writeString(folder.resolve("uuid"), MobileIdSimulator.RELYING_PARTY_UUID);
    provider = provider("DEMO");
  }

  @AfterAll
  static void stop() throws Exception {
    provider.close();
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "+37200000766, Signed",
    "+37200000366, Refused NOT_MID_CLIENT NOT_ENROLLED",
    "+37201100266, Declined",
    "+37200000666, Refused SIGNATURE_HASH_MISMATCH BLOCKED",
    "+37201200266, Refused SIM_ERROR BLOCKED",
    "+37207110066, Refused DELIVERY_ERROR UNREACHABLE",
    "+37213100266, Refused PHONE_ABSENT UNREACHABLE",
    "+37066000266, Refused EXPIRED_TRANSACTION EXPIRED",
    "+37200009001, Signed",
    "+37200009002, AnswerLost",
    "+37200009003, Refused TIMEOUT EXPIRED",
    "+37200009004, AnswerLost",
    "+37200009005, 'Signed, NOT_TRUSTED'",
    "+37200009006, 'Signed, SIGNATURE_WRONG'",
    "+37200009007, AnswerLost",
    "+37200009008, 'Signed, NOT_VALID_THEN'",
    "+37200009009, Signed",
    "+37200009010, Refused QUITE_OK OTHER",
    "+37200009011, AnswerLost",
    "+37200009012, Refused OK_WITHOUT_PROOF INVALID_PROOF",
    "+37200009013, Unaware"
  })
  void shouldTellWhatCameOfALogin(String phone, String end) throws Exception {
    SimulatedUser user = SimulatedUser.withPhone(phone, IDENTITY, OperationKind.AUTHENTICATION);
    assertThat(user.end(provider, simulator.certificate(phone))).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "37200000766, Signed",
    "+37201100266, Declined",
    "+37200009005, 'Signed, NOT_TRUSTED'",
    "+37200009012, Refused OK_WITHOUT_PROOF INVALID_PROOF"
  })
  void shouldTellWhatCameOfASignature(String phone, String end) throws Exception {
    SimulatedUser user = SimulatedUser.withPhone(phone, IDENTITY, OperationKind.SIGNING);
    String number = phone.startsWith("+") ? phone : "+" + phone;
    assertThat(user.end(provider, simulator.certificate(number))).isEqualTo(end);
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowTheCodeOfTheHash(OperationKind kind) throws Exception {
    // Given
    SimulatedUser user = SimulatedUser.withPhone(PHONE, IDENTITY, kind);
    byte[] hash = user.content().hash("SHA-256");

    // When
    ProviderOutcome outcome = user.start(provider);

    // Then
    int code = ((hash[0] & 0xFC) << 5) | (hash[31] & 0x7F);
    assertThat(((Accepted) outcome).verificationCode()).contains("%04d".formatted(code));
    assertThat(((Accepted) outcome).pollAfter()).contains(Duration.ofSeconds(3));
  }

  @Test
  void shouldNotAskAgainWhereTheAnswerIsLost() throws Exception {
    // Given
    SimulatedUser user = SimulatedUser.withPhone("+37200009004", IDENTITY, OperationKind.SIGNING);
    String hash = Base64.getEncoder().encodeToString(user.content().hash("SHA-256"));

    // When
    ProviderOutcome start = user.start(provider);
    ProviderOutcome status = user.status(provider, Optional.empty());

    // Then
    assertThat(start).isEqualTo(new AnswerLost());
    assertThat(status).isEqualTo(new AnswerLost());
    assertThat(simulator.prompts(hash)).isEqualTo(1);
    assertThat(provider.recognisesRepeats()).isFalse();
  }

  @Test
  void shouldRefuseWhatItCannotAskFor() throws Exception {
    assertThat(SimulatedUser.named("4A", OperationKind.SIGNING).start(provider))
        .isEqualTo(new Refused("NO_SUBSCRIBER", ProviderRefusal.CONFIG_ERROR));
  }

  @Test
  void shouldAskForNothingByASessionThatIsNoName() throws Exception {
    SimulatedUser user = SimulatedUser.withPhone(PHONE, IDENTITY, OperationKind.SIGNING);
    assertThat(user.status(provider, Optional.of("unknown"))).isEqualTo(new Unaware());
    assertThat(user.status(provider, Optional.of("../certificate"))).isEqualTo(new AnswerLost());
  }

  @Test
  void shouldTellThatItIsNotKnownThere() throws Exception {
    try (Provider stranger = provider("SOMEBODY")) {
      assertThat(SimulatedUser.withPhone(PHONE, IDENTITY, OperationKind.SIGNING).start(stranger))
          .isEqualTo(new Refused("HTTP_401", ProviderRefusal.CONFIG_ERROR));
    }
  }

  @Test
  void shouldTellThatNobodyIsThere() throws Exception {
    try (Provider lonely =
        SimulatedUser.open(
            new MobileIdKind(),
            "url=http://localhost:1/mid-api",
            "relying.party.uuid.file=" + folder.resolve("uuid"),
            "relying.party.name=DEMO")) {
      assertThat(SimulatedUser.withPhone(PHONE, IDENTITY, OperationKind.SIGNING).start(lonely))
          .isEqualTo(new Unreachable());
    }
  }

  private static Provider provider(String name) {
    return SimulatedUser.open(
        new MobileIdKind(),
        "url=" + simulator.url(),
        "request.timeout=PT2S",
        "breaker.calls=1000",
        "relying.party.uuid.file=" + folder.resolve("uuid"),
        "relying.party.name=" + name);
  }
}
