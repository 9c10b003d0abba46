package dev.assent.processor.signing;

import dev.assent.schemas.device.ProofSignature;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that a tenant's approvals are signed with.
 *
 * @param keyId names it within its tenant
 * @param privateKey the key, or a token's handle of it
 * @param publicKey what it verifies with; fixes the algorithm
 * @param notBefore from when it signs
 * @param notAfter until when, exclusively, it signs and verifies
 * @param provider does the work where the key lies on a token
 */
record TenantKey(
    String keyId,
    PrivateKey privateKey,
    SigningKey publicKey,
    Instant notBefore,
    Instant notAfter,
    Optional<Provider> provider) {
  private static final byte[] PROBE =
      "assent-signing-key-probe".getBytes(StandardCharsets.US_ASCII);

  /** Signs the bytes. */
  byte[] sign(byte[] message) throws GeneralSecurityException {
    SignatureAlgorithm algorithm = publicKey.algorithm();
    Signature signature =
        provider.isPresent()
            ? Signature.getInstance(algorithm.javaName(), provider.get())
            : algorithm.toSignature();
    signature.initSign(privateKey);
    signature.update(message);
    return signature.sign();
  }

  boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore) && time.isBefore(notAfter);
  }

  /** Whether what the private key signs verifies with the public one. */
  boolean fits() throws GeneralSecurityException {
    return ProofSignature.verify(publicKey, PROBE, sign(PROBE));
  }

  @Override
  public String toString() {
    return "TenantKey[" + keyId + "]";
  }
}
