package dev.assent.processor.state;

import dev.assent.processor.decision.Challenge;
import dev.assent.processor.decision.MobileSubscription;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.processor.decision.OperationState.AwaitingUser;
import dev.assent.processor.decision.OperationState.Challenged;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Dispatched;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.OperationState.Pending;
import dev.assent.processor.decision.OperationState.Retrieved;
import dev.assent.processor.decision.OperationState.UnknownAtProvider;
import dev.assent.processor.decision.Terms;
import dev.assent.processor.decision.Transaction;
import dev.assent.schemas.avro.OperationRecord;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.TransactionRecord;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.ResultOutcome;
import dev.assent.schemas.model.TemplateKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Operations as Avro and back. */
public final class OperationCodec {
  private OperationCodec() {}

  /** The operation as it is kept. There is nothing to keep of an absent one. */
  static Optional<OperationRecord> record(OperationState state, long userSequence) {
    return switch (state) {
      case Absent _ -> Optional.empty();
      case Open open ->
          Optional.of(
              record(
                  open.operation(),
                  open.issued(),
                  open instanceof Challenged challenged
                      ? challenged.notifiedAt()
                      : Optional.empty(),
                  open.begun(),
                  snapshot(open, userSequence)));
      case Closed closed ->
          Optional.of(
              record(
                  closed.operation(),
                  closed.challenge(),
                  Optional.empty(),
                  closed.transaction(),
                  snapshot(closed, userSequence)));
    };
  }

  /** The operation as readers see it; nothing of an absent one. */
  public static Optional<OperationSnapshot> snapshot(OperationState state, long userSequence) {
    return record(state, userSequence).map(OperationRecord::getSnapshot);
  }

  private static OperationRecord record(
      Operation operation,
      Optional<Challenge> challenge,
      Optional<Instant> notifiedAt,
      Optional<Transaction> transaction,
      OperationSnapshot snapshot) {
    return OperationRecord.newBuilder()
        .setSnapshot(snapshot)
        .setNonce(
            challenge
                .map(Challenge::nonce)
                .or(() -> transaction.map(Transaction::nonce))
                .map(nonce -> ByteBuffer.wrap(nonce.bytes()))
                .orElse(null))
        .setClaimVersion(operation.claimVersion())
        .setDocumentVersion(operation.documentVersion())
        .setMatchingValue(operation.matchingValue().orElse(null))
        .setMaximumFailedProofs(operation.terms().maximumFailedProofs().orElse(null))
        .setTransaction(transaction.map(OperationCodec::record).orElse(null))
        .setNotifiedAt(notifiedAt.orElse(null))
        .build();
  }

  private static TransactionRecord record(Transaction transaction) {
    Optional<MobileSubscription> subscription = transaction.subscription();
    return TransactionRecord.newBuilder()
        .setTransactionId(transaction.transactionId())
        .setConnector(transaction.connector())
        .setCredentialId(transaction.credentialId())
        .setAttempt(transaction.attempt())
        .setProviderReference(transaction.providerReference().orElse(null))
        .setNextStepAt(transaction.nextStepAt().orElse(null))
        .setEncryptedMsisdn(
            subscription.map(known -> ByteBuffer.wrap(known.msisdn().bytes())).orElse(null))
        .setEncryptedIdentificator(
            subscription.map(known -> ByteBuffer.wrap(known.identificator().bytes())).orElse(null))
        .setMsspIdentifier(subscription.map(MobileSubscription::msspIdentifier).orElse(null))
        .build();
  }

  private static OperationSnapshot snapshot(Open open, long userSequence) {
    dev.assent.schemas.avro.OperationState state =
        switch (open) {
          case Pending _ -> dev.assent.schemas.avro.OperationState.PENDING;
          case Challenged _ -> dev.assent.schemas.avro.OperationState.CHALLENGED;
          case Retrieved _ -> dev.assent.schemas.avro.OperationState.RETRIEVED;
          case Dispatched _ -> dev.assent.schemas.avro.OperationState.DISPATCHED;
          case UnknownAtProvider _ -> dev.assent.schemas.avro.OperationState.UNKNOWN_AT_PROVIDER;
          case AwaitingUser _ -> dev.assent.schemas.avro.OperationState.AWAITING_USER;
        };
    return fixed(open.operation())
        .setState(state)
        .setChallengeKey(open.issued().map(issued -> issued.key().text()).orElse(null))
        .setRetrievedBy(open.retrievingDevice().orElse(null))
        .setFailedProofs(open.failures())
        .setVerificationCode(open.begun().flatMap(Transaction::verificationCode).orElse(null))
        .setSequence(open.sequence())
        .setUserSequence(userSequence)
        .build();
  }

  private static OperationSnapshot snapshot(Closed closed, long userSequence) {
    return fixed(closed.operation())
        .setState(dev.assent.schemas.avro.OperationState.valueOf(closed.outcome().name()))
        .setChallengeKey(closed.challenge().map(issued -> issued.key().text()).orElse(null))
        .setRetrievedBy(closed.serialNumber().orElse(null))
        .setFailedProofs(closed.failedProofs())
        .setVerificationCode(
            closed.transaction().flatMap(Transaction::verificationCode).orElse(null))
        .setReason(closed.reason().name())
        .setProviderCode(closed.providerCode().orElse(null))
        .setDecidedAt(closed.decidedAt())
        .setSequence(closed.sequence())
        .setUserSequence(userSequence)
        .build();
  }

  private static OperationSnapshot.Builder fixed(Operation operation) {
    Terms terms = operation.terms();
    Optional<DisplayText> text = operation.text();
    return OperationSnapshot.newBuilder()
        .setTenant(operation.user().tenant())
        .setUserId(operation.user().userId())
        .setOperationId(operation.operationId())
        .setExternalUserId(terms.externalUserId().orElse(null))
        .setExternalReference(terms.externalReference().orElse(null))
        .setKind(dev.assent.schemas.avro.OperationKind.valueOf(terms.kind().name()))
        .setChannel(dev.assent.schemas.avro.Channel.valueOf(terms.channel().name()))
        .setDisplayData(terms.displayData())
        .setTemplateId(text.map(shown -> shown.template().id()).orElse(null))
        .setTemplateVersion(text.map(shown -> shown.template().version()).orElse(null))
        .setLanguage(terms.language().orElse(null))
        .setText(text.map(DisplayText::text).orElse(null))
        .setScope(terms.scope().orElse(null))
        .setProofKinds(operation.proofKinds().stream().map(ProofKind::name).sorted().toList())
        .setMatchingDigits(operation.matchingValue().map(String::length).orElse(0))
        .setConnector(terms.connector().orElse(null))
        .setCreatedAt(operation.createdAt())
        .setExpiresAt(operation.expiresAt())
        .setOrigin(operation.origin());
  }

  static OperationState state(OperationRecord record) {
    OperationSnapshot snapshot = record.getSnapshot();
    Operation operation = operation(record);
    Optional<Challenge> challenge =
        Optional.ofNullable(snapshot.getChallengeKey())
            .map(key -> new Challenge(new ChallengeKey(key), nonce(record.getNonce())));
    Optional<Transaction> transaction =
        Optional.ofNullable(record.getTransaction())
            .map(kept -> transaction(kept, snapshot, nonce(record.getNonce())));
    long sequence = snapshot.getSequence();
    return switch (snapshot.getState()) {
      case PENDING -> new Pending(operation, sequence);
      case CHALLENGED ->
          new Challenged(
              operation,
              challenge.orElseThrow(),
              Optional.ofNullable(record.getNotifiedAt()),
              sequence);
      case RETRIEVED ->
          new Retrieved(
              operation,
              challenge.orElseThrow(),
              snapshot.getRetrievedBy(),
              snapshot.getFailedProofs(),
              sequence);
      case DISPATCHED -> new Dispatched(operation, transaction.orElseThrow(), sequence);
      case UNKNOWN_AT_PROVIDER ->
          new UnknownAtProvider(operation, transaction.orElseThrow(), sequence);
      case AWAITING_USER -> new AwaitingUser(operation, transaction.orElseThrow(), sequence);
      case APPROVED, DECLINED, CANCELLED, EXPIRED, FAILED ->
          new Closed(
              operation,
              challenge,
              transaction,
              Optional.ofNullable(snapshot.getRetrievedBy()),
              snapshot.getFailedProofs(),
              ResultOutcome.valueOf(snapshot.getState().name()),
              Reason.valueOf(snapshot.getReason()),
              Optional.ofNullable(snapshot.getProviderCode()),
              snapshot.getDecidedAt(),
              sequence);
    };
  }

  private static Operation operation(OperationRecord record) {
    OperationSnapshot snapshot = record.getSnapshot();
    Optional<TemplateKey> template =
        Optional.ofNullable(snapshot.getTemplateId())
            .map(id -> new TemplateKey(id, snapshot.getTemplateVersion()));
    Terms terms =
        new Terms(
            Optional.ofNullable(snapshot.getExternalUserId()),
            Optional.ofNullable(snapshot.getExternalReference()),
            OperationKind.valueOf(snapshot.getKind().name()),
            Channel.valueOf(snapshot.getChannel().name()),
            snapshot.getDisplayData(),
            template,
            Optional.ofNullable(snapshot.getLanguage()),
            Optional.ofNullable(snapshot.getScope()),
            Optional.of(snapshot.getProofKinds())
                .filter(kinds -> !kinds.isEmpty())
                .map(kinds -> kinds.stream().map(ProofKind::valueOf).collect(Collectors.toSet())),
            Optional.ofNullable(record.getMaximumFailedProofs()),
            Optional.of(Duration.between(snapshot.getCreatedAt(), snapshot.getExpiresAt())),
            Optional.ofNullable(record.getMatchingValue()),
            false,
            Optional.ofNullable(snapshot.getConnector()));
    return new Operation(
        new UserKey(snapshot.getTenant(), snapshot.getUserId()),
        snapshot.getOperationId(),
        terms,
        template.map(key -> new DisplayText(key, snapshot.getLanguage(), snapshot.getText())),
        snapshot.getCreatedAt(),
        snapshot.getExpiresAt(),
        snapshot.getOrigin(),
        record.getClaimVersion(),
        record.getDocumentVersion());
  }

  private static Transaction transaction(
      TransactionRecord record, OperationSnapshot snapshot, Nonce nonce) {
    return new Transaction(
        record.getTransactionId(),
        record.getConnector(),
        record.getCredentialId(),
        Optional.ofNullable(record.getMsspIdentifier())
            .map(
                mssp ->
                    MobileSignatureCodec.subscription(
                        record.getEncryptedMsisdn(), record.getEncryptedIdentificator(), mssp)),
        nonce,
        record.getAttempt(),
        Optional.ofNullable(record.getProviderReference()),
        Optional.ofNullable(snapshot.getVerificationCode()),
        Optional.ofNullable(record.getNextStepAt()));
  }

  private static Nonce nonce(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Nonce.of(copy);
  }
}
