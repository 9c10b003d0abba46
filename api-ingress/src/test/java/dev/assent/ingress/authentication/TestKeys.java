package dev.assent.ingress.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.assent.schemas.device.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/** Keys of authorization servers, and what they sign, well or badly. */
final class TestKeys {
  static final ECKey ES256 = elliptic("es256");
  static final ECKey OTHER = elliptic("other");
  static final RSAKey RS256 = rsa("rs256", 2_048);

  private TestKeys() {}

  /** The public keys as an issuer publishes them. */
  static String set(JWK... keys) {
    return new JWKSet(List.of(keys)).toPublicJWKSet().toString();
  }

  static ECKey elliptic(String keyId) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static RSAKey rsa(String keyId, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** A JWS in compact form over exactly these texts. */
  static String sign(String header, String claims, SignatureAlgorithm algorithm, PrivateKey key) {
    String signed = encode(header) + "." + encode(claims);
    try {
      Signature signature = algorithm.toSignature();
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String sign(String header, String claims, ECKey key) {
    try {
      return sign(header, claims, SignatureAlgorithm.ES256, key.toPrivateKey());
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
