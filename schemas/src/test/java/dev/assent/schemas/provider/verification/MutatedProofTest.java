package dev.assent.schemas.provider.verification;

import static dev.assent.schemas.provider.verification.Documents.ANN;
import static dev.assent.schemas.provider.verification.Documents.CONTENT;
import static dev.assent.schemas.provider.verification.Documents.verified;
import static dev.assent.schemas.provider.verification.Documents.verify;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProofVerdict;
import dev.assent.schemas.provider.ProviderProof;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is changed in a CMS: it is refused, or says the same by the same signer. */
@Tag("EI-4")
@Tag("AS-20")
final class MutatedProofTest {
  private static final int RANDOM_CHANGES = 3_000;
  private static final byte[] CMS = TestCms.over(CONTENT.text("").getBytes(UTF_8), ANN).make();

  @Test
  void shouldNotBelieveAnythingElseAfterAnyByteWasChanged() throws Exception {
    // Given
    int[] flips = {0x01, 0x80, 0xff};

    // Then
    int refused = 0;
    for (int at = 0; at < CMS.length; at++) {
      for (int flip : flips) {
        byte[] changed = CMS.clone();
        changed[at] ^= (byte) flip;
        refused += check(changed, "byte " + at + " ^ " + flip);
      }
    }
    // what may differ is the certificate within, which is not what is trusted
    assertThat(refused).isGreaterThan(CMS.length * flips.length / 3);
  }

  @Test
  void shouldNotBelieveAnythingElseAfterRandomChanges() throws Exception {
    // Given
    long seed = Long.getLong("assent.seed", System.nanoTime());
    System.out.println("seed " + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

    // Then
    for (int round = 0; round < RANDOM_CHANGES; round++) {
      byte[] changed = CMS.clone();
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        changed = change(changed, random);
      }
      check(changed, "seed " + seed + " round " + round);
    }
  }

  private static byte[] change(byte[] bytes, RandomGenerator random) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, Math.max(1, at));
      case 1 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        yield longer;
      }
      default -> {
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
    };
  }

  /** Gives 1 where it was refused. */
  private static int check(byte[] cms, String how) throws Exception {
    ProofVerdict verdict = verify(ProviderProof.of(ProofFormat.CMS_TEXT, cms, ANN.der()));
    if (!(verdict instanceof ProofVerdict.Verified)) {
      return 1;
    }
    assertThat(verdict).as(how).isEqualTo(verified(ANN));
    CMSSignedData data = new CMSSignedData(cms);
    assertThat(HexFormat.of().formatHex((byte[]) data.getSignedContent().getContent()))
        .as(how)
        .isEqualTo(HexFormat.of().formatHex(CONTENT.text("").getBytes(UTF_8)));
    assertThat(data.getSignerInfos().getSigners()).as(how).hasSize(1);
    return 0;
  }
}
