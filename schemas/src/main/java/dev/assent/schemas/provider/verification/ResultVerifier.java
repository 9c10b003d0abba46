package dev.assent.schemas.provider.verification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ProviderEvidence;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.json.StrictJson;
import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import dev.assent.schemas.provider.ProviderTrust;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Verifies an approval at a provider again, from its result alone (security requirement EI-4):
 * later, elsewhere, without Assent's database.
 */
public final class ResultVerifier {
  private ResultVerifier() {}

  /**
   * Verifies.
   *
   * @param registered the user's certificate as the verifier knows it, DER; nothing where the
   *     verifier trusts the anchors alone
   * @param trust whom the verifier believes
   * @return refused, too, where the result is not an approval at a provider, and where what was
   *     signed is of another tenant, user or operation than the result says
   */
  public static ProofVerdict verify(
      OperationResult result, Optional<byte[]> registered, ProviderTrust trust) {
    ProviderEvidence evidence = result.getProviderEvidence();
    if (evidence == null || result.getOutcome() != ResultOutcome.APPROVED) {
      return new ProofVerdict.Refused(ProofFlaw.MALFORMED);
    }
    byte[] document = bytes(evidence.getDocument());
    if (!StrictJson.readObject(document).map(members -> isOf(members, result)).orElse(false)) {
      return new ProofVerdict.Refused(ProofFlaw.CONTENT_DIFFERS);
    }
    return ProofVerifier.verify(
        document, proof(evidence), registered, trust, result.getDecidedAt());
  }

  private static boolean isOf(JsonNode document, OperationResult result) {
    return result.getTenant().equals(document.path("tenant").textValue())
        && result.getUserId().equals(document.path("user").textValue())
        && result.getOperationId().equals(document.path("operation").textValue())
        && result.getKind().name().equals(document.path("kind").textValue());
  }

  private static ProviderProof proof(ProviderEvidence evidence) {
    return new ProviderProof(
        ProofFormat.named(evidence.getFormat()),
        hexadecimal(evidence.getSignature()),
        hexadecimal(evidence.getCertificate()),
        Optional.ofNullable(evidence.getSignedContent()).map(ResultVerifier::hexadecimal),
        all(evidence.getChain()),
        all(evidence.getOcspResponses()),
        all(evidence.getRevocationLists()));
  }

  private static List<String> all(List<ByteBuffer> buffersOrNull) {
    return buffersOrNull == null
        ? List.of()
        : buffersOrNull.stream().map(ResultVerifier::hexadecimal).toList();
  }

  private static String hexadecimal(ByteBuffer buffer) {
    return HexFormat.of().formatHex(bytes(buffer));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
