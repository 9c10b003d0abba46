package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.avro.DeviceEvidence;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.OperationResult;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;

/**
 * Verifies an approval offline, from the event alone and with the JDK alone, as {@code
 * docs/reference/device-protocol.md} tells anybody to.
 */
final class EvidenceCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] LABEL =
      "assent-device-approval-v1\0".getBytes(StandardCharsets.US_ASCII);

  private EvidenceCheck() {}

  /** Fails unless the evidence proves exactly what the result says. */
  static void verify(OperationResult result) throws Exception {
    DeviceEvidence evidence = result.getEvidence();
    assertThat(evidence).as("evidence").isNotNull();
    byte[] document = bytes(evidence.getDocument());

    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(LABEL);
    digest.update(document);
    Signature signature = Signature.getInstance(javaName(evidence.getAlgorithm()));
    signature.initVerify(publicKey(evidence.getSigningKey()));
    signature.update(digest.digest());
    assertThat(signature.verify(bytes(evidence.getSignature()))).as("signature").isTrue();

    JsonNode shown = JSON.readTree(document);
    assertThat(shown.path("version").asInt()).isEqualTo(1);
    assertThat(shown.path("tenant").asText()).isEqualTo(result.getTenant());
    assertThat(shown.path("user").asText()).isEqualTo(result.getUserId());
    assertThat(shown.path("operation").asText()).isEqualTo(result.getOperationId());
    assertThat(shown.path("kind").asText()).isEqualTo(result.getKind().name());
  }

  /** A member of the display data that was signed. */
  static String displayed(OperationResult result, String member) throws Exception {
    byte[] document = bytes(result.getEvidence().getDocument());
    return JSON.readTree(document).path("display").path(member).asText();
  }

  private static String javaName(String jwsName) {
    return switch (jwsName) {
      case "ES256" -> "SHA256withECDSAinP1363Format";
      case "EdDSA" -> "Ed25519";
      default -> throw new AssertionError("unknown algorithm " + jwsName);
    };
  }

  private static PublicKey publicKey(JsonWebKey key) throws GeneralSecurityException {
    byte[] x = Base64.getUrlDecoder().decode(key.getX());
    if (key.getKty().equals("EC")) {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      byte[] y = Base64.getUrlDecoder().decode(key.getY());
      ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
      return KeyFactory.getInstance("EC")
          .generatePublic(
              new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }
    // RFC 8032 section 5.1.2: little-endian y, whose topmost bit is the sign of x.
    byte[] bigEndian = new byte[x.length];
    for (int i = 0; i < x.length; i++) {
      bigEndian[x.length - 1 - i] = x[i];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7F;
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
