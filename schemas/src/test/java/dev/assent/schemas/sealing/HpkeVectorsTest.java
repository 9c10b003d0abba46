package dev.assent.schemas.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.device.KeyEncapsulation;
import java.util.HexFormat;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suites in use give the published values of RFC 9180 appendix A.1.1 and A.3.1, base mode. */
class HpkeVectorsTest {
  private static final byte[] INFO = hex("4f6465206f6e2061204772656369616e2055726e");
  private static final byte[] PLAINTEXT =
      hex("4265617574792069732074727574682c20747275746820626561757479");
  private static final byte[] ASSOCIATED_DATA = hex("436f756e742d30");

  @ParameterizedTest
  @CsvSource({
    "X25519,"
        + "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736,"
        + "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431,"
        + "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8,"
        + "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d,"
        + "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
        + "6d8770ac83d07bea87e13c512a",
    "P256,"
        + "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb,"
        + "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325a"
        + "c98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4,"
        + "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2,"
        + "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a"
        + "826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0,"
        + "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f"
        + "9076ac232e3ab2523f39513434"
  })
  @Tag("AS-13")
  void shouldGiveThePublishedValues(
      KeyEncapsulation keyEncapsulation,
      String ephemeralPrivate,
      String encapsulated,
      String recipientPrivate,
      String recipientPublic,
      String ciphertext)
      throws InvalidCipherTextException {
    // Given
    HPKE suite = SealedMessage.suite(keyEncapsulation);
    DecryptionKey recipient = DecryptionKey.of(keyEncapsulation, hex(recipientPrivate));
    DecryptionKey ephemeral = DecryptionKey.of(keyEncapsulation, hex(ephemeralPrivate));

    // When
    HPKEContextWithEncapsulation sender =
        suite.setupBaseS(
            suite.deserializePublicKey(recipient.encryptionKey().encoded()),
            INFO,
            ephemeral.keyPair());
    byte[] sealed = sender.seal(ASSOCIATED_DATA, PLAINTEXT);
    byte[] opened =
        suite
            .setupBaseR(hex(encapsulated), recipient.keyPair(), INFO)
            .open(ASSOCIATED_DATA, hex(ciphertext));

    // Then
    assertThat(recipient.encryptionKey().encoded()).isEqualTo(hex(recipientPublic));
    assertThat(sender.getEncapsulation()).isEqualTo(hex(encapsulated));
    assertThat(sealed).isEqualTo(hex(ciphertext));
    assertThat(opened).isEqualTo(PLAINTEXT);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
