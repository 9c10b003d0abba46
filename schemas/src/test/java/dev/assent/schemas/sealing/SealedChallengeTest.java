package dev.assent.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.schemas.device.KeyEncapsulation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedChallengeTest {
  private static final String CHALLENGE_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final byte[] DOCUMENT = "{\"display\":{}}".getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource
  void shouldOpenWhatWasSealed(KeyEncapsulation keyEncapsulation) throws SealedChallengeException {
    // Given
    DecryptionKey device = DecryptionKey.generate(keyEncapsulation);

    // When
    byte[] sealed = SealedChallenge.seal(device.encryptionKey(), CHALLENGE_KEY, DOCUMENT);

    // Then
    assertThat(SealedChallenge.open(device, CHALLENGE_KEY, sealed)).isEqualTo(DOCUMENT);
    assertThat(sealed).hasSize(7 + keyEncapsulation.encodedBytes() + DOCUMENT.length + 16);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("AS-13")
  void shouldNeverSealTwiceAlike(KeyEncapsulation keyEncapsulation) {
    // Given
    DecryptionKey device = DecryptionKey.generate(keyEncapsulation);

    // When
    byte[] first = SealedChallenge.seal(device.encryptionKey(), CHALLENGE_KEY, DOCUMENT);
    byte[] second = SealedChallenge.seal(device.encryptionKey(), CHALLENGE_KEY, DOCUMENT);

    // Then
    assertThat(first).isNotEqualTo(second);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("SCA-11")
  @Tag("DL-5")
  @Tag("NI-1")
  void shouldOpenForNobodyElseAndUnderNoOtherKey(KeyEncapsulation keyEncapsulation) {
    // Given
    DecryptionKey device = DecryptionKey.generate(keyEncapsulation);
    byte[] sealed = SealedChallenge.seal(device.encryptionKey(), CHALLENGE_KEY, DOCUMENT);

    // Then
    for (KeyEncapsulation other : KeyEncapsulation.values()) {
      assertRefused(DecryptionKey.generate(other), CHALLENGE_KEY, sealed);
    }
    assertRefused(device, CHALLENGE_KEY.replace('A', 'B'), sealed);
    assertRefused(device, "", sealed);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("DL-5")
  void shouldOpenNothingThatWasChangedOrCut(KeyEncapsulation keyEncapsulation) {
    // Given
    DecryptionKey device = DecryptionKey.generate(keyEncapsulation);
    byte[] sealed = SealedChallenge.seal(device.encryptionKey(), CHALLENGE_KEY, DOCUMENT);

    // Then
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertRefused(device, CHALLENGE_KEY, changed);
      assertRefused(device, CHALLENGE_KEY, Arrays.copyOf(sealed, i));
    }
    assertRefused(device, CHALLENGE_KEY, Arrays.copyOf(sealed, sealed.length + 1));
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseGarbageAsEncapsulatedKey(KeyEncapsulation keyEncapsulation) {
    // Given
    long seed = Long.getLong("assent.seed", System.nanoTime());
    System.out.println("replay with -Dassent.seed=" + seed);
    Random random = new Random(seed);
    DecryptionKey device = DecryptionKey.generate(keyEncapsulation);
    byte[] sealed = SealedChallenge.seal(device.encryptionKey(), CHALLENGE_KEY, DOCUMENT);

    for (int round = 0; round < 100; round++) {
      // When
      byte[] garbage = new byte[keyEncapsulation.encodedBytes()];
      random.nextBytes(garbage);
      garbage[0] = (byte) (round % 8);
      byte[] changed = sealed.clone();
      System.arraycopy(garbage, 0, changed, 7, garbage.length);

      // Then
      assertRefused(device, CHALLENGE_KEY, changed);
    }
    byte[] zeros = sealed.clone();
    Arrays.fill(zeros, 7, 7 + keyEncapsulation.encodedBytes(), (byte) 0);
    assertRefused(device, CHALLENGE_KEY, zeros);
  }

  @Test
  void shouldTravelAsUpperCaseHexadecimal() throws SealedChallengeException {
    assertThat(SealedChallenge.toRequestMessage(new byte[] {1, (byte) 0xab})).isEqualTo("01AB");
    assertThat(SealedChallenge.fromRequestMessage("01aB")).containsExactly(1, 0xab);
    assertThatExceptionOfType(SealedChallengeException.class)
        .isThrownBy(() -> SealedChallenge.fromRequestMessage("01A"));
    assertThatExceptionOfType(SealedChallengeException.class)
        .isThrownBy(() -> SealedChallenge.fromRequestMessage("01AG"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefusePrivateKeysOfAnotherLength(KeyEncapsulation keyEncapsulation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecryptionKey.of(keyEncapsulation, new byte[31]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecryptionKey.of(KeyEncapsulation.P256, new byte[32]));
  }

  private static void assertRefused(DecryptionKey device, String challengeKey, byte[] sealed) {
    assertThatExceptionOfType(SealedChallengeException.class)
        .isThrownBy(() -> SealedChallenge.open(device, challengeKey, sealed));
  }
}
