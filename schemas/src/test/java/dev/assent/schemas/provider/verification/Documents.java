package dev.assent.schemas.provider.verification;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.SignedContent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An operation's document, and how a proof over it is verified in these tests. */
public final class Documents {
  /** The canonical document. */
  public static final byte[] DOCUMENT = document("op-1");

  static final SignedContent CONTENT = SignedContent.of(DOCUMENT);
  static final TestCertificate ROOT = TestCertificate.root("Root");
  static final TestCertificate ANN = ROOT.user("mid1").make();
  static final ProviderTrust TRUST =
      new ProviderTrust(List.of(ROOT.hexadecimal()), List.of("Bank: "), false);

  private Documents() {}

  /** The canonical document of an operation of Ann's. */
  public static byte[] document(String operationId) {
    return new ChallengeDocument(
            ChallengeDocument.LATEST,
            "bank",
            "ann",
            operationId,
            OperationKind.SIGNING,
            Map.of("amount", "1.00"),
            Optional.empty(),
            Set.of(ProofKind.MOBILE_SIGNATURE),
            0,
            Nonce.of(new byte[Nonce.BYTES]),
            Instant.parse("2026-03-01T12:05:00Z"))
        .canonical();
  }

  /** By anchors alone. */
  static ProofVerdict verify(ProviderProof proof) {
    return verify(proof, Optional.empty());
  }

  static ProofVerdict verify(ProviderProof proof, Optional<TestCertificate> registered) {
    return ProofVerifier.verify(
        DOCUMENT, proof, registered.map(TestCertificate::der), TRUST, TestCertificate.NOW);
  }

  /** By what is registered alone. */
  static ProofVerdict verifyRegistered(ProviderProof proof, TestCertificate registered) {
    return ProofVerifier.verify(
        DOCUMENT,
        proof,
        Optional.of(registered.der()),
        ProviderTrust.REGISTERED_ONLY,
        TestCertificate.NOW);
  }

  static ProofVerdict verified(TestCertificate signer) {
    return new ProofVerdict.Verified(signer.hexadecimal());
  }

  static ProofVerdict refused(ProofFlaw flaw) {
    return new ProofVerdict.Refused(flaw);
  }
}
