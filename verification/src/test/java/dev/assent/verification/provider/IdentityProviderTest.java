package dev.assent.verification.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.idp.IdentityProviderKind;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Pending;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderOutcome.Unaware;
import dev.assent.schemas.model.OperationKind;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.idp.IdentityProviderSimulator;
import dev.assent.standalone.simulator.rest.SimulatorSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users of a bank's adapter, asked over real HTTP ({@code docs/reference/rest-providers.md}). */
class IdentityProviderTest {
  private static IdentityProviderSimulator simulator;
  private static Provider provider;

  @BeforeAll
  static void start() throws IOException {
    simulator =
        IdentityProviderSimulator.start(
            new SimulatorSettings(
                0,
                TestAuthority.create(),
                Duration.ofMillis(100),
                Duration.ofSeconds(4),
                Duration.ofMillis(300)));
    provider =
        SimulatedUser.open(
            new IdentityProviderKind(),
            "url=" + simulator.url(),
            "request.timeout=PT2S",
            "expired.codes=EXPIRED",
            "blocked.codes=ACCOUNT_DISABLED, ACCOUNT_LOCKED",
            "not.enrolled.codes=UNKNOWN_USER",
            "breaker.calls=1000");
  }

  @AfterAll
  static void stop() throws Exception {
    provider.close();
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "john.snow, Signed",
    "00009201, Declined",
    "00009202, Refused ACCOUNT_LOCKED BLOCKED",
    "00009203, Refused UNKNOWN_USER NOT_ENROLLED",
    "00009001, Signed",
    "00009002, AnswerLost",
    "00009003, Refused EXPIRED EXPIRED",
    "00009004, AnswerLost",
    "00009005, 'Signed, NOT_TRUSTED'",
    "00009006, 'Signed, SIGNATURE_WRONG'",
    "00009007, AnswerLost",
    "00009008, 'Signed, NOT_VALID_THEN'",
    "00009009, Signed",
    "00009010, Refused UNKNOWN_STATUS OTHER",
    "00009011, AnswerLost",
    "00009012, Refused OK_WITHOUT_PROOF INVALID_PROOF",
    "00009013, Unaware"
  })
  void shouldTellWhatCameOfIt(String username, String end) throws Exception {
    SimulatedUser user = SimulatedUser.named(username, OperationKind.SIGNING);
    assertThat(user.end(provider, simulator.certificate(username))).isEqualTo(end);
  }

  @Test
  void shouldFindByItsOwnIdWhatTheAnswerWasLostOf() throws Exception {
    // Given
    SimulatedUser user = SimulatedUser.named("00009004", OperationKind.SIGNING);

    // When
    ProviderOutcome start = user.start(provider);
    ProviderOutcome end =
        Awaitility.await()
            .until(
                () -> user.status(provider, Optional.empty()),
                outcome -> !(outcome instanceof Pending));

    // Then
    assertThat(start).isEqualTo(new AnswerLost());
    assertThat(end).isInstanceOf(Signed.class);
    assertThat(user.status(provider, Optional.empty())).isEqualTo(end);
    assertThat(simulator.prompts(user.transactionId())).isEqualTo(1);
  }

  @Test
  void shouldKnowNothingOfWhatNeverBegan() throws Exception {
    assertThat(
            SimulatedUser.named("john.snow", OperationKind.SIGNING)
                .status(provider, Optional.empty()))
        .isEqualTo(new Unaware());
  }
}
