package dev.assent.processor.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Challenge;
import dev.assent.processor.decision.Credential;
import dev.assent.processor.decision.CredentialStatus;
import dev.assent.processor.decision.Device;
import dev.assent.processor.decision.EncryptedSecret;
import dev.assent.processor.decision.FormerMobileSignature;
import dev.assent.processor.decision.MobileSignature;
import dev.assent.processor.decision.MobileSubscription;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.AwaitingUser;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Dispatched;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.processor.decision.OperationState.UnknownAtProvider;
import dev.assent.processor.decision.ProofKey;
import dev.assent.processor.decision.ProviderCredential;
import dev.assent.processor.decision.Seeds;
import dev.assent.processor.decision.SignerCertificate;
import dev.assent.processor.decision.Terms;
import dev.assent.processor.decision.TestDevice;
import dev.assent.processor.decision.TestProvider;
import dev.assent.processor.decision.Transaction;
import dev.assent.schemas.avro.CredentialsRecord;
import dev.assent.schemas.avro.OperationRecord;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.MobileSignatureState;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import dev.assent.schemas.model.TemplateKey;
import dev.assent.schemas.ocra.OcraPosition;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever is kept is found again exactly as it was. */
final class CodecRoundTripTest {
  private static final UserKey USER = new UserKey("bank", "A1B2");
  private static final Instant EPOCH = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static final TestDevice TABLET = TestDevice.elliptic("VDS2-2");
  private static final SignerCertificate CERTIFICATE =
      SignerCertificate.of(TestProvider.elliptic().certificate());
  private static final String[] WORDS = {"a", "Zoë & Söhne", "漢字", "x/y", "-"};
  private static final String[] SUITES = {
    "OCRA-1:HOTP-SHA256-8:C-QH64",
    "OCRA-1:HOTP-SHA256-8:QH64-T1M",
    "OCRA-1:HOTP-SHA512-8:C-QH64-T1M"
  };
  private static final SingleObjectSerde<OperationRecord> OPERATIONS =
      SingleObjectSerde.of(OperationRecord.class);
  private static final SingleObjectSerde<CredentialsRecord> CREDENTIALS =
      SingleObjectSerde.of(CredentialsRecord.class);

  @Test
  void shouldFindEveryStateAgainAsItWas() {
    Set<Class<?>> seen = new HashSet<>();
    Seeds.of("operation codec", 2_000)
        .forEach(
            random -> {
              // Given
              OperationState state = state(random);
              seen.add(state.getClass());

              // When
              byte[] kept = OPERATIONS.encode(OperationCodec.record(state, 7).orElseThrow());

              // Then
              assertThat(OperationCodec.state(OPERATIONS.decode(kept))).isEqualTo(state);
            });
    if (Integer.getInteger("assent.sequences", 2_000) > 1) {
      assertThat(seen).hasSize(7);
    }
  }

  @Test
  void shouldFindEveryCredentialAgainAsItWas() {
    Seeds.of("credential codec", 500)
        .forEach(
            random -> {
              // Given
              TreeMap<String, Credential> credentials = new TreeMap<>();
              for (int number = random.nextInt(5); number >= 0; number--) {
                Credential credential = credential(random, "credential-" + number);
                credentials.put(credential.id(), credential);
              }

              // When
              byte[] kept =
                  CREDENTIALS.encode(CredentialCodec.record(USER, credentials.values(), 7));

              // Then
              assertThat(CredentialCodec.credentials(CREDENTIALS.decode(kept)))
                  .isEqualTo(credentials);
            });
  }

  private static OperationState state(SplittableRandom random) {
    long sequence = random.nextLong(1, 1_000);
    Operation operation = operation(random);
    return switch (random.nextInt(8)) {
      case 0 -> new Pending(operation, sequence);
      case 1 ->
          new Challenged(operation, challenge(random), maybe(random, () -> time(random)), sequence);
      case 2 -> new Retrieved(operation, challenge(random), "VDS1-1", random.nextInt(5), sequence);
      case 3 -> new Dispatched(operation, transaction(random), sequence);
      case 4 -> new UnknownAtProvider(operation, transaction(random), sequence);
      case 5 -> new AwaitingUser(operation, transaction(random), sequence);
      case 6 ->
          closed(random, operation, Optional.of(challenge(random)), Optional.empty(), sequence);
      default ->
          closed(
              random,
              operation,
              Optional.empty(),
              maybe(random, () -> transaction(random)),
              sequence);
    };
  }

  private static Closed closed(
      SplittableRandom random,
      Operation operation,
      Optional<Challenge> challenge,
      Optional<Transaction> transaction,
      long sequence) {
    return new Closed(
        operation,
        challenge,
        transaction,
        challenge.flatMap(_ -> maybe(random, () -> "VDS1-1")),
        random.nextInt(5),
        any(random, ResultOutcome.values()),
        any(random, Reason.values()),
        maybe(random, () -> "208/2082"),
        time(random),
        sequence);
  }

  private static Operation operation(SplittableRandom random) {
    Instant createdAt = time(random);
    Duration timeToLive = Duration.ofMillis(random.nextInt(1_000, 600_000));
    boolean first = random.nextInt(8) == 0;
    Optional<DisplayText> text =
        first
            ? Optional.empty()
            : maybe(
                random,
                () ->
                    new DisplayText(
                        new TemplateKey(word(random), random.nextInt(1, 9)),
                        "de-CH",
                        word(random)));
    Terms terms =
        new Terms(
            maybe(random, () -> word(random)),
            maybe(random, () -> word(random)),
            any(random, OperationKind.values()),
            any(random, Channel.values()),
            Map.of(word(random), word(random)),
            text.map(DisplayText::template),
            text.map(DisplayText::language).or(() -> maybe(random, () -> "fr")),
            maybe(random, () -> word(random)),
            first ? Optional.empty() : Optional.of(kinds(random)),
            maybe(random, () -> random.nextInt(1, 6)),
            Optional.of(timeToLive),
            first ? Optional.empty() : maybe(random, () -> "4711"),
            false,
            maybe(random, () -> word(random)));
    return new Operation(
        random.nextBoolean() ? USER : UserKey.unassigned("bank", "payment"),
        "payment",
        terms,
        text,
        createdAt,
        createdAt.plus(timeToLive),
        word(random),
        random.nextLong(1, 100),
        first ? ChallengeDocument.FIRST : ChallengeDocument.LATEST);
  }

  private static Challenge challenge(SplittableRandom random) {
    return new Challenge(
        ChallengeKey.issue(USER, bytes(random, ChallengeKey.RANDOM_BYTES)), nonce(random));
  }

  private static Transaction transaction(SplittableRandom random) {
    return new Transaction(
        "A" + word(random),
        word(random),
        word(random),
        maybe(random, () -> subscription(random)),
        nonce(random),
        random.nextInt(1, 50),
        maybe(random, () -> word(random)),
        maybe(random, () -> word(random)),
        maybe(random, () -> time(random)));
  }

  private static Credential credential(SplittableRandom random, String id) {
    CredentialStatus status =
        new CredentialStatus(
            time(random),
            maybe(random, () -> time(random)),
            maybe(random, () -> time(random)),
            random.nextInt(100),
            random.nextLong(1, 1_000));
    return switch (random.nextInt(6)) {
      case 4 -> signature(random, status);
      case 5 -> new FormerMobileSignature(status);
      case 0 ->
          new Device(
              id,
              new ProofKey.Signing(PHONE.signingKey()),
              PHONE.encryptionKey(),
              maybe(random, () -> EncryptedSecret.of(new byte[] {1, 2})),
              status);
      case 1 ->
          new Device(id, new ProofKey.Signing(TABLET.signingKey()), TABLET.encryptionKey(), status);
      case 2 -> new Device(id, ocra(random), TABLET.encryptionKey(), status);
      default ->
          new ProviderCredential(
              id,
              random.nextBoolean() ? Channel.IDP : Channel.MSSP,
              word(random),
              CERTIFICATE,
              status);
    };
  }

  private static MobileSignature signature(SplittableRandom random, CredentialStatus status) {
    return new MobileSignature(
        word(random),
        maybe(random, () -> word(random)),
        subscription(random),
        maybe(random, () -> CERTIFICATE),
        new MobileSignature.Condition(
            any(random, MobileSignatureState.values()),
            maybe(random, () -> word(random)),
            maybe(random, () -> word(random))),
        new MobileSignature.Revision(
            random.nextInt(1, 50), time(random), maybe(random, () -> word(random))),
        new MobileSignature.Logins(
            random.nextInt(50),
            maybe(random, () -> time(random)),
            maybe(random, () -> time(random))),
        status);
  }

  private static MobileSubscription subscription(SplittableRandom random) {
    return new MobileSubscription(
        EncryptedSecret.of(bytes(random, random.nextInt(1, 60))),
        EncryptedSecret.of(bytes(random, random.nextInt(1, 60))),
        word(random));
  }

  private static ProofKey ocra(SplittableRandom random) {
    OcraSuite suite = OcraSuite.parse(any(random, SUITES));
    long next = random.nextLong(1_000);
    return new ProofKey.Ocra(
        suite,
        EncryptedSecret.of(bytes(random, random.nextInt(32, 90))),
        new OcraPosition(
            suite.usesCounter() ? OptionalLong.of(next) : OptionalLong.empty(),
            suite.timeStep().isPresent() && random.nextBoolean()
                ? OptionalLong.of(random.nextLong(100_000))
                : OptionalLong.empty(),
            suite.usesCounter() && random.nextBoolean()
                ? OptionalLong.of(next + random.nextLong(50))
                : OptionalLong.empty()));
  }

  private static Set<ProofKind> kinds(SplittableRandom random) {
    Set<ProofKind> kinds = EnumSet.of(any(random, ProofKind.values()));
    kinds.add(any(random, ProofKind.values()));
    return kinds;
  }

  private static Nonce nonce(SplittableRandom random) {
    return Nonce.of(bytes(random, Nonce.BYTES));
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Instant time(SplittableRandom random) {
    return EPOCH.plusMillis(random.nextLong(1_000_000_000L));
  }

  private static String word(SplittableRandom random) {
    return any(random, WORDS) + random.nextInt(1_000);
  }

  private static <T> Optional<T> maybe(SplittableRandom random, Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private static <T> T any(SplittableRandom random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
