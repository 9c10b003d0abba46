package dev.assent.schemas.approval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.schemas.device.SignatureAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Makes signed approvals. */
public final class ApprovalToken {
  /**
   * The {@code typ} of a signed approval, which no other kind of token has (RFC 8725 section 3.11).
   */
  public static final String TYPE = "approval+jwt";

  private static final JsonFactory JSON = new JsonFactory();

  private ApprovalToken() {}

  /** Signs with the key that the header names. */
  @FunctionalInterface
  public interface Signer {
    /** The signature over the bytes, in the form of the algorithm (RFC 7518 section 3.1). */
    byte[] sign(byte[] message) throws GeneralSecurityException;
  }

  /**
   * The approval in JWS compact form.
   *
   * @param keyId {@code kid}: the key within its tenant
   * @throws GeneralSecurityException where the signer cannot sign
   */
  public static String sign(
      ApprovalClaims claims, String keyId, SignatureAlgorithm algorithm, Signer signer)
      throws GeneralSecurityException {
    byte[] header =
        json(
            json -> {
              json.writeStringField("alg", algorithm.jwsName());
              json.writeStringField("kid", keyId);
              json.writeStringField("typ", TYPE);
            });
    String input = CompactJws.encode(header) + "." + CompactJws.encode(payload(claims));
    byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + CompactJws.encode(signature);
  }

  private static byte[] payload(ApprovalClaims claims) {
    return json(
        json -> {
          json.writeStringField(ApprovalClaims.ISSUER, claims.issuer());
          json.writeStringField(ApprovalClaims.SUBJECT, claims.subject());
          json.writeStringField(ApprovalClaims.AUDIENCE, claims.audience());
          json.writeNumberField(ApprovalClaims.ISSUED_AT, claims.issuedAt().getEpochSecond());
          json.writeNumberField(ApprovalClaims.EXPIRES_AT, claims.expiresAt().getEpochSecond());
          json.writeStringField(ApprovalClaims.TOKEN_ID, claims.tokenId());
          json.writeStringField(ApprovalClaims.OPERATION_ID, claims.operationId());
          json.writeStringField(ApprovalClaims.PROOF_KIND, claims.proofKind().name());
          json.writeStringField(ApprovalClaims.TRANSACTION_DATA, claims.transactionData());
        });
  }

  private static byte[] json(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Members {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
