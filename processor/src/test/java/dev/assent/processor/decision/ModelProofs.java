package dev.assent.processor.decision;

import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RegisterProviderCredential;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.ProviderProof;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes proofs, sound ones and such as somebody else would, and says how each was made. */
final class ModelProofs {
  static final List<String> IDS =
      List.of("phone", "tablet", "borrowed", "token", ModelRun.PROVIDER);

  private static final Instant RETURNED = Fixtures.CREATED.plusMillis(2_500);
  private static final TestDevice PHONE = TestDevice.edwards("phone");
  private static final TestDevice TABLET = TestDevice.elliptic("tablet");
  private static final TestDevice BORROWED = TestDevice.edwards("borrowed");
  private static final TestToken TOKEN = TestToken.of("token", "OCRA-1:HOTP-SHA256-10:C-QH64");
  private static final TestProvider OURS = TestProvider.elliptic();
  private static final SignerCertificate CERTIFICATE = SignerCertificate.of(OURS.certificate());
  private static final TestProvider ANOTHER = TestProvider.elliptic();
  private static final int[] AHEAD = {0, 0, 0, 1, 5, 6, 20, 55, 56, -1, -1};
  private static final byte[] NOT_A_SIGNATURE = {1, 2, 3};

  /** A proof, and how it was made. */
  record Made(DeviceProof proof, ModelProof model) {}

  /** A refusal, and how it was made. */
  record MadeRefusal(DeclineReason reason, Made made) {}

  /** What a provider reports, and what is true of it. */
  record MadeOutcome(String transactionId, ProviderOutcome outcome, ModelOutcome model) {}

  /** What is wrong with a proof. */
  private enum Flaw {
    NONE,
    NONE_EITHER,
    OTHER_VALUE,
    OTHER_KIND,
    OTHER_DOCUMENT,
    OTHER_BITS
  }

  private static final List<Flaw> FLAWS = List.of(Flaw.values());
  private static final List<DeclineReason> REASONS = List.of(DeclineReason.values());
  private static final List<ModelOutcome.Kind> OUTCOMES = List.of(ModelOutcome.Kind.values());

  private final SplittableRandom random;
  private final UserModel model;
  private final UserHistory history;
  private final boolean signs;

  ModelProofs(SplittableRandom random, UserModel model, UserHistory history, boolean signs) {
    this.random = random;
    this.model = model;
    this.history = history;
    this.signs = signs;
  }

  ModelCredential credential(String id) {
    return switch (id) {
      case "token" -> new ModelCredential(ModelCredential.Kind.TOKEN, Long.MAX_VALUE);
      case ModelRun.PROVIDER -> new ModelCredential(ModelCredential.Kind.PROVIDER, Long.MAX_VALUE);
      case "borrowed" -> new ModelCredential(ModelCredential.Kind.SIGNER, RETURNED.toEpochMilli());
      default -> new ModelCredential(ModelCredential.Kind.SIGNER, Long.MAX_VALUE);
    };
  }

  Command registration(String id, Instant at) {
    return switch (id) {
      case "token" ->
          new RegisterDevice(id, TOKEN.proofKey(), TOKEN.encryptionKey(), Optional.empty(), at);
      case ModelRun.PROVIDER ->
          new RegisterProviderCredential(
              id, Channel.IDP, "connector", CERTIFICATE, Optional.empty(), at);
      case "borrowed" -> registration(BORROWED, Optional.of(RETURNED), at);
      default -> registration(device(id), Optional.empty(), at);
    };
  }

  private static Command registration(TestDevice device, Optional<Instant> validUntil, Instant at) {
    return new RegisterDevice(
        device.serialNumber(),
        new ProofKey.Signing(device.signingKey()),
        device.encryptionKey(),
        validUntil,
        at);
  }

  private static TestDevice device(String id) {
    return switch (id) {
      case "tablet" -> TABLET;
      case "borrowed" -> BORROWED;
      default -> PHONE;
    };
  }

  Made proof(String operationId, Instant at, boolean secretIsThere) {
    String signer = signerFor(operationId);
    if (!signs || !(history.operation(operationId) instanceof Retrieved retrieved)) {
      return wrong(signer, secretIsThere);
    }
    Flaw flaw = anyFlaw();
    ChallengeDocument document = document(retrieved, flaw);
    Optional<String> entered =
        flaw == Flaw.OTHER_VALUE ? Optional.of("43") : retrieved.operation().matchingValue();
    ProofKind pinOr = flaw == Flaw.OTHER_KIND ? ProofKind.DEVICE_BIOMETRIC : ProofKind.DEVICE_PIN;
    if (signer.equals("token")) {
      long counter = anyCounter();
      byte[] response =
          flaw == Flaw.OTHER_KIND
              ? TOKEN.decline(document, DeclineReason.UNWANTED, counter, at)
              : TOKEN.approve(document, entered, counter, at);
      return made(signer, response, flaw, counter, secretIsThere);
    }
    byte[] signature = device(signer).approve(document.canonical(), pinOr, entered);
    return made(signer, signature, flaw, ModelCredential.NONE, secretIsThere);
  }

  MadeRefusal refusal(String operationId, Instant at, boolean secretIsThere) {
    DeclineReason reason = any(REASONS);
    String signer = signerFor(operationId);
    if (!signs || !(history.operation(operationId) instanceof Retrieved retrieved)) {
      return new MadeRefusal(reason, wrong(signer, secretIsThere));
    }
    Flaw flaw = anyFlaw();
    ChallengeDocument document = document(retrieved, flaw);
    boolean other = flaw == Flaw.OTHER_KIND || flaw == Flaw.OTHER_VALUE;
    DeclineReason signed =
        other ? REASONS.get((REASONS.indexOf(reason) + 1) % REASONS.size()) : reason;
    if (signer.equals("token")) {
      long counter = anyCounter();
      byte[] response = TOKEN.decline(document, signed, counter, at);
      return new MadeRefusal(reason, made(signer, response, flaw, counter, secretIsThere));
    }
    byte[] signature = device(signer).decline(document.canonical(), signed);
    return new MadeRefusal(
        reason, made(signer, signature, flaw, ModelCredential.NONE, secretIsThere));
  }

  MadeOutcome outcome(String operationId) {
    ModelOutcome.Kind kind = any(OUTCOMES);
    boolean ofThis = random.nextInt(12) > 0;
    Flaw flaw = anyFlaw();
    Optional<AtProvider> open =
        history.operation(operationId) instanceof AtProvider there
            ? Optional.of(there)
            : Optional.empty();
    String transactionId =
        open.filter(_ -> ofThis).map(there -> there.transaction().transactionId()).orElse("other");
    int attempt = open.map(there -> there.transaction().attempt()).orElse(1);
    boolean stale = random.nextInt(6) == 0;
    boolean genuine = signs && open.isPresent() && isSound(flaw);
    return new MadeOutcome(
        transactionId,
        switch (kind) {
          case ACCEPTED ->
              new ProviderOutcome.Accepted(Optional.empty(), Optional.empty(), Optional.empty());
          case STILL_PENDING -> new ProviderOutcome.StillPending(Optional.empty());
          case SIGNED -> new ProviderOutcome.Signed(providerProof(open, flaw));
          case DECLINED -> new ProviderOutcome.Declined();
          case REFUSED -> Fixtures.refusedThere(ProviderRefusal.TRANSIENT);
          case EXPIRED_THERE -> Fixtures.refusedThere(ProviderRefusal.EXPIRED);
          case UNREACHABLE -> new ProviderOutcome.Unreachable();
          case ANSWER_LOST -> new ProviderOutcome.AnswerLost();
          case UNAWARE -> new ProviderOutcome.Unaware();
        },
        new ModelOutcome(kind, ofThis, stale ? attempt - 1 : attempt, genuine));
  }

  private ProviderProof providerProof(Optional<AtProvider> open, Flaw flaw) {
    if (!signs || open.isEmpty()) {
      return ProviderProof.of(NOT_A_SIGNATURE, OURS.certificate());
    }
    Operation operation = open.get().operation();
    ChallengeDocument document =
        flaw == Flaw.OTHER_DOCUMENT
            ? Challenge.document(operation, otherNonce())
            : open.get().transaction().document(operation);
    return switch (flaw) {
      case OTHER_KIND ->
          ProviderProof.of(ANOTHER.sign(document.canonical()), ANOTHER.certificate());
      case OTHER_VALUE -> ProviderProof.of(ANOTHER.sign(document.canonical()), OURS.certificate());
      case OTHER_BITS -> ProviderProof.of(NOT_A_SIGNATURE, OURS.certificate());
      case NONE, NONE_EITHER, OTHER_DOCUMENT ->
          ProviderProof.of(OURS.sign(document.canonical()), OURS.certificate());
    };
  }

  private static ChallengeDocument document(Retrieved retrieved, Flaw flaw) {
    return flaw == Flaw.OTHER_DOCUMENT
        ? Challenge.document(retrieved.operation(), otherNonce())
        : retrieved.challenge().document(retrieved.operation());
  }

  private static Nonce otherNonce() {
    byte[] bytes = new byte[Nonce.BYTES];
    bytes[1] = 1;
    return Nonce.of(bytes);
  }

  private Made made(String signer, byte[] proof, Flaw flaw, long counter, boolean secretIsThere) {
    if (flaw == Flaw.OTHER_BITS) {
      proof[random.nextInt(proof.length)] ^= 1;
    }
    return new Made(
        DeviceProof.of(proof), new ModelProof(signer, isSound(flaw), counter, secretIsThere));
  }

  private static Made wrong(String signer, boolean secretIsThere) {
    return new Made(
        Fixtures.WRONG_PROOF, new ModelProof(signer, false, ModelCredential.NONE, secretIsThere));
  }

  private static boolean isSound(Flaw flaw) {
    return flaw == Flaw.NONE || flaw == Flaw.NONE_EITHER;
  }

  private Flaw anyFlaw() {
    return any(FLAWS);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Often one that is expected, sometimes one too far, sometimes the successor of such a one. */
  private long anyCounter() {
    ModelCredential token = model.credentials.get("token");
    if (token == null) {
      return 0;
    }
    return token.outOfStep != ModelCredential.NONE && random.nextBoolean()
        ? token.outOfStep + 1
        : Math.max(0, token.nextCounter + AHEAD[random.nextInt(AHEAD.length)]);
  }

  /** Mostly the device that retrieved the challenge, sometimes another one. */
  private String signerFor(String operationId) {
    ModelOperation operation = model.operations.get(operationId);
    return operation == null || operation.holder.isEmpty() || random.nextInt(6) == 0
        ? anyDevice(random)
        : operation.holder;
  }

  /** Often nobody, mostly the device that has the challenge, sometimes another one. */
  Optional<String> anyHolder(String operationId) {
    if (random.nextBoolean()) {
      return Optional.empty();
    }
    ModelOperation operation = model.operations.get(operationId);
    boolean held = operation != null && !operation.holder.isEmpty();
    return Optional.of(held && random.nextBoolean() ? operation.holder : anyDevice(random));
  }

  static String anyDevice(SplittableRandom random) {
    return IDS.get(random.nextInt(IDS.size() - 1));
  }
}
