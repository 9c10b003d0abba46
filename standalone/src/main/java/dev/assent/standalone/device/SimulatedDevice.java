package dev.assent.standalone.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.sealing.DecryptionKey;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.sealing.SealedChallengeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A device with a signing key and an encryption key of its own, made on creation and lost with the
 * process. Immutable: any number of threads may use one.
 */
public final class SimulatedDevice {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int COORDINATE_BYTES = 32;

  private final String serialNumber;
  private final SignatureAlgorithm algorithm;
  private final PrivateKey signingKey;
  private final JsonWebKey publicSigningKey;
  private final DecryptionKey decryptionKey;

  private SimulatedDevice(
      String serialNumber,
      SignatureAlgorithm algorithm,
      KeyPair signingKeys,
      DecryptionKey decryptionKey) {
    this.serialNumber = serialNumber;
    this.algorithm = algorithm;
    this.signingKey = signingKeys.getPrivate();
    this.publicSigningKey = publicKey(algorithm, signingKeys.getPublic().getEncoded());
    this.decryptionKey = decryptionKey;
  }

  /** A device with fresh keys. */
  public static SimulatedDevice create(
      String serialNumber, SignatureAlgorithm algorithm, KeyEncapsulation keyEncapsulation) {
    return new SimulatedDevice(
        serialNumber, algorithm, generate(algorithm), DecryptionKey.generate(keyEncapsulation));
  }

  /** The serial number under which the device is registered. */
  public String serialNumber() {
    return serialNumber;
  }

  /** The public signing key as a JWK. */
  public ObjectNode signingKey() {
    return json(publicSigningKey).put("alg", algorithm.jwsName()).put("use", "sig");
  }

  /** The public encryption key as a JWK. */
  public ObjectNode encryptionKey() {
    return json(decryptionKey.encryptionKey().jsonWebKey()).put("use", "enc");
  }

  /** The body that registers the device: serialNumber, signingKey, encryptionKey. */
  public ObjectNode registration() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("serialNumber", serialNumber);
    body.set("signingKey", signingKey());
    body.set("encryptionKey", encryptionKey());
    return body;
  }

  /**
   * Opens a sealed message and gives what the user must be shown.
   *
   * @param challengeKey the key with which the message was asked for
   * @param requestMessage the message as it came, in hexadecimal
   * @throws SealedChallengeException where the message is not for this device and challenge key
   * @throws IllegalArgumentException where the document is not one of version 1 in canonical form
   */
  public ChallengeDocument open(String challengeKey, String requestMessage)
      throws SealedChallengeException {
    byte[] sealed = SealedChallenge.fromRequestMessage(requestMessage);
    byte[] bytes = SealedChallenge.open(decryptionKey, challengeKey, sealed);
    ChallengeDocument document = parse(bytes);
    // What is shown and what is signed must be the same thing: a member that this device does not
    // know, or knows twice, would be signed unseen.
    if (!Arrays.equals(document.canonical(), bytes)) {
      throw new IllegalArgumentException("the document has members that this device cannot show");
    }
    return document;
  }

  /**
   * Signs what the user was shown and has approved.
   *
   * @return the signature as it travels: 128 hexadecimal digits
   */
  public String sign(ChallengeDocument document) {
    try {
      Signature signature = Signature.getInstance(algorithm.javaName());
      signature.initSign(signingKey);
      signature.update(ApprovalDigest.of(document.canonical()));
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("this JVM cannot sign", failed);
    }
  }

  @Override
  public String toString() {
    return "SimulatedDevice[" + serialNumber + "]";
  }

  private static ChallengeDocument parse(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      Map<String, String> shown = new HashMap<>();
      json.path("display").properties().forEach(e -> shown.put(e.getKey(), e.getValue().asText()));
      return new ChallengeDocument(
          json.path("tenant").asText(),
          json.path("user").asText(),
          json.path("operation").asText(),
          OperationKind.valueOf(json.path("kind").asText()),
          shown,
          new Nonce(json.path("nonce").asText()),
          Instant.parse(json.path("expiresAt").asText()));
    } catch (JsonProcessingException | DateTimeException malformed) {
      throw new IllegalArgumentException("the document is not one of version 1", malformed);
    }
  }

  private static KeyPair generate(SignatureAlgorithm algorithm) {
    try {
      return switch (algorithm) {
        case ES256 -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp256r1"));
          yield generator.generateKeyPair();
        }
        case EDDSA -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      };
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM cannot make such a key", missing);
    }
  }

  /** The coordinates are the last bytes of a SubjectPublicKeyInfo (RFC 5480, RFC 8410). */
  private static JsonWebKey publicKey(SignatureAlgorithm algorithm, byte[] encoded) {
    String last = coordinate(encoded, 1);
    return switch (algorithm) {
      case ES256 -> JsonWebKey.of("EC", "P-256", coordinate(encoded, 2), last);
      case EDDSA -> JsonWebKey.of("OKP", "Ed25519", last);
    };
  }

  private static String coordinate(byte[] encoded, int fromEnd) {
    int start = encoded.length - fromEnd * COORDINATE_BYTES;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(encoded, start, start + COORDINATE_BYTES));
  }

  private static ObjectNode json(JsonWebKey key) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("kty", key.keyType())
            .put("crv", key.curve())
            .put("x", key.x());
    key.y().ifPresent(y -> node.put("y", y));
    return node;
  }
}
