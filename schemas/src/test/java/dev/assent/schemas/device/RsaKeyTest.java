package dev.assent.schemas.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RsaKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private static final KeyPair KEY_PAIR = generate(2048);

  /** RFC 7638 section 3.1. */
  private static final JsonWebKey.Rsa RSA =
      new JsonWebKey.Rsa(
          "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_B"
              + "JECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQ"
              + "R0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
              + "bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDK"
              + "gw",
          "AQAB",
          "RS256");

  @Test
  void shouldGiveTheThumbprintOfRfc7638Section31WhateverTheAlgorithm() {
    // Given
    JsonWebKey.Rsa forPss = new JsonWebKey.Rsa(RSA.modulus(), RSA.exponent(), "PS256");

    // Then
    assertThat(RSA.requireSigningKey().thumbprint())
        .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    assertThat(forPss.requireSigningKey().thumbprint()).isEqualTo(RSA.thumbprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS384", "PS512", "ES256", "none", "rs256", ""})
  @Tag("JW-2")
  void shouldRefuseEveryAlgorithmButTwo(String algorithm) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonWebKey.Rsa(RSA.modulus(), "AQAB", algorithm).requireSigningKey())
        .withMessage("alg of an RSA key must be RS256 or PS256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Aw", "AQ", "AAEAAQ", "AQAB=", "AQAC", "AQABAA", ""})
  void shouldRefuseEveryExponentButOne(String exponent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonWebKey.Rsa(RSA.modulus(), exponent, "RS256").requireSigningKey())
        .withMessage("e must be AQAB, which is 65537");
  }

  @Test
  void shouldRefuseEverySpellingOfTheModulusButOne() {
    // Given
    byte[] modulus = bytes(modulus());
    byte[] longer = new byte[modulus.length + 1];
    System.arraycopy(modulus, 0, longer, 1, modulus.length);

    // Then
    assertRefused(Base64Url.encode(longer), "n must not begin with a zero byte");
    assertRefused(RSA.modulus() + "==", "n must be base64url without padding of 258 bytes");
    assertRefused(
        RSA.modulus().replace('-', '+'), "n must be base64url without padding of 256 bytes");
    assertRefused("", "n must have 1 to 512 bytes");
    assertRefused("_".repeat(684), "n must have 1 to 512 bytes");
  }

  @Test
  @Tag("JW-5")
  void shouldRefuseAModulusThatIsTooShortOrTooLong() {
    assertRefused(encoded(BigInteger.TWO.pow(2047).subtract(BigInteger.ONE)), "n must have 2048");
    assertRefused(encoded(BigInteger.TWO.pow(4096)), "n must have 1 to 512 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 257, 751})
  void shouldRefuseAModulusWithASmallFactor(int factor) {
    // Given
    BigInteger number = BigInteger.valueOf(factor);
    BigInteger divisible = modulus().divide(number).add(BigInteger.ONE).multiply(number);

    // Then
    assertRefused(encoded(divisible), "n must not have a small factor");
  }

  @ParameterizedTest
  @CsvSource({"RS256,2048", "PS256,2048", "RS256,2049", "PS256,2049", "PS256,3072", "PS256,4096"})
  void shouldVerifyWhatTheHolderSigns(SignatureAlgorithm algorithm, int bits)
      throws GeneralSecurityException {
    // Given
    KeyPair keyPair = generate(bits);
    SigningKey key = signingKey(keyPair, algorithm);

    // When
    byte[] signature = sign(keyPair, algorithm.toSignature());

    // Then
    assertThat(key.signatureBytes()).isEqualTo((bits + 7) / 8);
    assertThat(ProofSignature.verify(key, MESSAGE, signature)).isTrue();
    assertThat(ProofSignature.verify(key, new byte[0], signature)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"RS256,PS256", "PS256,RS256"})
  @Tag("JW-1")
  void shouldNotVerifyByAnotherAlgorithmThanTheKeySays(
      SignatureAlgorithm signs, SignatureAlgorithm says) throws GeneralSecurityException {
    // Given
    byte[] signature = sign(KEY_PAIR, signs.toSignature());

    // Then
    assertThat(ProofSignature.verify(signingKey(KEY_PAIR, says), MESSAGE, signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 31, 33, 222})
  void shouldNotVerifyWithSaltOfAnotherLength(int salt) throws GeneralSecurityException {
    // Given
    Signature signer = SignatureAlgorithm.PS256.toSignature();
    signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
    byte[] signature = sign(KEY_PAIR, signer);

    // Then
    assertThat(
            ProofSignature.verify(
                signingKey(KEY_PAIR, SignatureAlgorithm.PS256), MESSAGE, signature))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"RS256", "PS256"})
  void shouldNotVerifyOtherSpellingsOfASignature(SignatureAlgorithm algorithm)
      throws GeneralSecurityException {
    // Given
    SigningKey key = signingKey(KEY_PAIR, algorithm);
    byte[] signature = sign(KEY_PAIR, algorithm.toSignature());

    // Then
    assertThat(ProofSignature.verify(key, MESSAGE, Arrays.copyOf(signature, 257))).isFalse();
    assertThat(ProofSignature.verify(key, MESSAGE, Arrays.copyOf(signature, 255))).isFalse();
    assertThat(ProofSignature.verify(key, MESSAGE, Arrays.copyOf(signature, 64))).isFalse();
    assertThat(ProofSignature.verify(key, MESSAGE, new byte[0])).isFalse();
    assertThat(ProofSignature.verify(key, MESSAGE, new byte[256])).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"RS256", "PS256"})
  void shouldNotVerifyASignatureThatIsTheModulusLarger(SignatureAlgorithm algorithm)
      throws GeneralSecurityException {
    // Given
    SigningKey key = signingKey(KEY_PAIR, algorithm);
    BigInteger modulus = ((RSAPublicKey) KEY_PAIR.getPublic()).getModulus();
    byte[] message = {0, 0};
    BigInteger larger;
    do {
      message[message[0] == Byte.MAX_VALUE ? 1 : 0]++;
      byte[] signature = sign(KEY_PAIR, algorithm.toSignature(), message);
      assertThat(ProofSignature.verify(key, message, signature)).isTrue();
      larger = new BigInteger(1, signature).add(modulus);
    } while (larger.bitLength() > 2048);

    // Then
    assertThat(ProofSignature.verify(key, message, bytes(larger))).isFalse();
  }

  @Test
  void shouldNotSealToAnRsaKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(RSA::requireEncryptionKey)
        .withMessage("an encryption key must be EC P-256 or OKP X25519");
  }

  private static void assertRefused(String modulus, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonWebKey.Rsa(modulus, "AQAB", "RS256").requireSigningKey())
        .withMessageStartingWith(message);
  }

  private static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JVM makes such keys", missing);
    }
  }

  private static SigningKey signingKey(KeyPair keyPair, SignatureAlgorithm algorithm) {
    BigInteger modulus = ((RSAPublicKey) keyPair.getPublic()).getModulus();
    return new JsonWebKey.Rsa(encoded(modulus), "AQAB", algorithm.jwsName()).requireSigningKey();
  }

  private static byte[] sign(KeyPair keyPair, Signature signer) throws GeneralSecurityException {
    return sign(keyPair, signer, MESSAGE);
  }

  private static byte[] sign(KeyPair keyPair, Signature signer, byte[] message)
      throws GeneralSecurityException {
    signer.initSign(keyPair.getPrivate());
    signer.update(message);
    return signer.sign();
  }

  private static BigInteger modulus() {
    return RsaModulus.of(RSA).value();
  }

  private static String encoded(BigInteger number) {
    return Base64Url.encode(bytes(number));
  }

  private static byte[] bytes(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
