package dev.assent.processor.state;

import dev.assent.processor.decision.CredentialStatus;
import dev.assent.processor.decision.EncryptedSecret;
import dev.assent.processor.decision.MobileSignature;
import dev.assent.processor.decision.MobileSignature.Condition;
import dev.assent.processor.decision.MobileSignature.Logins;
import dev.assent.processor.decision.MobileSignature.Revision;
import dev.assent.processor.decision.MobileSubscription;
import dev.assent.processor.decision.SignerCertificate;
import dev.assent.schemas.avro.MobileSignatureSnapshot;
import dev.assent.schemas.model.MobileSignatureState;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Mobile signatures as Avro and back. What is personal of them is encrypted on both sides. */
public final class MobileSignatureCodec {
  private MobileSignatureCodec() {}

  static MobileSignatureSnapshot snapshot(MobileSignature signature) {
    MobileSubscription subscribed = signature.subscribed();
    return MobileSignatureSnapshot.newBuilder()
        .setExtId(signature.extId())
        .setEncryptedMsisdn(ByteBuffer.wrap(subscribed.msisdn().bytes()))
        .setEncryptedIdentificator(ByteBuffer.wrap(subscribed.identificator().bytes()))
        .setMsspIdentifier(subscribed.msspIdentifier())
        .setPolicyExtId(signature.policyExtId().orElse(null))
        .setStateName(signature.condition().state().name())
        .setStateChangeReason(signature.condition().reason().orElse(null))
        .setStateChangeDetail(signature.condition().detail().orElse(null))
        .setModificationComment(signature.revision().comment().orElse(null))
        .setVersion(signature.revision().version())
        .setLastModifiedAt(signature.revision().at())
        .setSuccessfulLogins(signature.logins().successes())
        .setLastSuccessfulLoginAt(signature.logins().lastSuccessAt().orElse(null))
        .setLastFailedLoginAt(signature.logins().lastFailureAt().orElse(null))
        .build();
  }

  static MobileSignature signature(
      MobileSignatureSnapshot snapshot,
      Optional<SignerCertificate> certificate,
      CredentialStatus status) {
    return new MobileSignature(
        snapshot.getExtId(),
        Optional.ofNullable(snapshot.getPolicyExtId()),
        subscription(
            snapshot.getEncryptedMsisdn(),
            snapshot.getEncryptedIdentificator(),
            snapshot.getMsspIdentifier()),
        certificate,
        new Condition(
            MobileSignatureState.valueOf(snapshot.getStateName()),
            Optional.ofNullable(snapshot.getStateChangeReason()),
            Optional.ofNullable(snapshot.getStateChangeDetail())),
        new Revision(
            snapshot.getVersion(),
            snapshot.getLastModifiedAt(),
            Optional.ofNullable(snapshot.getModificationComment())),
        new Logins(
            snapshot.getSuccessfulLogins(),
            Optional.ofNullable(snapshot.getLastSuccessfulLoginAt()),
            Optional.ofNullable(snapshot.getLastFailedLoginAt())),
        status);
  }

  /** What a provider knows a user by, of its encrypted parts. */
  public static MobileSubscription subscription(
      ByteBuffer msisdn, ByteBuffer identificator, String msspIdentifier) {
    return new MobileSubscription(secret(msisdn), secret(identificator), msspIdentifier);
  }

  /** The encrypted text of these bytes. */
  public static EncryptedSecret secret(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return EncryptedSecret.of(bytes);
  }
}
