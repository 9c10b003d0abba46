package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A person with a key at a provider. */
record Signer(PrivateKey key, X509Certificate certificate) {
  private static final String PASSWORD = "for-this-test";

  /** A signer with a fresh key and a certificate that the JDK's own tool makes. */
  static Signer create() throws Exception {
    Path directory = Files.createTempDirectory("signer-");
    Path file = directory.resolve("signer.p12");
    try {
      Process tool =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                      "-genkeypair",
                      "-alias",
                      "signer",
                      "-keyalg",
                      "EC",
                      "-groupname",
                      "secp256r1",
                      "-dname",
                      "CN=Jane Doe",
                      "-ext",
                      "KeyUsage=digitalSignature",
                      "-validity",
                      "30",
                      "-storetype",
                      "PKCS12",
                      "-storepass",
                      PASSWORD,
                      "-keystore",
                      file.toString()))
              .inheritIO()
              .start();
      assertThat(tool.waitFor(60, TimeUnit.SECONDS) && tool.exitValue() == 0).isTrue();
      KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      return new Signer(
          (PrivateKey) store.getKey("signer", PASSWORD.toCharArray()),
          (X509Certificate) store.getCertificate("signer"));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  /** The signature over the message. */
  byte[] sign(byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }
}
