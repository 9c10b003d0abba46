package dev.assent.processor.topology;

import dev.assent.processor.decision.Answer;
import dev.assent.processor.decision.Credential;
import dev.assent.processor.decision.Device;
import dev.assent.processor.decision.Evidence;
import dev.assent.processor.decision.MobileSubscription;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState.AtProvider;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.decision.OperationState.Open;
import dev.assent.processor.decision.State;
import dev.assent.processor.decision.Transaction;
import dev.assent.processor.decision.UserState;
import dev.assent.processor.state.CredentialCodec;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.processor.state.OperationCodec;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorAction;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.DeviceEvidence;
import dev.assent.schemas.avro.OcraEvidence;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.ProviderEvidence;
import dev.assent.schemas.avro.PushTask;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.avro.UserReply;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.sealing.SealedChallenge;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What leaves the processor: replies and results made of decisions. */
final class Publication {
  private Publication() {}

  /** The reply to a command that was refused without being decided. */
  static Reply refusal(Reason reason) {
    return refusal(reason, Optional.empty(), 0);
  }

  private static Reply refusal(Reason reason, Optional<Instant> retryAt, long userSequence) {
    return new Reply(userSequence, false, new Refusal(reason.name(), retryAt.orElse(null)));
  }

  /**
   * The reply to a decided command; nothing where nobody waits or somebody else will answer.
   *
   * @param sequence what a view must have reached to show the effect; 0 where there was none
   * @param created whether it is the relying party's creation that is answered: nobody else may
   *     learn what the user is to enter, least of all a device
   */
  static Optional<Reply> reply(
      Answer answer, State after, Optional<Approval> approval, long sequence, boolean created) {
    return switch (answer) {
      case Answer.Refused(Reason reason, Optional<Instant> retryAt) ->
          Optional.of(refusal(reason, retryAt, sequence));
      case Answer.OperationChanged _ -> done(sequence, operation(after, created));
      case Answer.ProofAccepted(String serialNumber) ->
          done(sequence, new ProofReply(approved(snapshot(after), approval), serialNumber));
      case Answer.CredentialChanged(String credentialId) -> {
        UserState user = after.user();
        Credential credential = user.credentials().get(credentialId);
        yield done(
            sequence,
            new CredentialReply(CredentialCodec.snapshot(user.key(), credential, user.sequence())));
      }
      case Answer.UserChanged _ -> {
        UserKey user = after.user().key();
        yield done(sequence, new UserReply(user.tenant(), user.userId()));
      }
      case Answer.ChallengeHandedOut handedOut -> {
        byte[] sealed =
            SealedChallenge.seal(
                handedOut.recipient(),
                handedOut.challengeKey().text(),
                handedOut.document().canonical());
        yield done(sequence, new ChallengeReply(ByteBuffer.wrap(sealed)));
      }
      case Answer.HandOverRequested _, Answer.HandedOver _, Answer.NothingToDo _ ->
          Optional.empty();
    };
  }

  private static Optional<Reply> done(long sequence, Object body) {
    return Optional.of(new Reply(sequence, false, body));
  }

  /**
   * The final word on a closed operation.
   *
   * @param lockedUntil where a lock of the user is why it ended, or came of it
   * @param approvalToken where the tenant's own key vouches for the approval
   */
  static OperationResult result(
      Closed closed,
      Optional<Evidence> evidence,
      Optional<Instant> lockedUntil,
      Optional<String> approvalToken) {
    Operation operation = closed.operation();
    OperationResult.Builder result =
        OperationResult.newBuilder()
            .setEventId(eventId(closed))
            .setTenant(operation.user().tenant())
            .setUserId(operation.user().userId())
            .setOperationId(operation.operationId())
            .setExternalUserId(operation.terms().externalUserId().orElse(null))
            .setExternalReference(operation.terms().externalReference().orElse(null))
            .setKind(OperationKind.valueOf(operation.terms().kind().name()))
            .setChannel(Channel.valueOf(operation.terms().channel().name()))
            .setOutcome(ResultOutcome.valueOf(closed.outcome().name()))
            .setReason(closed.reason().name())
            .setProviderCode(closed.providerCode().orElse(null))
            .setCreatedAt(operation.createdAt())
            .setDecidedAt(closed.decidedAt())
            .setSequence(closed.sequence())
            .setProofKind(evidence.map(proof -> proof.proofKind().name()).orElse(null))
            .setUserLockedUntil(lockedUntil.orElse(null))
            .setApprovalToken(approvalToken.orElse(null));
    evidence.ifPresent(proof -> add(result, proof));
    return result.build();
  }

  /**
   * The operation as it is published: with the signature and the token of its approval, which the
   * state does not need again and so does not keep.
   */
  static OperationSnapshot approved(OperationSnapshot snapshot, Optional<Approval> approval) {
    approval.ifPresent(
        given -> {
          snapshot.setApprovalToken(given.token().orElse(null));
          switch (given.evidence()) {
            case Evidence.DeviceSignature device ->
                snapshot.setSignature(ByteBuffer.wrap(device.proof().bytes()));
            case Evidence.ProviderSignature provider -> {
              snapshot.setSignature(ByteBuffer.wrap(provider.proof().signatureBytes()));
              snapshot.setCertificate(ByteBuffer.wrap(provider.proof().certificateBytes()));
            }
            case Evidence.OcraResponse _ -> {
              // a response of a shared secret is no signature (security requirement OC-11)
            }
          }
        });
    return snapshot;
  }

  /** The id of the result of a closed operation, the same however often it is made. */
  static String eventId(Closed closed) {
    Operation operation = closed.operation();
    return operation.user().text(operation.operationId()) + "/" + closed.sequence();
  }

  private static void add(OperationResult.Builder result, Evidence evidence) {
    ByteBuffer document = ByteBuffer.wrap(evidence.document().canonical());
    switch (evidence) {
      case Evidence.DeviceSignature signature ->
          result.setEvidence(
              DeviceEvidence.newBuilder()
                  .setDocument(document)
                  .setSignature(ByteBuffer.wrap(signature.proof().bytes()))
                  .setAlgorithm(signature.signingKey().algorithm().jwsName())
                  .setSerialNumber(signature.serialNumber())
                  .setSigningKey(DeviceCodec.toAvro(signature.signingKey().jsonWebKey()))
                  .setProofKind(signedKind(signature))
                  .setEnteredValue(signature.entered().orElse(null))
                  .setDeclineReason(signature.declined().map(DeclineReason::name).orElse(null))
                  .build());
      case Evidence.OcraResponse response ->
          result.setOcraEvidence(
              new OcraEvidence(
                  document,
                  response.suite().text(),
                  response.serialNumber(),
                  boxed(response.counter()),
                  boxed(response.timeStep()),
                  response.declined().map(DeclineReason::name).orElse(null)));
      case Evidence.ProviderSignature signature ->
          result.setProviderEvidence(
              ProviderEvidence.newBuilder()
                  .setDocument(document)
                  .setSignature(ByteBuffer.wrap(signature.proof().signatureBytes()))
                  .setCertificate(ByteBuffer.wrap(signature.proof().certificateBytes()))
                  .setConnector(signature.transaction().connector())
                  .setTransactionId(signature.transaction().transactionId())
                  .setFormat(format(signature.proof()))
                  .setSignedContent(
                      signature.proof().signedContent().map(Hexadecimal::buffer).orElse(null))
                  .setChain(Hexadecimal.buffers(signature.proof().chain()))
                  .setOcspResponses(Hexadecimal.buffers(signature.proof().ocspResponses()))
                  .setRevocationLists(Hexadecimal.buffers(signature.proof().revocationLists()))
                  .build());
    }
  }

  /** What nothing is said of is the first format, as it always was. */
  private static String format(ProviderProof proof) {
    return proof
        .format()
        .filter(format -> format != ProofFormat.DOCUMENT_SHA256)
        .map(ProofFormat::name)
        .orElse(null);
  }

  /** What is signed with a refusal or in version 1 says nothing of what released the key. */
  private static String signedKind(Evidence.DeviceSignature signature) {
    boolean unsaid =
        signature.declined().isPresent()
            || signature.document().version() == ChallengeDocument.FIRST;
    return unsaid ? null : signature.proofKind().name();
  }

  private static Long boxed(OptionalLong value) {
    return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
  }

  private static OperationReply operation(State state, boolean created) {
    String matchingValue =
        created && state.operation() instanceof Open open
            ? open.operation().matchingValue().orElse(null)
            : null;
    return new OperationReply(snapshot(state), matchingValue);
  }

  private static OperationSnapshot snapshot(State state) {
    return OperationCodec.snapshot(state.operation(), state.user().sequence()).orElseThrow();
  }

  /** The task that a provider's connector is given. */
  static ConnectorTask task(AtProvider open, ConnectorAction action) {
    Operation operation = open.operation();
    Transaction transaction = open.transaction();
    Optional<MobileSubscription> subscription = transaction.subscription();
    return ConnectorTask.newBuilder()
        .setTenant(operation.user().tenant())
        .setUserId(operation.user().userId())
        .setOperationId(operation.operationId())
        .setChannel(Channel.valueOf(operation.terms().channel().name()))
        .setConnector(transaction.connector())
        .setCredentialId(transaction.credentialId())
        .setAction(action)
        .setTransactionId(transaction.transactionId())
        .setProviderReference(transaction.providerReference().orElse(null))
        .setAttempt(transaction.attempt())
        .setDocument(ByteBuffer.wrap(transaction.document(operation).canonical()))
        .setText(operation.text().map(DisplayText::text).orElse(null))
        .setExpiresAt(operation.expiresAt())
        .setEncryptedMsisdn(
            subscription.map(known -> ByteBuffer.wrap(known.msisdn().bytes())).orElse(null))
        .setEncryptedIdentificator(
            subscription.map(known -> ByteBuffer.wrap(known.identificator().bytes())).orElse(null))
        .setMsspIdentifier(subscription.map(MobileSubscription::msspIdentifier).orElse(null))
        .build();
  }

  /** What a device is told with, and nothing of what it is about. */
  static PushTask pushTask(Open open, Device device) {
    Operation operation = open.operation();
    return PushTask.newBuilder()
        .setTenant(operation.user().tenant())
        .setUserId(operation.user().userId())
        .setSerialNumber(device.serialNumber())
        .setEncryptedAddress(ByteBuffer.wrap(device.pushAddress().orElseThrow().bytes()))
        .setChallengeKey(open.issued().orElseThrow().key().text())
        .setExpiresAt(operation.expiresAt())
        .build();
  }
}
