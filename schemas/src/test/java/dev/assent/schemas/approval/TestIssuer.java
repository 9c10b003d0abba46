package dev.assent.schemas.approval;

import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.List;

/** A tenant's key with which a test signs whatever it likes. */
final class TestIssuer {
  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

  private final KeyPair keys;
  private final SigningKey publicKey;

  TestIssuer(SignatureAlgorithm algorithm) {
    try {
      KeyPairGenerator generator =
          switch (algorithm) {
            case ES256 -> sized("EC", 256);
            case EDDSA -> KeyPairGenerator.getInstance("Ed25519");
            case RS256, PS256 -> sized("RSA", 2048);
          };
      keys = generator.generateKeyPair();
      publicKey = SigningKey.of(keys.getPublic());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  SigningKey publicKey() {
    return publicKey;
  }

  IssuerKeys keys(String keyId) {
    return new IssuerKeys(
        "assent/bank", "bank", List.of(new IssuerKey(keyId, publicKey, FROM, UNTIL)));
  }

  String token(ApprovalClaims claims, String keyId) {
    try {
      return ApprovalToken.sign(claims, keyId, publicKey.algorithm(), this::signed);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A token of any header and any content. */
  String token(String header, String payload) {
    String input = encode(header) + "." + encode(payload);
    return input + "." + CompactJws.encode(sign(input.getBytes(StandardCharsets.US_ASCII)));
  }

  byte[] sign(byte[] message) {
    try {
      return signed(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String encode(String text) {
    return CompactJws.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] signed(byte[] message) throws GeneralSecurityException {
    Signature signature = publicKey.algorithm().toSignature();
    signature.initSign(keys.getPrivate());
    signature.update(message);
    return signature.sign();
  }

  private static KeyPairGenerator sized(String algorithm, int bits)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator;
  }
}
