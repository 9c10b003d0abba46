package dev.assent.processor.topology;

import dev.assent.processor.decision.Command;
import dev.assent.processor.decision.SignerCertificate;
import dev.assent.processor.state.MobileSignatureCodec;
import dev.assent.schemas.avro.ChangeMobileSignature;
import dev.assent.schemas.avro.CreateMobileSignature;
import dev.assent.schemas.model.MobileSignatureState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What is asked about mobile signatures, as it travels, made a command as it is decided. */
final class MobileTranslation {
  private MobileTranslation() {}

  static Command of(CreateMobileSignature create, Instant receivedAt) {
    return new Command.CreateMobileSignature(
        Optional.ofNullable(create.getExtId()),
        Optional.ofNullable(create.getPolicyExtId()),
        MobileSignatureCodec.subscription(
            create.getEncryptedMsisdn(),
            create.getEncryptedIdentificator(),
            create.getMsspIdentifier()),
        certificate(create.getCertificate()),
        state(create.getStateName()),
        receivedAt);
  }

  static Command of(ChangeMobileSignature change, Instant receivedAt) {
    return new Command.ChangeMobileSignature(
        Optional.ofNullable(change.getExpectedVersion()),
        Optional.ofNullable(change.getPolicyExtId()),
        Optional.ofNullable(change.getEncryptedMsisdn()).map(MobileSignatureCodec::secret),
        Optional.ofNullable(change.getEncryptedIdentificator()).map(MobileSignatureCodec::secret),
        Optional.ofNullable(change.getMsspIdentifier()),
        certificate(change.getCertificate()),
        Optional.ofNullable(change.getStateName()).map(MobileTranslation::state),
        Optional.ofNullable(change.getModificationComment()),
        receivedAt);
  }

  private static MobileSignatureState state(String name) {
    return Arrays.stream(MobileSignatureState.values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the state is not one of a mobile signature"));
  }

  private static Optional<SignerCertificate> certificate(ByteBuffer derOrNull) {
    return Optional.ofNullable(derOrNull)
        .map(
            der -> {
              byte[] bytes = new byte[der.remaining()];
              der.duplicate().get(bytes);
              return SignerCertificate.presented(bytes);
            });
  }
}
