package dev.assent.processor.decision;

import dev.assent.schemas.ocra.Ocra;
import dev.assent.schemas.ocra.OcraInput;
import dev.assent.schemas.ocra.OcraKey;
import dev.assent.schemas.ocra.OcraQuestion;
import dev.assent.schemas.provider.ProviderProof;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Verifies evidence with nothing but the JDK and the description of the device protocol. */
final class ProofCheck {
  private ProofCheck() {}

  static boolean verifies(Evidence.DeviceSignature evidence, byte[] document) {
    try {
      Signature verifier = Signature.getInstance(evidence.signingKey().algorithm().javaName());
      verifier.initVerify(evidence.signingKey().toPublicKey());
      verifier.update(digest(document, evidence.proofKind().name(), evidence.entered()));
      return verifier.verify(evidence.proof().bytes());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the proof verifies", e);
    }
  }

  static boolean verifies(
      Device device,
      Evidence.OcraResponse evidence,
      byte[] document,
      Optional<String> entered,
      DeviceProof response) {
    ProofKey.Ocra key = (ProofKey.Ocra) device.proofKey();
    OcraInput input =
        new OcraInput(
            evidence.counter(),
            OcraQuestion.derive(key.suite(), digest(document, "OCRA", entered)),
            Optional.empty(),
            Optional.empty(),
            evidence.timeStep());
    byte[] secret = Arrays.copyOf(key.secret().bytes(), key.suite().hash().bytes());
    try (OcraKey opened = OcraKey.of(key.suite().hash(), secret)) {
      return Arrays.equals(
          Ocra.response(key.suite(), opened, input).getBytes(StandardCharsets.US_ASCII),
          response.bytes());
    }
  }

  static boolean verifies(Credential credential, ProviderProof proof, byte[] document) {
    ProviderCredential signer = (ProviderCredential) credential;
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signer.certificate().bytes())));
      verifier.update(document);
      return verifier.verify(proof.signatureBytes())
          && Arrays.equals(signer.certificate().bytes(), proof.certificateBytes());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the proof verifies", e);
    }
  }

  private static byte[] digest(byte[] document, String kind, Optional<String> entered) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("assent-device-approval-v2\0".getBytes(StandardCharsets.UTF_8));
      for (byte[] part :
          List.of(
              document,
              kind.getBytes(StandardCharsets.UTF_8),
              entered.orElse("").getBytes(StandardCharsets.UTF_8))) {
        digest.update(ByteBuffer.allocate(4).putInt(0, part.length));
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
