package dev.assent.schemas.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceKeyTest {
  /** RFC 7515 appendix A.3.1. */
  static final JsonWebKey.EllipticCurve P256 =
      new JsonWebKey.EllipticCurve(
          "P-256",
          "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
          "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");

  /** RFC 8037 appendix A.2. */
  static final JsonWebKey.OctetKeyPair ED25519 =
      new JsonWebKey.OctetKeyPair("Ed25519", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

  /** RFC 8037 appendix A.6. */
  static final JsonWebKey X25519 =
      JsonWebKey.of("OKP", "X25519", "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08");

  @Test
  void shouldTakeTheKeysOfTheStandards() {
    assertThat(P256.requireSigningKey().algorithm()).isEqualTo(SignatureAlgorithm.ES256);
    assertThat(ED25519.requireSigningKey().algorithm()).isEqualTo(SignatureAlgorithm.EDDSA);
    assertThat(P256.requireEncryptionKey().keyEncapsulation()).isEqualTo(KeyEncapsulation.P256);
    assertThat(X25519.requireEncryptionKey().keyEncapsulation()).isEqualTo(KeyEncapsulation.X25519);
  }

  @Test
  void shouldGiveTheThumbprintOfRfc8037AppendixA3() {
    assertThat(ED25519.requireSigningKey().thumbprint())
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  @Test
  void shouldEncodeAsHpkeDoes() {
    assertThat(HexFormat.of().formatHex(X25519.requireEncryptionKey().encoded()))
        .isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    assertThat(P256.requireEncryptionKey().encoded()).hasSize(65).startsWith(4, 0x7f, 0xcd);
  }

  @Test
  void shouldRefuseAKeyOfTheWrongKind() {
    assertThatIllegalArgumentException().isThrownBy(X25519::requireSigningKey);
    assertThatIllegalArgumentException().isThrownBy(ED25519::requireEncryptionKey);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("RSA", "P-256", P256.x()).requireSigningKey());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("OKP", "P-256", P256.x()).requireEncryptionKey());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("EC", "secp256k1", P256.x(), P256.y()).requireSigningKey());
  }

  @Test
  void shouldRefuseCoordinatesThatDoNotBelongToTheKeyType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("EC", "P-256", P256.x()).requireSigningKey())
        .withMessageContaining("y");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> JsonWebKey.of("OKP", "Ed25519", ED25519.x(), ED25519.x()).requireSigningKey())
        .withMessageContaining("y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AA",
        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU=",
        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEV",
        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRV+U",
        " f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEUA",
        "AH_Nzidw9sRdQYPL7m_bS3tYBzM1e-nvE7rPbjx70VRF"
      })
  void shouldRefuseEverySpellingButOneWithoutRepeatingIt(String x) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("EC", "P-256", x, P256.y()).requireSigningKey())
        .withMessage("x must be base64url without padding of 32 bytes");
  }

  @Test
  @Tag("JW-4")
  void shouldRefusePointsOffTheCurve() {
    // Given
    String zero = Base64Url.encode(new byte[32]);
    String prime =
        Base64Url.encode(
            HexFormat.of()
                .parseHex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"));

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("EC", "P-256", P256.y(), P256.x()).requireSigningKey())
        .withMessage("x and y must be a point of P-256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("EC", "P-256", zero, zero).requireEncryptionKey());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("EC", "P-256", prime, zero).requireEncryptionKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0900000000000000000000000000000000000000000000000000000000000080"
      })
  void shouldRefuseX25519PointsOfSmallOrderAndOtherSpellings(String point) {
    String x = Base64Url.encode(HexFormat.of().parseHex(point));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("OKP", "X25519", x).requireEncryptionKey())
        .withMessage("x must be a canonical point of large order");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  @Tag("JW-4")
  void shouldRefuseEd25519PointsOfSmallOrderAndOtherSpellings(String point) {
    String x = Base64Url.encode(HexFormat.of().parseHex(point));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWebKey.of("OKP", "Ed25519", x).requireSigningKey())
        .withMessage("x must be a canonical point of large order");
  }

  @Test
  void shouldKeepLeadingZerosOfCoordinates() {
    // Given: 379 G, whose x begins with a zero byte
    byte[] x =
        HexFormat.of().parseHex("005543894af3d00ed7d740abdbd75c96b06877b787db5f70eea78b90a8d7c00a");
    byte[] y =
        HexFormat.of().parseHex("bb4c85a3d8ea29efaafa24406912dd84d5b14dc32bf656ef6c6bd58a5d943f92");
    JsonWebKey key = JsonWebKey.of("EC", "P-256", Base64Url.encode(x), Base64Url.encode(y));

    // When
    byte[] encoded = key.requireEncryptionKey().encoded();

    // Then
    assertThat(encoded).hasSize(65);
    assertThat(Arrays.copyOfRange(encoded, 1, 33)).isEqualTo(x);
    assertThat(Arrays.copyOfRange(encoded, 33, 65)).isEqualTo(y);
  }
}
