package dev.assent.verification.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.connectors.mssp.MobileServiceKind;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.provider.ProviderOutcome.Material;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.verification.ProofVerifier;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.mssp.MobileServiceSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant that wants to know that a signer's certificate was good, and a connector that asks. */
@Tag("EI-6")
class RevocationTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final String SIGNER = "41791234569";
  private static final String REVOKED_SIGNER = "41700093008";

  @TempDir private static Path directory;

  private static MobileServiceSimulator simulator;
  private static MobileServiceCalls calls;

  @BeforeAll
  static void start() throws Exception {
    AUTHORITY.writeRoot(issuers());
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

  @ParameterizedTest
  @CsvSource({"ocsp, /simulator/ocsp", "crl, /simulator/revocations.crl"})
  void shouldBringWhatSaysThatTheCertificateIsGood(String method, String path) throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction(SIGNER);

    // When
    Signed signed = signed(transaction, method, simulator.address() + path);

    // Then
    assertThat(verdict(transaction, signed)).isInstanceOf(ProofVerdict.Verified.class);
    assertThat(verdict(transaction, signed.with(Material.NONE)))
        .isEqualTo(new ProofVerdict.Refused(ProofFlaw.REVOCATION_UNKNOWN));
  }

  @ParameterizedTest
  @CsvSource({"ocsp, /simulator/ocsp", "crl, /simulator/revocations.crl"})
  void shouldBringWhatSaysThatTheCertificateWasRevoked(String method, String path)
      throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction(REVOKED_SIGNER);

    // When
    Signed signed = signed(transaction, method, simulator.address() + path);

    // Then
    assertThat(verdict(transaction, signed)).isEqualTo(new ProofVerdict.Refused(ProofFlaw.REVOKED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ocsp", "crl"})
  void shouldBringTheSignatureAloneWhereTheAnswerIsNone(String method) throws Exception {
    // Given
    ProviderTransaction transaction = MobileServiceCalls.transaction(SIGNER);

    // When
    List<Signed> without =
        List.of(
            signed(transaction, method, simulator.address() + "/simulator/prompts"),
            signed(
                MobileServiceCalls.transaction(SIGNER), method, simulator.address() + "/nowhere"));

    // Then
    assertThat(without)
        .allSatisfy(
            signed -> {
              assertThat(signed.material().ocspResponses()).isEmpty();
              assertThat(signed.material().revocationLists()).isEmpty();
            });
  }

  @Test
  void shouldFetchAListOnceForManySignatures() throws Exception {
    // Given
    var provider =
        calls.provider(
            MobileServiceKind.REST,
            "revocation=crl",
            "revocation.url=" + simulator.address() + "/simulator/revocations.crl",
            "revocation.issuers.file=" + issuers());

    // When
    Signed first = (Signed) calls.answer(provider, MobileServiceCalls.transaction(SIGNER));
    Signed second = (Signed) calls.answer(provider, MobileServiceCalls.transaction(SIGNER));

    // Then: each list that is made has an ECDSA signature of its own
    assertThat(first.material().revocationLists())
        .hasSize(1)
        .isEqualTo(second.material().revocationLists());
    assertThat(AUTHORITY.revocationList())
        .isNotEqualTo(first.material().revocationLists().getFirst().bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revocation=perhaps",
        "revocation=ocsp",
        "revocation=ocsp revocation.url=ftp://ca.example/",
        "revocation=crl revocation.url=http://ca.example/ revocation.issuers.file=/nowhere",
      })
  void shouldNotStartWithSettingsThatCannotBeUsed(String settings) {
    assertThatThrownBy(() -> calls.provider(MobileServiceKind.REST, settings.split(" ")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("connector.m.revocation");
  }

  private static Signed signed(ProviderTransaction transaction, String method, String url)
      throws Exception {
    return (Signed)
        calls.answer(
            calls.provider(
                MobileServiceKind.REST,
                "revocation=" + method,
                "revocation.url=" + url,
                "revocation.issuers.file=" + issuers()),
            transaction);
  }

  private static ProofVerdict verdict(ProviderTransaction transaction, Signed signed)
      throws Exception {
    ProviderProof proof =
        new ProviderProof(
            signed.format().map(ProofFormat::valueOf),
            hexadecimal(signed.signature()),
            hexadecimal(signed.certificate()),
            Optional.empty(),
            signed.material().chain().stream().map(RevocationTest::hexadecimal).toList(),
            signed.material().ocspResponses().stream().map(RevocationTest::hexadecimal).toList(),
            signed.material().revocationLists().stream().map(RevocationTest::hexadecimal).toList());
    ProviderTrust trust =
        new ProviderTrust(
            List.of(HexFormat.of().formatHex(AUTHORITY.root().getEncoded())),
            List.of("Bank: "),
            true);
    return ProofVerifier.verify(
        transaction.document().bytes(), proof, Optional.empty(), trust, Instant.now());
  }

  private static String hexadecimal(Octets octets) {
    return HexFormat.of().formatHex(octets.bytes());
  }

  private static Path issuers() {
    return directory.resolve("issuers.pem");
  }
}
