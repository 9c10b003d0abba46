package dev.assent.processor.simulation;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** A key pair on P-256 with a self-signed X.509 certificate (RFC 5280), for a provider's user. */
final class SignerKeys {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int VERSION = 0xa0;
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
  };
  private static final byte[] COMMON_NAME = {0x55, 4, 3};

  /** Whose certificate is registered. */
  static final SignerKeys REGISTERED = generate("registered");

  /** Somebody else. */
  static final SignerKeys FOREIGN = generate("foreign");

  private final PrivateKey privateKey;
  private final byte[] certificate;

  private SignerKeys(PrivateKey privateKey, byte[] certificate) {
    this.privateKey = privateKey;
    this.certificate = certificate;
  }

  private static SignerKeys generate(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
      byte[] subject =
          der(
              SEQUENCE,
              der(
                  SET,
                  der(
                      SEQUENCE,
                      der(OBJECT_IDENTIFIER, COMMON_NAME),
                      der(UTF8_STRING, name.getBytes(StandardCharsets.UTF_8)))));
      byte[] content =
          der(
              SEQUENCE,
              der(VERSION, der(INTEGER, new byte[] {2})),
              der(INTEGER, BigInteger.ONE.toByteArray()),
              algorithm,
              subject,
              der(SEQUENCE, time("250101000000Z"), time("450101000000Z")),
              subject,
              keys.getPublic().getEncoded());
      byte[] signature = sign(keys.getPrivate(), content);
      return new SignerKeys(
          keys.getPrivate(),
          der(SEQUENCE, content, algorithm, der(BIT_STRING, new byte[1], signature)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM makes such keys", e);
    }
  }

  private static byte[] time(String text) {
    return der(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> Byte.SIZE);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  /** The certificate in DER. */
  byte[] certificate() {
    return certificate.clone();
  }

  byte[] sign(byte[] message) {
    try {
      return sign(privateKey, message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM signs so", e);
    }
  }

  private static byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }
}
