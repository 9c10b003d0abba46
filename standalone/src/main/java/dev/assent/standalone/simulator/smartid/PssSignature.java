package dev.assent.standalone.simulator.smartid;

import dev.assent.standalone.simulator.authority.CertifiedKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** RSASSA-PSS with SHA-256, as the app signs (RFC 8017 section 8.1). */
final class PssSignature {
  /** The JDK signs no digest that somebody else made. */
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private static final PSSParameterSpec PARAMETERS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private PssSignature() {}

  /** The signature of a SHA-256 digest. */
  static byte[] ofDigest(CertifiedKey key, byte[] digest) {
    try {
      Signature signature = Signature.getInstance("RAWRSASSA-PSS", PROVIDER);
      signature.setParameter(PARAMETERS);
      signature.initSign(key.privateKey());
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the simulated user's key cannot sign", e);
    }
  }

  /** The signature of these bytes. */
  static byte[] of(CertifiedKey key, byte[] message) {
    try {
      return ofDigest(key, MessageDigest.getInstance("SHA-256").digest(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
