package dev.assent.ingress.authentication;

import static dev.assent.ingress.authentication.TestToken.aToken;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.tenant.KnownTenant;
import dev.assent.ingress.tenant.TenantDirectory;
import dev.assent.schemas.approval.ApprovalVerifier;
import dev.assent.schemas.approval.ApprovalVerifier.Verdict;
import dev.assent.schemas.approval.IssuerKeys;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantAuthentication;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.avro.TrustedIssuer;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.Cancellation;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.sealing.CancellationKeys;
import dev.assent.schemas.sealing.SealedCancellation;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of thing that is signed or sealed before each verifier that this installation has: what
 * was made as one kind is never taken for another. All are signed by one and the same key, and all
 * tokens have the same claims, enough for each of their verifiers, so that nothing but their kind
 * tells them apart.
 */
class SignedKindsMatrixTest {
  private static final Instant NOW = IngressUnderTest.NOW;
  private static final byte[] DOCUMENT = "{\"display\":{\"amount\":\"5\"}}".getBytes(UTF_8);
  private static final String SERIAL_NUMBER = "VDS1000000-1";
  private static final String CHALLENGE_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAA";

  @TempDir private static Path directory;

  private static SigningKey key;
  private static CancellationKeys cancellationKeys;
  private static BearerAuthenticator bearers;

  /** In the order of their use; the last two have no verifier here. */
  enum Kind {
    ACCESS_TOKEN,
    APPROVAL_TOKEN,
    DEVICE_APPROVAL_BY_PIN,
    DEVICE_APPROVAL_BY_BIOMETRIC,
    DEVICE_APPROVAL_OF_VERSION_1,
    DEVICE_DECLINE,
    CANCELLATION,
    UNTYPED_TOKEN,
    CHALLENGE
  }

  /**
   * What is presented.
   *
   * @param text as it travels
   * @param bytes the signature, or the sealed message
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Made(String text, byte[] bytes) {
    static Made token(TestToken token) {
      String text = token.signed();
      return new Made(
          text, Base64.getUrlDecoder().decode(text.substring(text.lastIndexOf('.') + 1)));
    }

    static Made hexadecimal(byte[] bytes) {
      return new Made(HexFormat.of().withUpperCase().formatHex(bytes), bytes);
    }
  }

  @BeforeAll
  static void prepare() throws IOException, JOSEException {
    key = SigningKey.of(TestKeys.ES256.toPublicKey());
    Path file =
        Files.createFile(
            directory.resolve("vault"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
    cancellationKeys = CancellationKeys.of(SecretVault.open(file, new SecureRandom()));
    InstantSource clock = InstantSource.fixed(NOW);
    TenantDirectory tenants = new TenantDirectory(clock);
    tenants.replace(List.of(new KnownTenant(tenant(), 0, List.of())), 1);
    bearers =
        new BearerAuthenticator(
            tenants,
            new KeySets(
                _ -> {
                  throw new IOException("no issuer publishes keys");
                },
                Duration.ofHours(1),
                clock),
            BearerRules.STANDARD,
            clock);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("JW-11")
  void shouldBeAcceptedAtItsOwnVerifierOnly(Kind kind) {
    // Given
    Made made = make(kind);

    for (Kind verifier : Kind.values()) {
      // When
      boolean accepted = accepts(verifier, made);

      // Then
      assertThat(accepted)
          .as("%s at the verifier of %s", kind, verifier)
          .isEqualTo(kind == verifier && kind.compareTo(Kind.CANCELLATION) <= 0);
    }
  }

  private static Made make(Kind kind) {
    return switch (kind) {
      case ACCESS_TOKEN -> Made.token(token());
      case APPROVAL_TOKEN -> Made.token(token().withHeader("typ", "approval+jwt"));
      case UNTYPED_TOKEN -> Made.token(token().withoutHeader("typ"));
      case DEVICE_APPROVAL_BY_PIN,
          DEVICE_APPROVAL_BY_BIOMETRIC,
          DEVICE_APPROVAL_OF_VERSION_1,
          DEVICE_DECLINE ->
          Made.hexadecimal(sign(message(kind)));
      case CANCELLATION ->
          Made.hexadecimal(
              HexFormat.of()
                  .parseHex(
                      SealedCancellation.seal(
                          cancellationKeys.current().orElseThrow(),
                          SERIAL_NUMBER,
                          cancellation())));
      case CHALLENGE ->
          Made.hexadecimal(
              SealedChallenge.seal(
                  cancellationKeys.current().orElseThrow(),
                  SERIAL_NUMBER,
                  cancellation().encoded()));
    };
  }

  private static boolean accepts(Kind verifier, Made made) {
    return switch (verifier) {
      case ACCESS_TOKEN ->
          bearers.authenticate(new Credentials.Bearer(made.text(), Optional.empty())).isPresent();
      case APPROVAL_TOKEN ->
          new ApprovalVerifier(Duration.ZERO).verify(made.text(), issuerKeys(), NOW)
              instanceof Verdict.Verified;
      case DEVICE_APPROVAL_BY_PIN,
          DEVICE_APPROVAL_BY_BIOMETRIC,
          DEVICE_APPROVAL_OF_VERSION_1,
          DEVICE_DECLINE ->
          ProofSignature.verify(key, message(verifier), made.bytes());
      case CANCELLATION ->
          cancellationKeys.open(SERIAL_NUMBER, made.text()).isPresent()
              || cancellationKeys
                  .open(SERIAL_NUMBER, HexFormat.of().formatHex(made.bytes()))
                  .isPresent();
      case UNTYPED_TOKEN, CHALLENGE -> false;
    };
  }

  private static byte[] message(Kind kind) {
    return switch (kind) {
      case DEVICE_APPROVAL_BY_PIN ->
          ApprovalDigest.approval(DOCUMENT, ProofKind.DEVICE_PIN, Optional.empty());
      case DEVICE_APPROVAL_BY_BIOMETRIC ->
          ApprovalDigest.approval(DOCUMENT, ProofKind.DEVICE_BIOMETRIC, Optional.empty());
      case DEVICE_APPROVAL_OF_VERSION_1 -> ApprovalDigest.first(DOCUMENT);
      case DEVICE_DECLINE -> ApprovalDigest.decline(DOCUMENT, DeclineReason.NOT_ME);
      case ACCESS_TOKEN, APPROVAL_TOKEN, UNTYPED_TOKEN, CANCELLATION, CHALLENGE ->
          throw new AssertionError("no device signs " + kind);
    };
  }

  private static TestToken token() {
    return aToken()
        .with("operation_id", "payment")
        .with("proof_kind", ProofKind.DEVICE_PIN.name())
        .with("td", new String(DOCUMENT, UTF_8));
  }

  private static Cancellation cancellation() {
    return new Cancellation(
        CHALLENGE_KEY,
        DeclineReason.NOT_ME,
        HexFormat.of().formatHex(sign(message(Kind.DEVICE_DECLINE))));
  }

  private static byte[] sign(byte[] message) {
    try {
      Signature signature = SignatureAlgorithm.ES256.toSignature();
      signature.initSign(TestKeys.ES256.toPrivateKey());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException | JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static IssuerKeys issuerKeys() {
    return new IssuerKeys(
        TestToken.ISSUER,
        TestToken.AUDIENCE,
        List.of(
            new IssuerKeys.IssuerKey("es256", key, NOW.minusSeconds(60), NOW.plusSeconds(600))));
  }

  private static Tenant tenant() {
    return Tenant.newBuilder()
        .setTenant("bank")
        .setDisplayName("Bank")
        .setEnabled(true)
        .setApiKeys(List.of())
        .setPolicy(
            TenantPolicy.newBuilder()
                .setTimeToLive(60_000L)
                .setMaximumFailedProofs(3)
                .setMaximumPending(10)
                .setRetention(600_000L)
                .build())
        .setAuthentication(
            TenantAuthentication.newBuilder()
                .setSchemes(List.of())
                .setIssuers(
                    List.of(
                        TrustedIssuer.newBuilder()
                            .setIssuer(TestToken.ISSUER)
                            .setAudience(TestToken.AUDIENCE)
                            .setJwks(TestKeys.set(TestKeys.ES256))
                            .setScopes(Map.of())
                            .setRegisteredAt(NOW)
                            .build()))
                .setClientCertificates(List.of())
                .build())
        .build();
  }
}
