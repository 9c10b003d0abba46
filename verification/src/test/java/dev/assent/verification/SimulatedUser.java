package dev.assent.verification;

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
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.SignedContent;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.schemas.trace.Correlation;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  String end(Provider provider, X509Certificate registered) throws Exception {
    ProviderOutcome outcome = start(provider);
    if (!(outcome instanceof Accepted accepted)) {
      return word(outcome, registered);
    }
    do {
      outcome = status(provider, accepted.providerReference());
    } while (outcome instanceof Pending);
    return word(outcome, registered);
  }

  /** {@code Signed} only where the signature is the registered user's over the document. */
  private String word(ProviderOutcome outcome, X509Certificate registered) throws Exception {
    return switch (outcome) {
      case Signed signed -> judged(signed, registered);
      case Refused(String code) -> "Refused " + code;
      default -> outcome.getClass().getSimpleName();
    };
  }

  private String judged(Signed signed, X509Certificate registered) throws Exception {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(signed.certificate().bytes()));
    if (!verifies(signed, certificate.getPublicKey())) {
      return "Signed something else";
    }
    if (!certificate.equals(registered)) {
      return "Signed by another";
    }
    return certificate.getNotAfter().toInstant().isBefore(Instant.now())
        ? "Signed too late"
        : "Signed";
  }

  private boolean verifies(Signed signed, PublicKey key) throws GeneralSecurityException {
    ProofFormat format = ProofFormat.named(signed.format().orElse(null)).orElseThrow();
    byte[] message = signed.signedContent().map(Octets::bytes).orElseGet(document::canonical);
    if (!content().isSaidBy(message, format.content(), List.of())) {
      return false;
    }
    byte[] signature = signed.signature().bytes();
    Signature verifier =
        switch (format.scheme()) {
          case PSS -> Signature.getInstance("RSASSA-PSS");
          case PLAIN ->
              Signature.getInstance(
                  key instanceof RSAPublicKey
                      ? "SHA256withRSA"
                      : signature.length == 64
                          ? "SHA256withECDSAinP1363Format"
                          : "SHA256withECDSA");
          case CMS -> throw new AssertionError("these providers make no CMS");
        };
    if (format.scheme() == ProofFormat.Scheme.PSS) {
      verifier.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
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
