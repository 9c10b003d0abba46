package dev.assent.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published vectors are what the code does, and the page's example is one of them. */
class DeviceProtocolVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Path PAGE = Path.of("../docs/reference/device-protocol.md");

  @Tag("DL-9")
  @ParameterizedTest
  @MethodSource("vectors")
  void shouldWriteTheDocumentAndItsDigest(JsonNode vector) {
    // When
    byte[] canonical = document(vector.get("values")).canonical();

    // Then
    assertThat(new String(canonical, UTF_8)).isEqualTo(text(vector, "document"));
    assertThat(digest(vector, canonical)).isEqualTo(bytes(vector, "digest"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @Tag("JW-6")
  void shouldSealAndOpenTheMessage(JsonNode vector) throws SealedChallengeException {
    // Given
    EncryptionKey recipient = JsonWebKeyReader.readEncryptionKey(vector.get("encryptionKey"));
    String challengeKey = new ChallengeKey(text(vector, "challengeKey")).text();
    byte[] document = text(vector, "document").getBytes(UTF_8);
    DecryptionKey ephemeral =
        DecryptionKey.of(recipient.keyEncapsulation(), bytes(vector, "ephemeralPrivateKey"));
    DecryptionKey device =
        DecryptionKey.of(recipient.keyEncapsulation(), bytes(vector, "encryptionPrivateKey"));

    // When
    byte[] sealed = SealedChallenge.seal(recipient, challengeKey, document, ephemeral);

    // Then
    assertThat(SealedChallenge.toRequestMessage(sealed)).isEqualTo(text(vector, "requestMessage"));
    assertThat(SealedChallenge.open(device, challengeKey, sealed)).isEqualTo(document);
    assertThat(device.encryptionKey()).isEqualTo(recipient);
    assertThat(recipient.thumbprint()).isEqualTo(text(vector, "encryptionKeyThumbprint"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void shouldVerifyTheSignature(JsonNode vector) throws GeneralSecurityException {
    // Given
    SigningKey key = JsonWebKeyReader.readSigningKey(vector.get("signingKey"));
    byte[] digest = bytes(vector, "digest");
    byte[] signature = ProofSignature.parse(text(vector, "signature")).orElseThrow();

    // When
    byte[] signedAgain = sign(key, bytes(vector, "signingPrivateKey"), digest);

    // Then
    assertThat(key.algorithm().jwsName()).isEqualTo(text(vector, "algorithm"));
    assertThat(key.thumbprint()).isEqualTo(text(vector, "signingKeyThumbprint"));
    assertThat(ProofSignature.verify(key, digest, signature)).isTrue();
    assertThat(ProofSignature.verify(key, digest, signedAgain)).isTrue();
    if (key.algorithm() == SignatureAlgorithm.EDDSA) {
      assertThat(signedAgain).isEqualTo(signature);
    }
  }

  @Test
  void shouldShowTheFirstVectorAsThePagesExample() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    String afterHeading = page.substring(page.indexOf("\n## Example\n"));
    String fenced = afterHeading.split("```json\n", 2)[1].split("```", 2)[0];

    // When
    JsonNode example = new ObjectMapper().readTree(fenced);

    // Then
    assertThat(example).isEqualTo(read().get(0));
  }

  static Stream<Named<JsonNode>> vectors() throws IOException {
    return StreamSupport.stream(read().spliterator(), false)
        .map(vector -> Named.of(text(vector, "name"), vector));
  }

  private static JsonNode read() throws IOException {
    try (InputStream file =
        DeviceProtocolVectorsTest.class.getResourceAsStream("/device-protocol-vectors.json")) {
      return new ObjectMapper().readTree(file).get("vectors");
    }
  }

  private static ChallengeDocument document(JsonNode values) {
    Map<String, String> shown = new HashMap<>();
    values
        .get("display")
        .properties()
        .forEach(e -> shown.put(e.getKey(), e.getValue().textValue()));
    Set<ProofKind> proofs = EnumSet.noneOf(ProofKind.class);
    values.path("proofs").forEach(kind -> proofs.add(ProofKind.valueOf(kind.textValue())));
    return new ChallengeDocument(
        values.get("version").intValue(),
        text(values, "tenant"),
        text(values, "user"),
        text(values, "operation"),
        OperationKind.valueOf(text(values, "kind")),
        shown,
        displayText(values),
        proofs,
        values.path("matchingDigits").intValue(),
        Nonce.of(bytes(values, "nonce")),
        Instant.ofEpochMilli(values.get("expiresAt").longValue()));
  }

  private static Optional<DisplayText> displayText(JsonNode values) {
    return values.has("text")
        ? Optional.of(
            new DisplayText(
                new TemplateKey(text(values, "template"), values.get("templateVersion").intValue()),
                text(values, "language"),
                text(values, "text")))
        : Optional.empty();
  }

  private static byte[] digest(JsonNode vector, byte[] document) {
    if (vector.has("decline")) {
      return ApprovalDigest.decline(
          document, DeclineReason.valueOf(text(vector.get("decline"), "reason")));
    }
    if (vector.has("approval")) {
      JsonNode approval = vector.get("approval");
      return ApprovalDigest.approval(
          document,
          ProofKind.valueOf(text(approval, "proofKind")),
          Optional.of(text(approval, "entered")));
    }
    return ApprovalDigest.first(document);
  }

  private static byte[] sign(SigningKey key, byte[] privateBytes, byte[] digest)
      throws GeneralSecurityException {
    PrivateKey privateKey =
        switch (key.algorithm()) {
          case ES256 ->
              KeyFactory.getInstance("EC")
                  .generatePrivate(
                      new ECPrivateKeySpec(
                          new BigInteger(1, privateBytes),
                          ((ECPublicKey) key.toPublicKey()).getParams()));
          case EDDSA ->
              KeyFactory.getInstance("Ed25519")
                  .generatePrivate(
                      new EdECPrivateKeySpec(NamedParameterSpec.ED25519, privateBytes));
          case RS256, PS256 ->
              KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(privateBytes));
        };
    Signature signer = key.algorithm().toSignature();
    signer.initSign(privateKey);
    signer.update(digest);
    return signer.sign();
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).textValue();
  }

  private static byte[] bytes(JsonNode node, String name) {
    return HEX.parseHex(text(node, name));
  }
}
