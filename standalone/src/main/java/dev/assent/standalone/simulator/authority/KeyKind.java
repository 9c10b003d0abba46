package dev.assent.standalone.simulator.authority;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of keys that signers have, with the signature algorithm each one signs with. */
public enum KeyKind {
  /** ECDSA on P-256 with SHA-256. */
  ELLIPTIC_CURVE("EC", "SHA256withECDSA"),
  /** RSA of 2048 bits, PKCS #1 version 1.5, with SHA-256. */
  RSA("RSA", "SHA256withRSA");

  private final String keyAlgorithm;
  private final String signatureAlgorithm;

  KeyKind(String keyAlgorithm, String signatureAlgorithm) {
    this.keyAlgorithm = keyAlgorithm;
    this.signatureAlgorithm = signatureAlgorithm;
  }

  /** The JCA name of the signature algorithm. */
  public String signatureAlgorithm() {
    return signatureAlgorithm;
  }

  KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
      generator.initialize(parameters());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("Every JDK makes such keys", failure);
    }
  }

  private AlgorithmParameterSpec parameters() {
    return switch (this) {
      case ELLIPTIC_CURVE -> new ECGenParameterSpec("secp256r1");
      case RSA -> new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
    };
  }
}
