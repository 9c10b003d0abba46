package dev.assent.verification.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.mssp.MobileServiceKind;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.verification.ProofVerifier;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.mssp.MobileServiceSimulator;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of the signatures that the simulated service makes, once the connector has handed
 * them on: it verifies nothing itself.
 */
class MobileServiceProofTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();

  private static MobileServiceSimulator simulator;
  private static MobileServiceCalls calls;

  @BeforeAll
  static void start() throws Exception {
    simulator =
        MobileServiceSimulator.start(
            0,
            AUTHORITY,
            new MobileServiceSimulator.Manner("Bank: ", Optional.of(Duration.ZERO), Duration.ZERO));
    calls = new MobileServiceCalls(simulator);
  }

  @AfterAll
  static void stop() {
    calls.close();
    simulator.close();
  }

  static Stream<Arguments> signers() {
    return MobileServiceCalls.forBoth("41700092501", "41700092502", "41791234567", "41000092502");
  }

  @ParameterizedTest
  @MethodSource("signers")
  void shouldVerifyOverTheTextOfTheDocument(MobileServiceKind kind, String number)
      throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction(number);

    // When
    Signed signed = (Signed) calls.answer(kind, transaction);

    // Then
    assertThat(verdict(transaction, signed, number)).isInstanceOf(ProofVerdict.Verified.class);
    assertThat(signed.format()).contains(ProofFormat.CMS_TEXT.name());
    assertThat(signed.certificate().bytes()).isEqualTo(registered(number));
    assertThat(calls.prompts(transaction)).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void shouldVerifyOverWhatAnAppShows(MobileServiceKind kind) throws Exception {
    // Given
    String number = "41791234568";
    ProviderTransaction transaction = MobileServiceCalls.transaction(number);
    Provider provider =
        calls.provider(
            kind,
            "content=transaction-approval",
            "signature.profile=http://mid.swisscom.ch/Device-LoA4");

    // When
    Signed signed = (Signed) calls.answer(provider, transaction);

    // Then
    assertThat(verdict(transaction, signed, number)).isInstanceOf(ProofVerdict.Verified.class);
    assertThat(signed.format()).contains(ProofFormat.CMS_TRANSACTION_APPROVAL.name());
  }

  static Stream<Arguments> wrongProofs() {
    return Stream.of(MobileServiceKind.values())
        .flatMap(
            kind ->
                Stream.of(
                    Arguments.of(kind, "41700093005", ProofFlaw.SUBJECT_CHANGED),
                    Arguments.of(kind, "41700093006", ProofFlaw.CONTENT_DIFFERS),
                    Arguments.of(kind, "41700093007", ProofFlaw.NOT_VALID_THEN),
                    Arguments.of(kind, "41700093008", ProofFlaw.REVOKED),
                    Arguments.of(kind, "41700093011", ProofFlaw.SIGNATURE_WRONG)));
  }

  @Tag("AS-20")
  @ParameterizedTest
  @MethodSource("wrongProofs")
  void shouldBeRefusedWhereTheProofIsWrong(MobileServiceKind kind, String number, ProofFlaw flaw)
      throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction(number);

    // When
    Signed signed = (Signed) calls.answer(kind, transaction);

    // Then
    assertThat(verdict(transaction, signed, number)).isEqualTo(new ProofVerdict.Refused(flaw));
  }

  private static ProofVerdict verdict(ProviderTransaction transaction, Signed signed, String number)
      throws Exception {
    ProviderProof proof =
        new ProviderProof(
            signed.format().map(ProofFormat::valueOf),
            HexFormat.of().formatHex(signed.signature().bytes()),
            HexFormat.of().formatHex(signed.certificate().bytes()),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(HexFormat.of().formatHex(AUTHORITY.revocationList())));
    ProviderTrust trust =
        new ProviderTrust(
            List.of(HexFormat.of().formatHex(AUTHORITY.root().getEncoded())),
            List.of("Bank: "),
            true);
    return ProofVerifier.verify(
        transaction.document().bytes(),
        proof,
        Optional.of(registered(number)),
        trust,
        Instant.now());
  }

  private static byte[] registered(String number) throws CertificateEncodingException {
    return simulator.certificate(number).getEncoded();
  }
}
