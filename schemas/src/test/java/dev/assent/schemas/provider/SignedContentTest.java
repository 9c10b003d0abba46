package dev.assent.schemas.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.device.Nonce;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import dev.assent.schemas.provider.ProofFormat.Content;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignedContentTest {
  private static final byte[] DOCUMENT = document(Optional.empty());
  private static final SignedContent CONTENT = SignedContent.of(DOCUMENT);
  private static final String DIGEST =
      Base64.getUrlEncoder().withoutPadding().encodeToString(CONTENT.hash("SHA-256"));

  @Test
  void shouldPutTheWholeDigestBehindWhatIsShown() {
    // When
    String text = CONTENT.text("Bank ACME: ");

    // Then
    assertThat(text).isEqualTo("Bank ACME: amount: 1.00, payee: \"Ann\" (" + DIGEST + ")");
    assertThat(DIGEST).hasSize(43);
  }

  @Test
  void shouldShowTheRenderedTextWhereThereIsOne() {
    // Given
    DisplayText rendered = new DisplayText(new TemplateKey("pay", 3), "en", "Pay 1.00 to Ann?");

    // When
    SignedContent content = SignedContent.of(document(Optional.of(rendered)));

    // Then
    assertThat(content.displayText()).isEqualTo("Pay 1.00 to Ann?");
    assertThat(content.transactionApproval("Payment"))
        .startsWith(
            "{\"type\":\"Payment\",\"dtbd\":[{\"key\":\"pay\",\"value\":\"Pay 1.00 to Ann?\"},")
        .endsWith("]}");
  }

  @Test
  void shouldSendThePairsAndTheDigestAndHaveThemSigned() {
    // Then
    assertThat(CONTENT.transactionApproval("Payment"))
        .isEqualTo(
            "{\"type\":\"Payment\",\"dtbd\":[{\"key\":\"amount\",\"value\":\"1.00\"},"
                + "{\"key\":\"payee\",\"value\":\"\\\"Ann\\\"\"},{\"key\":\"document\",\"value\":\""
                + DIGEST
                + "\"}]}");
    assertThat(new String(CONTENT.approvedTransaction(), UTF_8))
        .startsWith("{\"format_version\":1,\"content_string\":\"[{\\\"key\\\":\\\"amount\\\"");
  }

  @Test
  void shouldTakeAnApprovalThatIsSpacedAndEscapedDifferently() {
    // Given
    String spaced =
        new String(CONTENT.approvedTransaction(), UTF_8)
            .replace("{\"format_version\":1,", "{ \"format_version\" : 1 ,\n")
            .replace("1.00", "1\\\\u002e00");

    // Then
    assertThat(says(spaced, Content.TRANSACTION_APPROVAL)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.00|9.00",
        "\"format_version\":1|\"format_version\":2",
        "\"format_version\":1|\"format_version\":1,\"format_version\":1",
        "\"format_version\":1|\"format_version\":1,\"more\":1",
        "[{|[{\\\"key\\\":\\\"fee\\\",\\\"value\\\":\\\"5\\\"},{",
        "}]|}],\\\"more\\\":[]",
        "}]|}]}",
      })
  void shouldRefuseAnApprovalOfAnythingElse(String change) {
    // Given
    String[] parts = change.split("\\|");
    String approval = new String(CONTENT.approvedTransaction(), UTF_8);
    String changed = approval.replace(parts[0], parts[1]);

    // Then
    assertThat(changed).isNotEqualTo(approval);
    assertThat(says(approval, Content.TRANSACTION_APPROVAL)).isTrue();
    assertThat(says(changed, Content.TRANSACTION_APPROVAL)).isFalse();
  }

  @Test
  void shouldTakeATextWithNoPrefixOrOneOfTheTenants() {
    // Then
    assertThat(says(CONTENT.text(""), Content.TEXT)).isTrue();
    assertThat(says(CONTENT.text("Bank: "), Content.TEXT)).isTrue();
    assertThat(says(CONTENT.text("Ignore: "), Content.TEXT)).isFalse();
    assertThat(says(CONTENT.text("") + " ", Content.TEXT)).isFalse();
  }

  @Test
  void shouldFindTheChallengeInItsPlaceOfSmartIdsProtocol() {
    // Given
    String rest = "|user|QmFuaw==||interactions|displayTextAndPIN||Notification";

    // Then
    assertThat(Base64.getDecoder().decode(CONTENT.challenge())).isEqualTo(CONTENT.hash("SHA-512"));
    assertThat(says("smart-id|ACSP_V2|random|" + CONTENT.challenge() + rest, Content.ACSP_V2))
        .isTrue();
    assertThat(says("smart-id|ACSP_V1|random|" + CONTENT.challenge() + rest, Content.ACSP_V2))
        .isFalse();
    assertThat(says("other|ACSP_V2|random|" + CONTENT.challenge() + rest, Content.ACSP_V2))
        .isFalse();
    assertThat(says("smart-id|ACSP_V2|random|other" + rest, Content.ACSP_V2)).isFalse();
    assertThat(says("smart-id|ACSP_V2|" + CONTENT.challenge() + "|x" + rest, Content.ACSP_V2))
        .isFalse();
    assertThat(says("smart-id|ACSP_V2|r|" + CONTENT.challenge() + rest + "|x", Content.ACSP_V2))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(Content.class)
  void shouldRefuseWhatWasSignedForAnotherDocument(Content kind) throws Exception {
    // Given
    SignedContent another =
        SignedContent.of(new String(DOCUMENT, UTF_8).replace("op-1", "op-2").getBytes(UTF_8));
    byte[] content =
        switch (kind) {
          case DOCUMENT -> another.document();
          case TEXT -> another.text("").getBytes(UTF_8);
          case TRANSACTION_APPROVAL -> another.approvedTransaction();
          case ACSP_V2 ->
              ("smart-id|ACSP_V2|r|" + another.challenge() + "|u|n||i|t||f").getBytes(UTF_8);
        };

    // Then
    assertThat(another.isSaidBy(content, kind, List.of())).isTrue();
    assertThat(CONTENT.isSaidBy(content, kind, List.of())).isFalse();
    assertThat(another.hash("SHA-256"))
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(another.document()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"display\":1}", "{\"display\":{}} x"})
  void shouldRefuseWhatIsNoDocument(String bytes) {
    // Then
    assertThatThrownBy(() -> SignedContent.of(bytes.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("AS-20")
  void shouldKnowNoFormatOfAnotherName() {
    // Then
    assertThat(ProofFormat.named(null)).contains(ProofFormat.DOCUMENT_SHA256);
    assertThat(ProofFormat.named("CMS_TEXT")).contains(ProofFormat.CMS_TEXT);
    assertThat(ProofFormat.named("cms_text")).isEmpty();
    assertThat(ProofFormat.named("")).isEmpty();
  }

  private static boolean says(String content, Content kind) {
    return CONTENT.isSaidBy(content.getBytes(UTF_8), kind, List.of("Bank: "));
  }

  private static byte[] document(Optional<DisplayText> text) {
    return new ChallengeDocument(
            ChallengeDocument.LATEST,
            "bank",
            "4A",
            "op-1",
            OperationKind.SIGNING,
            Map.of("payee", "\"Ann\"", "amount", "1.00"),
            text,
            Set.of(ProofKind.MOBILE_SIGNATURE),
            0,
            Nonce.of(new byte[Nonce.BYTES]),
            Instant.parse("2026-01-02T03:04:05Z"))
        .canonical();
  }
}
