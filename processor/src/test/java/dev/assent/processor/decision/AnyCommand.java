package dev.assent.processor.decision;

import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.MobileSignatureState;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Commands of all kinds that can come under an idempotency key, of few texts. */
final class AnyCommand {
  private static final Instant NOW = Fixtures.CREATED;
  private static final List<TestDevice> DEVICES =
      List.of(Fixtures.PHONE_KEYS, Fixtures.TABLET_KEYS);
  private static final List<TestToken> TOKENS =
      List.of(
          TestToken.of("a", "OCRA-1:HOTP-SHA256-8:C-QH64"),
          TestToken.of("b", "OCRA-1:HOTP-SHA256-8:C-QH64"),
          TestToken.of("a", "OCRA-1:HOTP-SHA256-8:QH64-T1M"));
  private static final List<SignerCertificate> CERTIFICATES =
      List.of(
          SignerCertificate.of(TestProvider.elliptic().certificate()),
          SignerCertificate.of(TestProvider.elliptic().certificate()));

  private final SplittableRandom random;
  private final List<String> texts;

  private AnyCommand(SplittableRandom random, List<String> texts) {
    this.random = random;
    this.texts = texts;
  }

  static Command of(SplittableRandom random, List<String> texts) {
    return new AnyCommand(random, texts).command();
  }

  private Command command() {
    return switch (random.nextInt(18)) {
      case 0 -> new Command.CancelOperation(NOW);
      case 1 -> new Command.UnlockUser(NOW);
      case 2 -> new Command.RevokeCredential(text(), NOW);
      case 3 -> new Command.ClaimOperation(text(), text(), NOW);
      case 4 ->
          new Command.RetrieveChallenge(
              Fixtures.challengeKey(random.nextInt(2)),
              text(),
              NOW,
              Optional.empty(),
              Optional.empty());
      case 5 ->
          new Command.SubmitProof(
              Fixtures.challengeKey(random.nextInt(2)), proof(), NOW, Optional.empty());
      case 6 ->
          new Command.DeclineOperation(
              Fixtures.challengeKey(random.nextInt(2)),
              any(List.of(DeclineReason.values())),
              proof(),
              seldom() ? Optional.of(text()) : Optional.empty(),
              NOW);
      case 7 ->
          new Command.RegisterDevice(
              text(),
              proofKey(),
              any(DEVICES).encryptionKey(),
              seldom() ? Optional.of(anySecret()) : Optional.empty(),
              anyEnd(),
              NOW);
      case 8 ->
          new Command.RegisterProviderCredential(
              text(),
              random.nextBoolean() ? Channel.IDP : Channel.MSSP,
              text(),
              any(CERTIFICATES),
              anyEnd(),
              NOW);
      case 9 ->
          new Command.CreateMobileSignature(
              anyText(),
              anyText(),
              new MobileSubscription(anySecret(), anySecret(), text()),
              anyCertificate(),
              any(List.of(MobileSignatureState.values())),
              NOW);
      case 10 ->
          new Command.ChangeMobileSignature(
              seldom() ? Optional.of(random.nextInt(2)) : Optional.empty(),
              anyText(),
              seldom() ? Optional.of(anySecret()) : Optional.empty(),
              seldom() ? Optional.of(anySecret()) : Optional.empty(),
              anyText(),
              anyCertificate(),
              seldom()
                  ? Optional.of(any(List.of(MobileSignatureState.values())))
                  : Optional.empty(),
              anyText(),
              NOW);
      case 11 -> new Command.DeleteMobileSignature(NOW);
      case 12 -> Fixtures.creation(terms());
      case 13 -> new Command.NotifyDevices(NOW);
      case 14 ->
          new Command.ChangePushAddress(
              text(),
              seldom() ? Optional.of(anySecret()) : Optional.empty(),
              seldom() ? Optional.of(anySecret()) : Optional.empty(),
              NOW);
      default -> Fixtures.creationOverAnyChannel(terms());
    };
  }

  private Optional<String> anyText() {
    return seldom() ? Optional.of(text()) : Optional.empty();
  }

  private EncryptedSecret anySecret() {
    return EncryptedSecret.of(new byte[] {(byte) random.nextInt(3)});
  }

  private Optional<SignerCertificate> anyCertificate() {
    return seldom() ? Optional.of(any(CERTIFICATES)) : Optional.empty();
  }

  private Terms terms() {
    TermsBuilder terms =
        new TermsBuilder()
            .kind(any(List.of(OperationKind.values())))
            .channel(any(List.of(Channel.values())))
            .displayData(displayData());
    if (seldom()) {
      terms.externalUserId(text());
    }
    if (seldom()) {
      terms.externalReference(text());
    }
    if (seldom()) {
      terms.template(new TemplateKey(text(), 1 + random.nextInt(2)));
    }
    if (seldom()) {
      terms.language(text());
    }
    if (seldom()) {
      terms.scope(text());
    }
    if (seldom()) {
      terms.proofKinds(
          random.nextBoolean()
              ? new ProofKind[] {ProofKind.OCRA}
              : new ProofKind[] {ProofKind.OCRA, ProofKind.DEVICE_PIN});
    }
    if (seldom()) {
      terms.maximumFailedProofs(1 + random.nextInt(2));
    }
    if (seldom()) {
      terms.timeToLive(Duration.ofMillis(1 + random.nextInt(2)));
    }
    if (seldom()) {
      terms.matchingValue(text());
    }
    if (seldom()) {
      terms.connector(text());
    }
    return terms.build();
  }

  private Map<String, String> displayData() {
    Map<String, String> data = new TreeMap<>();
    for (int field = random.nextInt(3); field > 0; field--) {
      data.put(random.nextBoolean() ? text() : "scope", text());
    }
    return data;
  }

  private ProofKey proofKey() {
    if (random.nextBoolean()) {
      return new ProofKey.Signing(any(DEVICES).signingKey());
    }
    TestToken token = any(TOKENS);
    return ProofKey.Ocra.registered(token.suite(), token.proofKey().secret(), random.nextInt(2));
  }

  private DeviceProof proof() {
    return DeviceProof.of(new byte[] {(byte) random.nextInt(3)});
  }

  private Optional<Instant> anyEnd() {
    return seldom() ? Optional.of(NOW.plusMillis(random.nextInt(2))) : Optional.empty();
  }

  private boolean seldom() {
    return random.nextInt(4) == 0;
  }

  private String text() {
    return any(texts);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
