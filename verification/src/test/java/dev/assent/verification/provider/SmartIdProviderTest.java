package dev.assent.verification.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.smartid.SmartIdKind;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.rest.SimulatorSettings;
import dev.assent.standalone.simulator.smartid.SmartIdSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
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

/** Users of Smart-ID, asked over real HTTP ({@code docs/reference/rest-providers.md}). */
class SmartIdProviderTest {
  private static final String ACCOUNT = "PNOEE-40504040001-DEM0-Q";

  @TempDir private static Path folder;
  private static SmartIdSimulator simulator;
  private static Provider provider;

  @BeforeAll
  static void start() throws IOException {
    simulator =
        SmartIdSimulator.start(
            new SimulatorSettings(
                0,
                TestAuthority.create(),
                Duration.ofMillis(100),
                Duration.ofSeconds(4),
                Duration.ofMillis(1_500)));
    Files.writeString(folder.resolve("uuid"), SmartIdSimulator.RELYING_PARTY_UUID);
    provider =
        SimulatedUser.open(
            new SmartIdKind(),
            "url=" + simulator.url(),
            "request.timeout=PT2S",
            "breaker.calls=1000",
            "relying.party.uuid.file=" + folder.resolve("uuid"),
            "relying.party.name=DEMO");
  }

  @AfterAll
  static void stop() throws Exception {
    provider.close();
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PNOEE-40504040001-DEM0-Q, Signed",
    "PNOEE-30403039917-MOCK-Q, Declined",
    "PNOEE-30403039928-MOCK-Q, Declined",
    "PNOEE-30403039939-MOCK-Q, Declined",
    "PNOEE-30403039946-MOCK-Q, Declined",
    "PNOEE-30403039950-MOCK-Q, Declined",
    "PNOEE-30403039972-MOCK-Q, Declined",
    "PNOEE-30403039983-MOCK-Q, Refused TIMEOUT EXPIRED",
    "PNOEE-30000009101-MOCK-Q, Refused PROTOCOL_FAILURE OTHER",
    "PNOEE-30000009102-MOCK-Q, Refused EXPECTED_LINKED_SESSION OTHER",
    "PNOEE-30000009103-MOCK-Q, Refused SERVER_ERROR TRANSIENT",
    "PNOEE-30000009104-MOCK-Q, Refused ACCOUNT_UNUSABLE BLOCKED",
    "PNOEE-30000009105-MOCK-Q, Refused DOCUMENT_UNUSABLE BLOCKED",
    "PNOEE-30000009106-MOCK-Q, Refused REQUIRED_INTERACTION_NOT_SUPPORTED_BY_APP OTHER",
    "PNOEE-39999990400-MOCK-Q, Refused HTTP_400 CONFIG_ERROR",
    "PNOEE-39999990401-MOCK-Q, Refused HTTP_401 CONFIG_ERROR",
    "PNOEE-39999990403-MOCK-Q, Refused HTTP_403 CONFIG_ERROR",
    "PNOEE-39999990404-MOCK-Q, Refused HTTP_404 NOT_ENROLLED",
    "PNOEE-39999990471-MOCK-Q, Refused HTTP_471 NOT_ENROLLED",
    "PNOEE-39999990472-MOCK-Q, Refused HTTP_472 BLOCKED",
    "PNOEE-39999990480-MOCK-Q, Refused HTTP_480 CONFIG_ERROR",
    "PNOEE-39999990580-MOCK-Q, Unreachable",
    "PNOEE-39999990500-MOCK-Q, AnswerLost",
    "PNOEE-39999990503-MOCK-Q, AnswerLost",
    "PNOEE-30000009002-MOCK-Q, AnswerLost",
    "PNOEE-30000009003-MOCK-Q, Refused TIMEOUT EXPIRED",
    "PNOEE-30000009004-MOCK-Q, AnswerLost",
    "PNOEE-30000009005-MOCK-Q, 'Signed, NOT_TRUSTED'",
    "PNOEE-30000009006-MOCK-Q, 'Signed, SIGNATURE_WRONG'",
    "PNOEE-30000009007-MOCK-Q, AnswerLost",
    "PNOEE-30000009008-MOCK-Q, 'Signed, NOT_VALID_THEN'",
    "PNOEE-30000009009-MOCK-Q, Signed",
    "PNOEE-30000009010-MOCK-Q, Refused QUITE_OK OTHER",
    "PNOEE-30000009011-MOCK-Q, AnswerLost",
    "PNOEE-30000009012-MOCK-Q, Refused OK_WITHOUT_PROOF INVALID_PROOF",
    "PNOEE-30000009013-MOCK-Q, Unaware",
    "PNOEE-40504040001, Signed",
    "somebody, Refused NO_SUBSCRIBER CONFIG_ERROR"
  })
  void shouldTellWhatCameOfASignature(String account, String end) throws Exception {
    SimulatedUser user = SimulatedUser.withCredential(account, OperationKind.SIGNING);
    assertThat(user.end(provider, simulator.certificate(account))).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "PNOEE-40504040001-DEM0-Q, Signed",
    "PNOEE-30403039972-MOCK-Q, Declined",
    "PNOEE-30000009005-MOCK-Q, 'Signed, NOT_TRUSTED'",
    "PNOEE-30000009006-MOCK-Q, 'Signed, SIGNATURE_WRONG'"
  })
  void shouldTellWhatCameOfALogin(String account, String end) throws Exception {
    SimulatedUser user =
        SimulatedUser.withPhone("+37200000766", account, OperationKind.AUTHENTICATION);
    assertThat(user.end(provider, simulator.certificate(account))).isEqualTo(end);
  }

  @Test
  void shouldShowTheCodeOfALogin() throws Exception {
    // Given
    SimulatedUser user = SimulatedUser.withCredential(ACCOUNT, OperationKind.AUTHENTICATION);
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(Base64.getDecoder().decode(user.content().challenge()));

    // When
    ProviderOutcome outcome = user.start(provider);

    // Then
    int code = (((hash[30] & 0xFF) << 8) | (hash[31] & 0xFF)) % 10_000;
    assertThat(((Accepted) outcome).verificationCode()).contains("%04d".formatted(code));
  }

  @Test
  void shouldShowTheCodeThatTheServerMadeForASignature() throws Exception {
    // Given
    SimulatedUser user = SimulatedUser.withCredential(ACCOUNT, OperationKind.SIGNING);

    // When
    Accepted accepted = (Accepted) user.start(provider);

    // Then
    assertThat(accepted.verificationCode()).hasValueSatisfying(code -> assertThat(code).hasSize(4));
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotAskAgainWhereTheAnswerIsLost(OperationKind kind) throws Exception {
    // Given
    SimulatedUser user = SimulatedUser.withCredential("PNOEE-30000009004-MOCK-Q", kind);
    String digest = Base64.getEncoder().encodeToString(user.content().hash("SHA-256"));
    String subject = kind == OperationKind.SIGNING ? digest : user.content().challenge();

    // When
    ProviderOutcome start = user.start(provider);
    ProviderOutcome status = user.status(provider, Optional.empty());

    // Then
    assertThat(start).isEqualTo(new AnswerLost());
    assertThat(status).isEqualTo(new AnswerLost());
    assertThat(simulator.prompts(subject)).isEqualTo(1);
    assertThat(provider.recognisesRepeats()).isFalse();
  }

  @Test
  void shouldTellThatItIsNotKnownThere() throws Exception {
    try (Provider stranger =
        SimulatedUser.open(
            new SmartIdKind(),
            "url=" + simulator.url(),
            "relying.party.uuid.file=" + folder.resolve("uuid"),
            "relying.party.name=SOMEBODY")) {
      assertThat(SimulatedUser.withCredential(ACCOUNT, OperationKind.SIGNING).start(stranger))
          .isEqualTo(new Refused("HTTP_401", ProviderRefusal.CONFIG_ERROR));
    }
  }
}
