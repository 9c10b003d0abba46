package dev.assent.standalone.simulator.mobileid;

import dev.assent.standalone.simulator.authority.CertifiedKey;
import dev.assent.standalone.simulator.authority.KeyKind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;

/** A hash that a phone signs without knowing of what it is. */
final class RawHash {
  /** Which hash it is (RFC 8017 section 9.2, note 1). */
  private enum Type {
    SHA256(32, "2.16.840.1.101.3.4.2.1"),
    SHA384(48, "2.16.840.1.101.3.4.2.2"),
    SHA512(64, "2.16.840.1.101.3.4.2.3");

    private final int length;
    private final String identifier;

    Type(int length, String identifier) {
      this.length = length;
      this.identifier = identifier;
    }
  }

  private final Type type;
  private final byte[] bytes;

  private RawHash(Type type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** The hash that was sent; nothing where it is none of its type. */
  static Optional<RawHash> of(String base64, String type) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Arrays.stream(Type.values())
          .filter(named -> named.name().equals(type) && named.length == bytes.length)
          .map(named -> new RawHash(named, bytes))
          .findFirst();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Another hash of the same type. */
  RawHash other() {
    byte[] others = bytes.clone();
    others[0] ^= 1;
    return new RawHash(type, others);
  }

  /** Its signature: of ECDSA r and s of full length, of RSA PKCS #1 version 1.5. */
  byte[] signed(CertifiedKey key) {
    try {
      Signature signature =
          switch (key.kind()) {
            case ELLIPTIC_CURVE -> Signature.getInstance("NONEwithECDSAinP1363Format");
            case RSA -> Signature.getInstance("NONEwithRSA");
          };
      signature.initSign(key.privateKey());
      signature.update(
          switch (key.kind()) {
            case ELLIPTIC_CURVE -> bytes;
            case RSA ->
                new DigestInfo(
                        new AlgorithmIdentifier(
                            new ASN1ObjectIdentifier(type.identifier), DERNull.INSTANCE),
                        bytes)
                    .getEncoded();
          });
      return signature.sign();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK signs so", e);
    }
  }

  /** Mobile-ID's name of the signature's algorithm. */
  String algorithm(KeyKind kind) {
    return type
        + switch (kind) {
          case ELLIPTIC_CURVE -> "WithECEncryption";
          case RSA -> "WithRSAEncryption";
        };
  }

  @Override
  public String toString() {
    return type + " " + HexFormat.of().formatHex(bytes);
  }
}
