package dev.assent.processor.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.processor.decision.MobileSignature;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.DeviceEvidence;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProviderEvidence;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies evidence as anybody downstream can: over the document that the result carries, which
 * must say what the committed operation says, with the key that is committed as the user's. And
 * somebody must really have meant it.
 */
final class EvidenceCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Truth truth;
  private final OperationLedger operations;

  EvidenceCheck(Truth truth, OperationLedger operations) {
    this.truth = truth;
    this.operations = operations;
  }

  void check(OperationSnapshot operation, OperationResult result) {
    String id = result.getOperationId();
    DeviceEvidence device = result.getEvidence();
    ProviderEvidence provider = result.getProviderEvidence();
    Check.that(
        result.getOutcome() != ResultOutcome.APPROVED || (device != null) != (provider != null),
        "approved without evidence: %s",
        id);
    Check.that(
        result.getOutcome() == ResultOutcome.APPROVED
            || result.getOutcome() == ResultOutcome.DECLINED
            || (device == null && provider == null),
        "evidence of nothing: %s",
        id);
    String token =
        result.getOutcome() == ResultOutcome.APPROVED
            ? Simulation.token(result.getEventId(), result.getProofKind())
            : null;
    Check.that(
        Objects.equals(token, result.getApprovalToken()),
        "%s is no token of the approval of %s",
        result.getApprovalToken(),
        id);
    if (device != null) {
      document(operation, bytes(device.getDocument()));
      device(operation, result, device);
    }
    if (provider != null) {
      document(operation, bytes(provider.getDocument()));
      provider(operation, provider);
    }
    published(operation, result);
  }

  /** Who reads the operation and not the result finds the same signature. */
  private static void published(OperationSnapshot operation, OperationResult result) {
    boolean approved = result.getOutcome() == ResultOutcome.APPROVED;
    DeviceEvidence device = approved ? result.getEvidence() : null;
    ProviderEvidence provider = approved ? result.getProviderEvidence() : null;
    ByteBuffer signature = device == null ? null : device.getSignature();
    Check.that(
        Objects.equals(
                operation.getSignature(), provider == null ? signature : provider.getSignature())
            && Objects.equals(
                operation.getCertificate(), provider == null ? null : provider.getCertificate()),
        "the operation was published with another signature: %s",
        operation);
  }

  private static void document(OperationSnapshot operation, byte[] document) {
    JsonNode shown;
    try {
      shown = JSON.readTree(document);
    } catch (IOException e) {
      throw new AssertionError("the document is not JSON", e);
    }
    Map<String, String> display =
        JSON.convertValue(
            shown.get("display"),
            JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    Check.that(
        shown.get("tenant").asText().equals(operation.getTenant())
            && shown.get("user").asText().equals(operation.getUserId())
            && shown.get("operation").asText().equals(operation.getOperationId())
            && shown.get("kind").asText().equals(operation.getKind().name())
            && shown.get("matchingDigits").asInt() == operation.getMatchingDigits()
            && Instant.parse(shown.get("expiresAt").asText()).equals(operation.getExpiresAt())
            && display.equals(operation.getDisplayData()),
        "the document is not what is committed: %s",
        operation);
  }

  private void device(
      OperationSnapshot operation, OperationResult result, DeviceEvidence evidence) {
    String id = operation.getOperationId();
    byte[] document = bytes(evidence.getDocument());
    Optional<CredentialSnapshot> registered =
        operations.usable(operation.getUserId(), evidence.getSerialNumber());
    Check.that(
        registered.isPresent()
            && registered.get().getSigningKey().equals(evidence.getSigningKey())
            && evidence.getSerialNumber().equals(operation.getRetrievedBy()),
        "the proof is by no device of the user: %s",
        id);
    boolean approves = result.getOutcome() == ResultOutcome.APPROVED;
    Check.that(
        approves == (evidence.getDeclineReason() == null), "the evidence says otherwise: %s", id);
    byte[] digest =
        approves
            ? ApprovalDigest.approval(
                document,
                ProofKind.valueOf(evidence.getProofKind()),
                Optional.ofNullable(evidence.getEnteredValue()))
            : ApprovalDigest.decline(document, DeclineReason.valueOf(evidence.getDeclineReason()));
    Check.that(
        ProofSignature.verify(
            DeviceCodec.signingKey(evidence.getSigningKey()),
            digest,
            bytes(evidence.getSignature())),
        "the proof does not verify: %s",
        id);
    Check.that(
        approves ? truth.hasConsented(digest) : truth.hasRefused(digest),
        "nobody meant this: %s",
        id);
  }

  private void provider(OperationSnapshot operation, ProviderEvidence evidence) {
    String id = operation.getOperationId();
    byte[] document = bytes(evidence.getDocument());
    Check.that(
        Stream.of(operation.getChannel().name(), MobileSignature.ID)
            .flatMap(name -> operations.usable(operation.getUserId(), name).stream())
            .anyMatch(known -> evidence.getCertificate().equals(known.getCertificate())),
        "the proof is by no certificate of the user: %s",
        id);
    try {
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes(evidence.getCertificate())));
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(certificate);
      verifier.update(document);
      Check.that(
          verifier.verify(bytes(evidence.getSignature())), "the proof does not verify: %s", id);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the proof does not verify: " + id, e);
    }
    Check.that(truth.hasConsented(document), "nobody meant this: %s", id);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
