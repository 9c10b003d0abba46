package dev.assent.verification.provider;

import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderOutcome.Pending;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.provider.Subscriber;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.SignedContent;
import dev.assent.schemas.provider.verification.ProofVerifier;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.trace.Correlation;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One user at a simulated provider, and one operation that the user is asked for. */
final class SimulatedUser {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String userId;
  private final Optional<Subscriber> subscriber;
  private final String credentialId;
  private final ChallengeDocument document;

  private SimulatedUser(
      String userId, Optional<Subscriber> subscriber, String credentialId, OperationKind kind) {
    this.userId = userId;
    this.subscriber = subscriber;
    this.credentialId = credentialId;
    byte[] nonce = new byte[Nonce.BYTES];
    RANDOM.nextBytes(nonce);
    this.document =
        new ChallengeDocument(
            ChallengeDocument.LATEST,
            "bank",
            userId,
            "payment",
            kind,
            Map.of("amount", "42.00 EUR"),
            Optional.empty(),
            Set.of(ProofKind.IDP_SIGNATURE),
            0,
            Nonce.of(nonce),
            Instant.now().plus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.MILLIS));
  }

  /** Who is known by the user id. */
  static SimulatedUser named(String userId, OperationKind kind) {
    return new SimulatedUser(userId, Optional.empty(), "credential", kind);
  }

  /** Who is known by what the credential is called. */
  static SimulatedUser withCredential(String credentialId, OperationKind kind) {
    return new SimulatedUser("4A", Optional.empty(), credentialId, kind);
  }

  /** Who is known by a phone number and the provider's own name. */
  static SimulatedUser withPhone(String msisdn, String identificator, OperationKind kind) {
    return new SimulatedUser(
        "4A",
        Optional.of(
            new Subscriber(
                new Secret(msisdn), Optional.of(new Secret(identificator)), Optional.empty())),
        "mobile",
        kind);
  }

  /** A provider of this kind with these settings. */
  static Provider open(ProviderKind kind, String... settings) {
    SettingsReader reader =
        SettingsReader.of(
            Stream.of(settings).map(one -> "--connector.theirs." + one).toArray(String[]::new),
            Map.of());
    Provider provider =
        kind.open(
            ConnectorSettings.of(reader, "theirs"),
            new ProviderSurroundings(Clock.systemUTC(), OutboundMeter.NONE));
    reader.finish();
    return provider;
  }

  /** The bytes that are to be signed. */
  SignedContent content() {
    return SignedContent.of(document.canonical());
  }

  ProviderOutcome start(Provider provider) throws InterruptedException {
    return provider.carryOut(new ProviderRequest.Start(transaction(Optional.empty())));
  }

  ProviderOutcome status(Provider provider, Optional<String> reference)
      throws InterruptedException {
    return provider.carryOut(new ProviderRequest.Status(transaction(reference)));
  }

  /** What it comes to in the end, as {@link #word} says it. */
  String end(Provider provider, X509Certificate registered)
      throws InterruptedException, CertificateEncodingException {
    ProviderOutcome outcome = start(provider);
    if (!(outcome instanceof Accepted accepted)) {
      return word(outcome, registered);
    }
    do {
      outcome = status(provider, accepted.providerReference());
    } while (outcome instanceof Pending);
    return word(outcome, registered);
  }

  /** {@code Signed} only where the processor's own verification would believe it. */
  private String word(ProviderOutcome outcome, X509Certificate registered)
      throws CertificateEncodingException {
    return switch (outcome) {
      case Signed signed -> judged(signed, registered);
      case Refused(String code, ProviderRefusal refusal) -> "Refused " + code + " " + refusal;
      default -> outcome.getClass().getSimpleName();
    };
  }

  private String judged(Signed signed, X509Certificate registered)
      throws CertificateEncodingException {
    HexFormat hexadecimal = HexFormat.of();
    ProviderProof proof =
        new ProviderProof(
            ProofFormat.named(signed.format().orElse(null)),
            hexadecimal.formatHex(signed.signature().bytes()),
            hexadecimal.formatHex(signed.certificate().bytes()),
            signed.signedContent().map(content -> hexadecimal.formatHex(content.bytes())),
            List.of(),
            List.of(),
            List.of());
    return switch (ProofVerifier.verify(
        document.canonical(),
        proof,
        Optional.of(registered.getEncoded()),
        ProviderTrust.REGISTERED_ONLY,
        Instant.now())) {
      case ProofVerdict.Verified _ -> "Signed";
      case ProofVerdict.Refused(ProofFlaw flaw) -> "Signed, " + flaw;
    };
  }

  private ProviderTransaction transaction(Optional<String> reference) {
    return new ProviderTransaction(
        new UserKey("bank", userId),
        "payment",
        credentialId,
        "A" + document.nonce().text(),
        reference,
        Octets.of(document.canonical()),
        Optional.empty(),
        document.expiresAt(),
        subscriber,
        Correlation.NONE);
  }

  /** The id that each call carries. */
  String transactionId() {
    return "A" + document.nonce().text();
  }
}
