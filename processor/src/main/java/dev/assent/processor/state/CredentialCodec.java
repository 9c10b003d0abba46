package dev.assent.processor.state;

import dev.assent.processor.decision.Credential;
import dev.assent.processor.decision.CredentialStatus;
import dev.assent.processor.decision.Device;
import dev.assent.processor.decision.EncryptedSecret;
import dev.assent.processor.decision.FormerMobileSignature;
import dev.assent.processor.decision.MobileSignature;
import dev.assent.processor.decision.ProofKey;
import dev.assent.processor.decision.ProviderCredential;
import dev.assent.processor.decision.SignerCertificate;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.CredentialsRecord;
import dev.assent.schemas.avro.OcraRecord;
import dev.assent.schemas.avro.PushAddressRecord;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.MobileSignatureState;
import dev.assent.schemas.ocra.OcraPosition;
import dev.assent.schemas.ocra.OcraSuite;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Credentials as Avro and back. What readers see of them has no secrets. */
public final class CredentialCodec {
  private CredentialCodec() {}

  /** The credential as readers see it. */
  public static CredentialSnapshot snapshot(UserKey user, Credential credential, long sequence) {
    CredentialStatus status = credential.status();
    CredentialSnapshot.Builder snapshot =
        CredentialSnapshot.newBuilder()
            .setTenant(user.tenant())
            .setUserId(user.userId())
            .setSerialNumber(credential.id())
            .setState(isActive(credential) ? CredentialState.ACTIVE : CredentialState.REVOKED)
            .setRegisteredAt(status.registeredAt())
            .setValidUntil(status.validUntil().orElse(null))
            .setRevokedAt(status.revokedAt().orElse(null))
            .setFailedProofs(status.failedProofs())
            .setSequence(status.sequence())
            .setUserSequence(sequence);
    switch (credential) {
      case Device device -> {
        snapshot.setEncryptionKey(DeviceCodec.toAvro(device.encryptionKey().jsonWebKey()));
        switch (device.proofKey()) {
          case ProofKey.Signing signing ->
              snapshot.setSigningKey(DeviceCodec.toAvro(signing.key().jsonWebKey()));
          case ProofKey.Ocra ocra -> snapshot.setOcraSuite(ocra.suite().text());
        }
      }
      case ProviderCredential provider ->
          snapshot
              .setChannel(dev.assent.schemas.avro.Channel.valueOf(provider.channel().name()))
              .setConnector(provider.connector())
              .setCertificate(ByteBuffer.wrap(provider.certificate().bytes()));
      case MobileSignature signature ->
          snapshot
              .setChannel(dev.assent.schemas.avro.Channel.MSSP)
              .setCertificate(
                  signature
                      .certificate()
                      .map(certificate -> ByteBuffer.wrap(certificate.bytes()))
                      .orElse(null))
              .setMobileSignature(MobileSignatureCodec.snapshot(signature));
      case FormerMobileSignature _ -> snapshot.setChannel(dev.assent.schemas.avro.Channel.MSSP);
    }
    return snapshot.build();
  }

  /** One that a proof by can be accepted: a mobile signature can be out of use for a while, too. */
  private static boolean isActive(Credential credential) {
    boolean inUse =
        !(credential instanceof MobileSignature signature)
            || signature.condition().state() == MobileSignatureState.ACTIVE;
    return inUse && credential.status().active();
  }

  static CredentialsRecord record(
      UserKey user, Collection<Credential> credentials, long userSequence) {
    return new CredentialsRecord(
        credentials.stream().map(one -> snapshot(user, one, userSequence)).toList(),
        credentials.stream().flatMap(CredentialCodec::secret).toList(),
        credentials.stream().flatMap(CredentialCodec::pushAddress).toList());
  }

  static SortedMap<String, Credential> credentials(CredentialsRecord record) {
    Map<String, OcraRecord> secrets =
        record.getSecrets().stream()
            .collect(Collectors.toMap(OcraRecord::getSerialNumber, Function.identity()));
    Map<String, EncryptedSecret> pushAddresses =
        record.getPushAddresses().stream()
            .collect(
                Collectors.toMap(
                    PushAddressRecord::getSerialNumber,
                    kept -> EncryptedSecret.of(bytes(kept.getEncryptedAddress()))));
    SortedMap<String, Credential> credentials = new TreeMap<>();
    record
        .getCredentials()
        .forEach(
            one -> credentials.put(one.getSerialNumber(), credential(one, secrets, pushAddresses)));
    return credentials;
  }

  private static Stream<PushAddressRecord> pushAddress(Credential credential) {
    return credential instanceof Device device
        ? device.pushAddress().stream()
            .map(
                address ->
                    new PushAddressRecord(device.serialNumber(), ByteBuffer.wrap(address.bytes())))
        : Stream.empty();
  }

  private static Stream<OcraRecord> secret(Credential credential) {
    if (!(credential instanceof Device device)
        || !(device.proofKey() instanceof ProofKey.Ocra ocra)) {
      return Stream.empty();
    }
    OcraPosition position = ocra.position();
    return Stream.of(
        new OcraRecord(
            device.serialNumber(),
            ByteBuffer.wrap(ocra.secret().bytes()),
            position.nextCounter().orElse(0),
            boxed(position.lastTimeStep()),
            boxed(position.outOfStep())));
  }

  private static Credential credential(
      CredentialSnapshot snapshot,
      Map<String, OcraRecord> secrets,
      Map<String, EncryptedSecret> pushAddresses) {
    CredentialStatus status =
        new CredentialStatus(
            snapshot.getRegisteredAt(),
            Optional.ofNullable(snapshot.getValidUntil()),
            Optional.ofNullable(snapshot.getRevokedAt()),
            snapshot.getFailedProofs(),
            snapshot.getSequence());
    if (snapshot.getMobileSignature() != null) {
      return MobileSignatureCodec.signature(
          snapshot.getMobileSignature(),
          Optional.ofNullable(snapshot.getCertificate())
              .map(certificate -> SignerCertificate.of(bytes(certificate))),
          status);
    }
    if (snapshot.getChannel() != null && snapshot.getConnector() == null) {
      return new FormerMobileSignature(status);
    }
    if (snapshot.getChannel() != null) {
      return new ProviderCredential(
          snapshot.getSerialNumber(),
          Channel.valueOf(snapshot.getChannel().name()),
          snapshot.getConnector(),
          SignerCertificate.of(bytes(snapshot.getCertificate())),
          status);
    }
    return new Device(
        snapshot.getSerialNumber(),
        snapshot.getOcraSuite() == null
            ? new ProofKey.Signing(DeviceCodec.signingKey(snapshot.getSigningKey()))
            : ocra(
                OcraSuite.parse(snapshot.getOcraSuite()), secrets.get(snapshot.getSerialNumber())),
        DeviceCodec.encryptionKey(snapshot.getEncryptionKey()),
        Optional.ofNullable(pushAddresses.get(snapshot.getSerialNumber())),
        status);
  }

  private static ProofKey ocra(OcraSuite suite, OcraRecord record) {
    return new ProofKey.Ocra(
        suite,
        EncryptedSecret.of(bytes(record.getEncryptedSecret())),
        new OcraPosition(
            suite.usesCounter() ? OptionalLong.of(record.getNextCounter()) : OptionalLong.empty(),
            unboxed(record.getLastTimeStep()),
            unboxed(record.getOutOfStepCounter())));
  }

  private static Long boxed(OptionalLong value) {
    return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
  }

  private static OptionalLong unboxed(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
