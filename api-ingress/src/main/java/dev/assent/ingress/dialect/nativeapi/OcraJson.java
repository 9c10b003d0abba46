package dev.assent.ingress.dialect.nativeapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.OcraSecrets;
import dev.assent.schemas.avro.OcraRegistration;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.schemas.vault.OcraVault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A device's OCRA secret.
 *
 * <p>Barrier: only encrypted, and for this user and device alone, does it go on from here (CR-2).
 * The bytes are overwritten; the text of the request stays in memory until it is collected.
 */
final class OcraJson {
  static final Set<String> MEMBERS = Set.of("suite", "secret", "pinHash", "counter");

  private OcraJson() {}

  static OcraRegistration read(
      JsonNode node, UserKey user, String serialNumber, OcraSecrets secrets) {
    OcraVault vault =
        secrets
            .vault()
            .orElseThrow(
                () ->
                    new Rejected(
                        Failure.NOT_SET_UP,
                        "no OCRA secrets are kept here: the setting vault.key.file is missing"));
    JsonObject fields = JsonObject.of("ocra", node, MEMBERS);
    String suiteText = fields.text("suite");
    Optional<Long> counter = fields.optionalNumber("counter");
    byte[] secret = secret(fields.text("secret"));
    Optional<byte[]> pinHash = fields.optionalText("pinHash").map(OcraJson::pinHash);
    try {
      OcraSuite suite = OcraSuite.parse(suiteText).requireAllowed();
      if (counter.isPresent() && (!suite.usesCounter() || counter.get() < 0)) {
        throw Rejected.badRequest("ocra: counter is 0 or more and goes with a suite with C");
      }
      byte[] encrypted = vault.encrypt(user, serialNumber, suite, secret, pinHash);
      return new OcraRegistration(suite.text(), ByteBuffer.wrap(encrypted), counter.orElse(0L));
    } catch (IllegalArgumentException e) {
      // the suite's and the vault's refusals repeat nothing of what they refuse
      throw Rejected.badRequest("ocra: " + e.getMessage());
    } finally {
      Arrays.fill(secret, (byte) 0);
      pinHash.ifPresent(hash -> Arrays.fill(hash, (byte) 0));
    }
  }

  /** The decoders' messages would repeat a part of the secret. */
  private static byte[] secret(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw Rejected.badRequest("ocra: secret must be in base64 (RFC 4648 section 4)");
    }
  }

  private static byte[] pinHash(String hexadecimal) {
    try {
      return HexFormat.of().parseHex(hexadecimal);
    } catch (IllegalArgumentException _) {
      throw Rejected.badRequest("ocra: pinHash must be in hexadecimal");
    }
  }
}
