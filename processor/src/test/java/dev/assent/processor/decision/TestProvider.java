package dev.assent.processor.decision;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** A signer at a provider: a private key and the certificate that says whose it is (RFC 5280). */
public final class TestProvider {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2040-01-01T00:00:00Z");
  private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
  private static final byte[] KEY_USAGE = {0x06, 0x03, 0x55, 0x1d, 0x0f};

  private final PrivateKey privateKey;
  private final byte[] certificate;
  private final String algorithm;

  private TestProvider(PrivateKey privateKey, byte[] certificate, String algorithm) {
    this.privateKey = privateKey;
    this.certificate = certificate;
    this.algorithm = algorithm;
  }

  /** A signer with a key on P-256. */
  public static TestProvider elliptic() {
    return elliptic(FROM, UNTIL);
  }

  /** A signer with a key on P-256 whose certificate is valid then. */
  public static TestProvider elliptic(Instant from, Instant until) {
    return new Kind("EC", "secp256r1", 0).make(from, until, Usage.NONE);
  }

  /** A signer with a key on another curve. */
  static TestProvider onCurve(String curve) {
    return new Kind("EC", curve, 0).make(FROM, UNTIL, Usage.NONE);
  }

  /** A signer with an RSA key. */
  public static TestProvider rsa(int bits) {
    return new Kind("RSA", "", bits).make(FROM, UNTIL, Usage.NONE);
  }

  /** A signer whose certificate says what its key is for. */
  static TestProvider forUse(Usage usage) {
    return new Kind("EC", "secp256r1", 0).make(FROM, UNTIL, usage);
  }

  /** The certificate's DER bytes. */
  public byte[] certificate() {
    return certificate.clone();
  }

  /** The signature over these bytes. */
  public byte[] sign(byte[] message) {
    return sign(privateKey, algorithm, message);
  }

  /** The bits of the key usage (RFC 5280 section 4.2.1.3), as BIT STRING. */
  enum Usage {
    NONE(""),
    DIGITAL_SIGNATURE("03020780"),
    NON_REPUDIATION("03020640"),
    KEY_ENCIPHERMENT("03020520");

    private final String bits;

    Usage(String bits) {
      this.bits = bits;
    }

    byte[] bits() {
      return HexFormat.of().parseHex(bits);
    }
  }

  private record Kind(String algorithm, String curve, int bits) {
    TestProvider make(Instant from, Instant until, Usage usage) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (bits > 0) {
          generator.initialize(bits);
        } else {
          generator.initialize(new ECGenParameterSpec(curve));
        }
        KeyPair keys = generator.generateKeyPair();
        String signature = bits > 0 ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] identifier =
            bits > 0
                ? sequence(HexFormat.of().parseHex("06092a864886f70d01010b0500"))
                : sequence(HexFormat.of().parseHex("06082a8648ce3d040302"));
        byte[] name =
            sequence(
                der(
                    0x31,
                    sequence(COMMON_NAME, der(0x0c, "signer".getBytes(StandardCharsets.UTF_8)))));
        byte[] extensions =
            usage == Usage.NONE
                ? new byte[0]
                : der(0xa3, sequence(sequence(KEY_USAGE, der(0x04, usage.bits()))));
        byte[] content =
            sequence(
                der(0xa0, new byte[] {2, 1, 2}),
                der(0x02, BigInteger.ONE.toByteArray()),
                identifier,
                name,
                sequence(time(from), time(until)),
                name,
                keys.getPublic().getEncoded(),
                extensions);
        byte[] signed = sign(keys.getPrivate(), signature, content);
        byte[] certificate =
            sequence(content, identifier, der(0x03, joined(new byte[] {0}, signed)));
        return new TestProvider(keys.getPrivate(), certificate, signature);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JVM makes such keys", e);
      }
    }
  }

  private static byte[] sign(PrivateKey key, String algorithm, byte[] message) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM signs so", e);
    }
  }

  private static byte[] time(Instant at) {
    return der(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sequence(byte[]... parts) {
    return der(0x30, joined(parts));
  }

  private static byte[] der(int tag, byte[] content) {
    int length = content.length;
    byte[] header =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return joined(header, content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
