package dev.assent.processor.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.processor.decision.TestProvider;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.ocra.Ocra;
import dev.assent.schemas.ocra.OcraInput;
import dev.assent.schemas.ocra.OcraKey;
import dev.assent.schemas.ocra.OcraQuestion;
import dev.assent.schemas.ocra.OcraSuite;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Puts into a new step of a history what only people and their devices know:
 *
 * <ul>
 *   <li>{@code ${signing key of VDS1-1}} and {@code ${encryption key of VDS1-1}},
 *   <li>{@code ${OCRA secret of VDS1-1}}, which stands for its encryption,
 *   <li>{@code ${challenge key of payment}} and {@code ${transaction id of payment}},
 *   <li>{@code ${approval by VDS1-1}}, {@code ${refusal by VDS1-1}} and {@code ${response by
 *       VDS1-1}} (OCRA): over what was shown under the step's {@code challengeKey}, with its {@code
 *       entered} value, its {@code reason} or its {@code counter},
 *   <li>{@code ${certificate of signer}} and {@code ${signature of payment}} at a provider.
 * </ul>
 */
final class HistoryRecorder {
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private static final Pattern TO_BE_RECORDED = Pattern.compile("\\$\\{(.*) (?:of|by) (.*)}");
  private static final OcraSuite SUITE = Token.SUITE;

  /** One signer for all that is recorded at once; its signatures stay when it is gone. */
  private static final TestProvider SIGNER = TestProvider.elliptic();

  private final HistoryReplay replay;

  HistoryRecorder(HistoryReplay replay) {
    this.replay = replay;
  }

  void record(ObjectNode content) throws CryptoException {
    for (Map.Entry<String, JsonNode> member : List.copyOf(content.properties())) {
      Matcher wanted = TO_BE_RECORDED.matcher(member.getValue().asText());
      if (member.getValue() instanceof ObjectNode nested) {
        record(nested);
      } else if (wanted.matches()) {
        content.put(member.getKey(), text(wanted.group(1), wanted.group(2), content));
      }
    }
  }

  private String text(String wanted, String name, ObjectNode content) throws CryptoException {
    return switch (wanted) {
      case "signing key" ->
          BASE64_URL.encodeToString(signingKey(name).generatePublicKey().getEncoded());
      case "encryption key" ->
          BASE64_URL.encodeToString(encryptionKey(name).generatePublicKey().getEncoded());
      case "OCRA secret" -> BASE64.encodeToString(secret(name));
      case "challenge key" -> replay.challengeKey(name);
      case "transaction id" -> replay.transactionId(name);
      case "approval" ->
          sign(
              name,
              ApprovalDigest.approval(shown(content), ProofKind.DEVICE_PIN, entered(content)));
      case "refusal" ->
          sign(
              name,
              ApprovalDigest.decline(
                  shown(content), DeclineReason.valueOf(content.get("reason").asText())));
      case "response" -> respond(name, shown(content), content.get("counter").asLong());
      case "certificate" -> BASE64.encodeToString(SIGNER.certificate());
      case "signature" -> BASE64.encodeToString(SIGNER.sign(replay.document(name)));
      default -> throw new AssertionError("not to be recorded: " + wanted);
    };
  }

  private byte[] shown(ObjectNode content) {
    return replay.shown(content.get("challengeKey").asText());
  }

  private static Optional<String> entered(ObjectNode content) {
    return Optional.ofNullable(content.get("entered")).map(JsonNode::asText);
  }

  private static String sign(String serialNumber, byte[] digest) throws CryptoException {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, signingKey(serialNumber));
    signer.update(digest, 0, digest.length);
    return BASE64.encodeToString(signer.generateSignature());
  }

  private static String respond(String serialNumber, byte[] document, long counter) {
    byte[] digest = ApprovalDigest.approval(document, ProofKind.OCRA, Optional.empty());
    OcraInput input =
        new OcraInput(
            OptionalLong.of(counter),
            OcraQuestion.derive(SUITE, digest),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty());
    try (OcraKey key = OcraKey.of(SUITE.hash(), secret(serialNumber))) {
      String response = Ocra.response(SUITE, key, input);
      return BASE64.encodeToString(response.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The devices of histories have keys that follow from their names. */
  private static Ed25519PrivateKeyParameters signingKey(String serialNumber) {
    return new Ed25519PrivateKeyParameters(seed("signing " + serialNumber));
  }

  private static X25519PrivateKeyParameters encryptionKey(String serialNumber) {
    return new X25519PrivateKeyParameters(seed("encryption " + serialNumber));
  }

  private static byte[] secret(String serialNumber) {
    return seed("secret " + serialNumber);
  }

  private static byte[] seed(String name) {
    return Arrays.copyOf(
        name.getBytes(StandardCharsets.UTF_8), Ed25519PrivateKeyParameters.KEY_SIZE);
  }
}
