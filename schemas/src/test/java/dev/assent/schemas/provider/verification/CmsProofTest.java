package dev.assent.schemas.provider.verification;

import static dev.assent.schemas.provider.verification.Documents.ANN;
import static dev.assent.schemas.provider.verification.Documents.CONTENT;
import static dev.assent.schemas.provider.verification.Documents.DOCUMENT;
import static dev.assent.schemas.provider.verification.Documents.ROOT;
import static dev.assent.schemas.provider.verification.Documents.refused;
import static dev.assent.schemas.provider.verification.Documents.verified;
import static dev.assent.schemas.provider.verification.Documents.verify;
import static dev.assent.schemas.provider.verification.Documents.verifyRegistered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.provider.ProofFlaw;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.ProviderProof;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("EI-4")
final class CmsProofTest {
  private static final byte[] TEXT = CONTENT.text("").getBytes(UTF_8);
  private static final TestCertificate ANOTHER = ROOT.user("mid2").make();

  @ParameterizedTest
  @CsvSource({
    "secp256r1, SHA256withECDSA",
    "secp384r1, SHA384withECDSA",
    "secp521r1, SHA512withECDSA",
    "RSA2048, SHA256withRSA",
    "RSA2048, SHA512withRSA",
    "RSA3072, SHA384withRSA",
    "RSA2048, SHA256withRSAandMGF1",
  })
  void shouldVerifyWhatIsSignedWithEitherKindOfKey(String key, String algorithm) {
    // Given
    TestCertificate signer = ROOT.user("mid1").key(key).make();
    byte[] attached = TestCms.over(TEXT, signer).algorithm(algorithm).make();
    byte[] detached = TestCms.over(TEXT, signer).algorithm(algorithm).detached().make();

    // Then
    assertThat(verify(text(attached, signer))).isEqualTo(verified(signer));
    assertThat(verify(text(detached, signer))).isEqualTo(verified(signer));
    assertThat(verifyRegistered(text(attached, signer), signer)).isEqualTo(verified(signer));
  }

  @Test
  void shouldVerifyEachContentInItsFormatOnly() {
    // Given
    List<ProofFormat> formats =
        List.of(
            ProofFormat.CMS_DOCUMENT, ProofFormat.CMS_TEXT, ProofFormat.CMS_TRANSACTION_APPROVAL);
    List<byte[]> contents = List.of(DOCUMENT, TEXT, CONTENT.approvedTransaction());

    // Then
    for (ProofFormat format : formats) {
      for (byte[] content : contents) {
        ProviderProof proof =
            ProviderProof.of(format, TestCms.over(content, ANN).make(), ANN.der());
        boolean same = formats.indexOf(format) == contents.indexOf(content);
        assertThat(verify(proof))
            .isEqualTo(same ? verified(ANN) : refused(ProofFlaw.CONTENT_DIFFERS));
      }
    }
  }

  @Test
  void shouldTakeADetachedTextWithThePrefixThatTheTenantAgreed() {
    // Given
    byte[] agreed = CONTENT.text("Bank: ").getBytes(UTF_8);
    byte[] other = CONTENT.text("Ignore this: ").getBytes(UTF_8);

    // Then
    assertThat(verify(detached(agreed, agreed))).isEqualTo(verified(ANN));
    assertThat(verify(detached(other, other))).isEqualTo(refused(ProofFlaw.CONTENT_DIFFERS));
    assertThat(verify(detached(other, agreed))).isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "amount: 1.00", "amount: 9.00 (x)"})
  void shouldRefuseAnyOtherContent(String content) {
    // Given
    byte[] cms = TestCms.over(content.getBytes(UTF_8), ANN).make();

    // Then
    assertThat(verify(text(cms, ANN))).isEqualTo(refused(ProofFlaw.CONTENT_DIFFERS));
  }

  @Test
  void shouldRefuseTheSignatureForAnotherOperation() {
    // Given
    byte[] cms = TestCms.over(Documents.document("op-2"), ANN).make();

    // Then
    assertThat(verify(ProviderProof.of(ProofFormat.CMS_DOCUMENT, cms, ANN.der())))
        .isEqualTo(refused(ProofFlaw.CONTENT_DIFFERS));
  }

  @Test
  void shouldRefuseContentThatWasExchangedUnderTheSignature() {
    // Given
    byte[] cms = TestCms.over(CONTENT.text("Bunk: ").getBytes(UTF_8), ANN).make();
    String exchanged = HexFormat.of().formatHex(cms).replace(digits("Bunk: "), digits("Bank: "));

    // Then
    assertThat(verify(text(HexFormat.of().parseHex(exchanged), ANN)))
        .isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
  }

  @Test
  void shouldRefuseADigestThatIsNotTheContents() {
    // Given
    byte[] cms =
        TestCms.over(TEXT, ANN)
            .changing(
                table ->
                    table
                        .remove(CMSAttributes.messageDigest)
                        .add(CMSAttributes.messageDigest, new DEROctetString(new byte[32])))
            .make();

    // Then
    assertThat(verify(text(cms, ANN))).isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
  }

  @Test
  void shouldRefuseAnotherSigner() {
    // Given
    byte[] another = TestCms.over(TEXT, ANOTHER).make();
    byte[] inAnnsName = TestCms.over(TEXT, ANN).byKeyOf(ANOTHER).make();
    byte[] namingAnother = TestCms.over(TEXT, ANN).naming(ANOTHER).make();

    // Then
    assertThat(verify(text(another, ANN))).isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
    assertThat(verify(text(inAnnsName, ANN))).isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
    assertThat(verify(text(namingAnother, ANN))).isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
    assertThat(verifyRegistered(text(another, ANOTHER), ANN))
        .isEqualTo(refused(ProofFlaw.NOT_TRUSTED));
  }

  @Test
  void shouldRefuseTwoSignersAndNone() {
    // Given
    byte[] two = TestCms.over(TEXT, ANN).also(ANOTHER).make();
    byte[] twice = TestCms.over(TEXT, ANN).also(ANN).make();

    // Then
    assertThat(verify(text(two, ANN))).isEqualTo(refused(ProofFlaw.MALFORMED));
    assertThat(verify(text(twice, ANN))).isEqualTo(refused(ProofFlaw.MALFORMED));
  }

  @Test
  void shouldRefuseWhatHasNoSignedAttributes() {
    // Given
    byte[] cms = TestCms.over(TEXT, ANN).withoutAttributes().make();

    // Then
    assertThat(verify(text(cms, ANN))).isEqualTo(refused(ProofFlaw.MALFORMED));
  }

  @Test
  void shouldTakeWhatNamesNeitherTimeNorCertificate() {
    // Given
    byte[] cms =
        TestCms.over(TEXT, ANN)
            .changing(
                table ->
                    table
                        .remove(CMSAttributes.signingTime)
                        .remove(PKCSObjectIdentifiers.id_aa_signingCertificateV2))
            .make();

    // Then
    assertThat(verify(text(cms, ANN))).isEqualTo(verified(ANN));
  }

  @Test
  void shouldRefuseAnAttributeOfManyValues() {
    // Given
    byte[] cms =
        TestCms.over(TEXT, ANN)
            .changing(
                table -> {
                  Attribute time = table.get(CMSAttributes.signingTime);
                  ASN1EncodableVector values = new ASN1EncodableVector();
                  values.add(time.getAttributeValues()[0]);
                  values.add(new DERUTCTime("260301120001Z"));
                  AttributeTable without = table.remove(CMSAttributes.signingTime);
                  ASN1EncodableVector all = without.toASN1EncodableVector();
                  all.add(new Attribute(CMSAttributes.signingTime, new DERSet(values)));
                  return new AttributeTable(all);
                })
            .make();

    // Then
    assertThat(verify(text(cms, ANN))).isEqualTo(refused(ProofFlaw.SIGNATURE_WRONG));
  }

  @ParameterizedTest
  @ValueSource(longs = {-16, 16, 60 * 24})
  void shouldRefuseATimeOfSigningFarFromTheAnswer(long minutes) {
    // Given
    Duration off = Duration.ofMinutes(minutes);
    byte[] cms = TestCms.over(TEXT, ANN).signedAt(TestCertificate.NOW.plus(off)).make();

    // Then
    assertThat(verify(text(cms, ANN))).isEqualTo(refused(ProofFlaw.SIGNING_TIME));
  }

  @Test
  @Tag("AS-13")
  void shouldRefuseSha1() {
    // Given
    TestCertificate rsa = ROOT.user("mid1").key("RSA2048").make();

    // Then
    assertThat(verify(text(TestCms.over(TEXT, ANN).algorithm("SHA1withECDSA").make(), ANN)))
        .isEqualTo(refused(ProofFlaw.ALGORITHM_REFUSED));
    assertThat(verify(text(TestCms.over(TEXT, rsa).algorithm("SHA1withRSA").make(), rsa)))
        .isEqualTo(refused(ProofFlaw.ALGORITHM_REFUSED));
  }

  @Test
  void shouldRefuseContentOfAnotherType() {
    // Given
    byte[] cms = TestCms.over(TEXT, ANN).type(CMSObjectIdentifiers.envelopedData).make();

    // Then
    assertThat(verify(text(cms, ANN))).isEqualTo(refused(ProofFlaw.MALFORMED));
  }

  @Test
  void shouldRefuseIndefiniteLengthsAndWhateverFollows() {
    // Given
    byte[] cms = TestCms.over(TEXT, ANN).make();
    byte[] indefinite = TestCms.over(TEXT, ANN).encoding(ASN1Encoding.BER).make();

    // Then
    assertThat(verify(text(cms, ANN))).isEqualTo(verified(ANN));
    assertThat(indefinite).isNotEqualTo(cms);
    assertThat(verify(text(indefinite, ANN))).isEqualTo(refused(ProofFlaw.MALFORMED));
    assertThat(verify(text(Arrays.copyOf(cms, cms.length + 1), ANN)))
        .isEqualTo(refused(ProofFlaw.MALFORMED));
    assertThat(verify(text(Arrays.copyOf(cms, cms.length - 1), ANN)))
        .isEqualTo(refused(ProofFlaw.MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "3000", "0500", "308006092a864886f70d010702"})
  void shouldRefuseWhatIsNoCms(String bytes) {
    // Then
    assertThat(verify(text(HexFormat.of().parseHex(bytes), ANN)))
        .isEqualTo(refused(ProofFlaw.MALFORMED));
  }

  @Test
  void shouldSurviveWhatIsNestedDeeply() {
    // Given
    byte[] nested = HexFormat.of().parseHex("3080".repeat(30_000));
    byte[] large = new byte[64 * 1024 + 1];

    // Then
    assertThat(verify(text(nested, ANN))).isEqualTo(refused(ProofFlaw.MALFORMED));
    assertThat(verify(text(large, ANN))).isEqualTo(refused(ProofFlaw.MALFORMED));
  }

  private static ProviderProof text(byte[] cms, TestCertificate signer) {
    return ProviderProof.of(ProofFormat.CMS_TEXT, cms, signer.der());
  }

  private static ProviderProof detached(byte[] signed, byte[] said) {
    byte[] cms = TestCms.over(signed, ANN).detached().make();
    return new ProviderProof(
        Optional.of(ProofFormat.CMS_TEXT),
        HexFormat.of().formatHex(cms),
        ANN.hexadecimal(),
        Optional.of(HexFormat.of().formatHex(said)),
        List.of(),
        List.of(),
        List.of());
  }

  private static String digits(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
