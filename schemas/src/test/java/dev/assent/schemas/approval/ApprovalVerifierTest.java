package dev.assent.schemas.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.schemas.approval.ApprovalVerifier.Objection;
import dev.assent.schemas.approval.ApprovalVerifier.Verdict;
import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.model.ProofKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApprovalVerifierTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final TestIssuer ISSUER = new TestIssuer(SignatureAlgorithm.ES256);
  private static final String HEADER =
      "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"approval+jwt\"}";
  private static final String CLAIMS =
      """
      {"iss":"assent/bank","sub":"A1B2","aud":"bank","iat":1780315200,"exp":1780318800,\
      "jti":"bank/A1B2/payment/4","operation_id":"payment","proof_kind":"DEVICE_PIN",\
      "td":"{\\"display\\":{}}"}""";

  private final ApprovalVerifier verifier = new ApprovalVerifier(Duration.ofSeconds(60));

  @ParameterizedTest
  @EnumSource(names = {"ES256", "EDDSA", "RS256"})
  void shouldAcceptWhatTheTenantsKeySigned(SignatureAlgorithm algorithm) {
    // Given
    TestIssuer issuer = new TestIssuer(algorithm);

    // When
    String token = issuer.token(claims(NOW, Duration.ofHours(1)), "k1");

    // Then
    assertThat(verifier.verify(token, issuer.keys("k1"), NOW))
        .isEqualTo(new Verdict.Verified(claims(NOW, Duration.ofHours(1))));
  }

  @Test
  void shouldWriteTheClaimsAsDocumented() {
    // When
    String token = ISSUER.token(claims(NOW, Duration.ofHours(1)), "k1");

    // Then
    assertThat(token).startsWith(TestIssuer.encode(HEADER) + "." + TestIssuer.encode(CLAIMS) + ".");
  }

  @Test
  @Tag("JW-8")
  @Tag("JW-10")
  void shouldAcceptTheSameTokenAsOftenAsItIsAsked() {
    // Given
    String token = ISSUER.token(HEADER, CLAIMS);

    // When
    verify(token);

    // Then
    assertThat(verify(token)).isInstanceOf(Verdict.Verified.class);
  }

  @ParameterizedTest
  @Tag("JW-1")
  @Tag("JW-10")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"alg\":\"ES256\",\"kid\":\"k1\"}                                 | TYPE",
        "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"JWT\"}                 | TYPE",
        "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}              | TYPE",
        "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"APPROVAL+JWT\"}        | TYPE",
        "{\"alg\":\"ES256\",\"typ\":\"approval+jwt\"}                       | KEY",
        "{\"alg\":\"ES256\",\"kid\":\"K1\",\"typ\":\"approval+jwt\"}        | KEY",
        "{\"alg\":\"ES256\",\"kid\":\"../k1\",\"typ\":\"approval+jwt\"}     | KEY",
        "{\"alg\":\"none\",\"kid\":\"k1\",\"typ\":\"approval+jwt\"}         | SIGNATURE",
        "{\"alg\":\"es256\",\"kid\":\"k1\",\"typ\":\"approval+jwt\"}        | SIGNATURE",
        "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"approval+jwt\"}        | SIGNATURE",
        "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"approval+jwt\",\"a\":\"\"} | MALFORMED"
      })
  void shouldLetNothingOfTheHeaderChooseHowItIsVerified(String header, Objection objection) {
    // When
    Verdict verdict = verify(ISSUER.token(header, CLAIMS));

    // Then
    assertThat(verdict).isEqualTo(new Verdict.Refused(objection));
  }

  @ParameterizedTest
  @Tag("JW-7")
  @Tag("JW-8")
  @Tag("JW-12")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"iss\":\"assent/bank\"         | \"iss\":\"assent/other\"        | ISSUER",
        "\"iss\":\"assent/bank\",        |                                 | CLAIMS",
        "\"aud\":\"bank\"                | \"aud\":\"other\"               | AUDIENCE",
        "\"aud\":\"bank\"                | \"aud\":[\"bank\"]              | CLAIMS",
        "\"aud\":\"bank\",               |                                 | CLAIMS",
        "\"sub\":\"A1B2\"                | \"sub\":\"\"                    | CLAIMS",
        "\"sub\":\"A1B2\"                | \"sub\":\" payment\"            | CLAIMS",
        "\"sub\":\"A1B2\",               |                                 | CLAIMS",
        "\"exp\":1780318800,             |                                 | CLAIMS",
        "\"exp\":1780318800              | \"exp\":\"1780318800\"          | CLAIMS",
        "\"exp\":1780318800              | \"exp\":1780318800.5            | CLAIMS",
        "\"exp\":1780318800              | \"exp\":9e99                    | CLAIMS",
        "\"exp\":1780318800              | \"exp\":99999999999999          | CLAIMS",
        "\"exp\":1780318800              | \"exp\":-1                      | CLAIMS",
        "\"exp\":1780318800              | \"exp\":1780401601              | TIME",
        "\"exp\":1780318800              | \"exp\":1780315200              | TIME",
        "\"iat\":1780315200,             |                                 | CLAIMS",
        "\"iat\":1780315200              | \"iat\":1780315261              | TIME",
        "\"jti\":\"bank/A1B2/payment/4\",|                                 | CLAIMS",
        "\"operation_id\":\"payment\",   |                                 | CLAIMS",
        "\"proof_kind\":\"DEVICE_PIN\"   | \"proof_kind\":\"device_pin\"   | CLAIMS",
        "\"proof_kind\":\"DEVICE_PIN\",  |                                 | CLAIMS",
        "\"td\":                         | \"d\":                          | CLAIMS",
        "{\"iss\"                        | {\"sub\":\"B\",\"iss\"          | CLAIMS",
        "{\"iss\"                        | [{\"iss\"                       | CLAIMS"
      })
  void shouldRefuseClaimsThatAreNotAsTheyMustBe(String from, String to, Objection objection) {
    // Given
    assertThat(CLAIMS).contains(from);

    // When
    Verdict verdict = verify(ISSUER.token(HEADER, CLAIMS.replace(from, to == null ? "" : to)));

    // Then
    assertThat(verdict).isEqualTo(new Verdict.Refused(objection));
  }

  @ParameterizedTest
  @Tag("JW-12")
  @CsvSource({
    "PT0S,true",
    "PT-60S,true",
    "PT-61S,false",
    "PT1H59.999S,true",
    "PT1H1M,false",
    "PT1H59S,true"
  })
  void shouldAllowForClocksThatDifferByAMinute(Duration passed, boolean accepted) {
    // When
    Verdict verdict =
        verifier.verify(ISSUER.token(HEADER, CLAIMS), ISSUER.keys("k1"), NOW.plus(passed));

    // Then
    assertThat(verdict instanceof Verdict.Verified).isEqualTo(accepted);
  }

  @ParameterizedTest
  @Tag("JW-12")
  @ValueSource(strings = {"PT61S", "PT-1S"})
  void shouldNotAllowForMore(Duration skew) {
    // Then
    assertThatIllegalArgumentException().isThrownBy(() -> new ApprovalVerifier(skew));
  }

  @Test
  @Tag("JW-14")
  void shouldRefuseAKeyThatIsGone() {
    // Given
    String token = ISSUER.token(HEADER, CLAIMS);

    // When
    Verdict verdict = verifier.verify(token, new IssuerKeys("assent/bank", "bank", List.of()), NOW);

    // Then
    assertThat(verdict).isEqualTo(new Verdict.Refused(Objection.KEY));
  }

  @Test
  @Tag("JW-14")
  void shouldAcceptOldAndNewKeyWhileTheyOverlap() {
    // Given
    TestIssuer next = new TestIssuer(SignatureAlgorithm.EDDSA);
    IssuerKeys both =
        new IssuerKeys(
            "assent/bank",
            "bank",
            List.of(
                new IssuerKey("k2", next.publicKey(), NOW, TestIssuer.UNTIL),
                new IssuerKey(
                    "k1", ISSUER.publicKey(), TestIssuer.FROM, NOW.plus(Duration.ofMinutes(5)))));
    String old = ISSUER.token(HEADER, CLAIMS);

    // When
    Verdict during = verifier.verify(old, both, NOW);
    Verdict after = verifier.verify(old, both, NOW.plus(Duration.ofMinutes(5)));
    Verdict fresh = verifier.verify(next.token(claims(NOW, Duration.ofHours(1)), "k2"), both, NOW);

    // Then
    assertThat(during).isInstanceOf(Verdict.Verified.class);
    assertThat(after).isEqualTo(new Verdict.Refused(Objection.KEY));
    assertThat(fresh).isInstanceOf(Verdict.Verified.class);
    assertThat(both.signing(NOW)).map(IssuerKey::keyId).contains("k2");
    assertThat(both.signing(NOW.minusSeconds(1))).map(IssuerKey::keyId).contains("k1");
  }

  @Test
  void shouldRefuseWhatWasSignedBeforeTheKeysTime() {
    // Given
    Instant early = TestIssuer.FROM.minusSeconds(61);

    // When
    Verdict verdict =
        verifier.verify(
            ISSUER.token(claims(early, Duration.ofHours(1)), "k1"), ISSUER.keys("k1"), early);

    // Then
    assertThat(verdict).isEqualTo(new Verdict.Refused(Objection.TIME));
  }

  @Test
  void shouldRefuseAnotherTenantsKeyOfTheSameName() {
    // Given
    TestIssuer other = new TestIssuer(SignatureAlgorithm.ES256);

    // When
    Verdict verdict = verify(other.token(HEADER, CLAIMS));

    // Then
    assertThat(verdict).isEqualTo(new Verdict.Refused(Objection.SIGNATURE));
  }

  @Test
  @Tag("JW-13")
  void shouldRefuseATokenThatIsTooLargeBeforeReadingIt() {
    // When
    Verdict verdict = verify("x".repeat(ApprovalVerifier.MOST_CHARACTERS + 1));

    // Then
    assertThat(verdict).isEqualTo(new Verdict.Refused(Objection.TOO_LARGE));
  }

  @Test
  void shouldTakeClaimsThatALaterVersionAdds() {
    // When
    Verdict verdict =
        verify(ISSUER.token(HEADER, CLAIMS.replace("{\"iss\"", "{\"new\":1,\"iss\"")));

    // Then
    assertThat(verdict).isInstanceOf(Verdict.Verified.class);
  }

  private Verdict verify(String token) {
    return verifier.verify(token, ISSUER.keys("k1"), NOW);
  }

  private static ApprovalClaims claims(Instant issuedAt, Duration lifetime) {
    return new ApprovalClaims(
        "assent/bank",
        "A1B2",
        "bank",
        issuedAt,
        issuedAt.plus(lifetime),
        "bank/A1B2/payment/4",
        "payment",
        ProofKind.DEVICE_PIN,
        "{\"display\":{}}");
  }
}
