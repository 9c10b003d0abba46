package dev.assent.standalone.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.Cancellation;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import dev.assent.schemas.sealing.DecryptionKey;
import dev.assent.schemas.sealing.SealedCancellation;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.sealing.SealedChallengeException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A device with a signing key and an encryption key of its own, made on creation and lost with the
 * process. Immutable: any number of threads may use one.
 */
public final class SimulatedDevice {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int COORDINATE_BYTES = 32;
  private static final int MODULUS_BITS = 2048;

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
    this.publicSigningKey = publicKey(algorithm, signingKeys.getPublic());
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
   * @throws IllegalArgumentException where the document is not one of a known version in canonical
   *     form
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
   * Approves what the user was shown, with a key that the PIN released.
   *
   * @return the signature as it travels: 128 hexadecimal digits, 512 for RSA
   */
  public String approve(ChallengeDocument document) {
    return approve(document, ProofKind.DEVICE_PIN, Optional.empty());
  }

  /**
   * Approves what the user was shown.
   *
   * @param proofKind what released the key
   * @param entered what the user read at the relying party and entered
   */
  public String approve(ChallengeDocument document, ProofKind proofKind, Optional<String> entered) {
    return sign(
        document.version() == ChallengeDocument.FIRST
            ? ApprovalDigest.first(document.canonical())
            : ApprovalDigest.approval(document.canonical(), proofKind, entered));
  }

  /** Refuses what the user was shown. */
  public String decline(ChallengeDocument document, DeclineReason reason) {
    return sign(ApprovalDigest.decline(document.canonical(), reason));
  }

  /**
   * Cancels: refuses, for nobody but the installation to read.
   *
   * @param challengeKey the key that is cancelled
   * @param installation the installation's key for cancellations
   * @return the sealed message as it travels, in hexadecimal
   */
  public String cancel(
      String challengeKey,
      ChallengeDocument document,
      DeclineReason reason,
      EncryptionKey installation) {
    return SealedCancellation.seal(
        installation,
        serialNumber,
        new Cancellation(challengeKey, reason, decline(document, reason)));
  }

  private String sign(byte[] digest) {
    try {
      Signature signature = algorithm.toSignature();
      signature.initSign(signingKey);
      signature.update(digest);
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
      Set<ProofKind> proofKinds = EnumSet.noneOf(ProofKind.class);
      json.path("proofs").forEach(kind -> proofKinds.add(ProofKind.valueOf(kind.asText())));
      return new ChallengeDocument(
          json.path("version").asInt(),
          json.path("tenant").asText(),
          json.path("user").asText(),
          json.path("operation").asText(),
          OperationKind.valueOf(json.path("kind").asText()),
          shown,
          text(json),
          proofKinds,
          json.path("matchingDigits").asInt(),
          new Nonce(json.path("nonce").asText()),
          Instant.parse(json.path("expiresAt").asText()));
    } catch (JsonProcessingException | DateTimeException malformed) {
      throw new IllegalArgumentException(
          "the document is not one that this device knows", malformed);
    }
  }

  private static Optional<DisplayText> text(JsonNode json) {
    return json.has("text")
        ? Optional.of(
            new DisplayText(
                new TemplateKey(
                    json.path("template").asText(), json.path("templateVersion").asInt()),
                json.path("language").asText(),
                json.path("text").asText()))
        : Optional.empty();
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
        case RS256, PS256 -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
          generator.initialize(MODULUS_BITS);
          yield generator.generateKeyPair();
        }
      };
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM cannot make such a key", missing);
    }
  }

  private static JsonWebKey publicKey(SignatureAlgorithm algorithm, PublicKey key) {
    return switch (algorithm) {
      case ES256 -> JsonWebKey.of("EC", "P-256", coordinate(key, 2), coordinate(key, 1));
      case EDDSA -> JsonWebKey.of("OKP", "Ed25519", coordinate(key, 1));
      case RS256, PS256 -> {
        RSAPublicKey rsa = (RSAPublicKey) key;
        yield new JsonWebKey.Rsa(
            integer(rsa.getModulus()), integer(rsa.getPublicExponent()), algorithm.jwsName());
      }
    };
  }

  /** The coordinates are the last bytes of a SubjectPublicKeyInfo (RFC 5480, RFC 8410). */
  private static String coordinate(PublicKey key, int fromEnd) {
    byte[] encoded = key.getEncoded();
    int start = encoded.length - fromEnd * COORDINATE_BYTES;
    return text(Arrays.copyOfRange(encoded, start, start + COORDINATE_BYTES));
  }

  /** The integer in as few bytes as it takes (RFC 7518 section 2, Base64urlUInt). */
  private static String integer(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return text(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static ObjectNode json(JsonWebKey key) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    key.members().forEach(node::put);
    return node;
  }
}
