package dev.assent.schemas.device;

import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Makes a document that differs from another one in what a test is about. */
final class DocumentBuilder {
  private int version;
  private String tenant;
  private String user;
  private String operation;
  private OperationKind kind;
  private Map<String, String> display;
  private Optional<DisplayText> text;
  private Set<ProofKind> proofs;
  private int matchingDigits;
  private Nonce nonce;
  private Instant expiresAt;

  private DocumentBuilder(ChallengeDocument document) {
    version = document.version();
    tenant = document.tenant();
    user = document.userId();
    operation = document.operationId();
    kind = document.kind();
    display = document.displayData();
    text = document.text();
    proofs = document.proofKinds();
    matchingDigits = document.matchingDigits();
    nonce = document.nonce();
    expiresAt = document.expiresAt();
  }

  /** A payment in the latest version, without a template and without a number. */
  static DocumentBuilder aPayment() {
    return like(
        new ChallengeDocument(
            ChallengeDocument.LATEST,
            "bank",
            "4A",
            "op-1",
            OperationKind.SIGNING,
            Map.of("amount", "1.00", "payee", "Ann"),
            Optional.empty(),
            Set.of(ProofKind.DEVICE_PIN),
            0,
            Nonce.of(new byte[Nonce.BYTES]),
            Instant.parse("2026-01-02T03:04:05Z")));
  }

  static DocumentBuilder like(ChallengeDocument document) {
    return new DocumentBuilder(document);
  }

  /** The same in version 1, which has neither text nor proof kinds nor matching digits. */
  DocumentBuilder inFirstVersion() {
    version = ChallengeDocument.FIRST;
    return withText(Optional.empty()).withProofs(Set.of()).withMatchingDigits(0);
  }

  DocumentBuilder withTenant(String value) {
    tenant = value;
    return this;
  }

  DocumentBuilder withUser(String value) {
    user = value;
    return this;
  }

  DocumentBuilder withOperation(String value) {
    operation = value;
    return this;
  }

  DocumentBuilder withKind(OperationKind value) {
    kind = value;
    return this;
  }

  DocumentBuilder withDisplay(Map<String, String> value) {
    display = value;
    return this;
  }

  DocumentBuilder withText(Optional<DisplayText> value) {
    text = value;
    return this;
  }

  DocumentBuilder withText(String template, int templateVersion, String language, String shown) {
    TemplateKey key = new TemplateKey(template, templateVersion);
    return withText(Optional.of(new DisplayText(key, language, shown)));
  }

  DocumentBuilder changingText(UnaryOperator<DisplayText> change) {
    return withText(text.map(change));
  }

  DocumentBuilder withProofs(Set<ProofKind> value) {
    proofs = value;
    return this;
  }

  DocumentBuilder withMatchingDigits(int value) {
    matchingDigits = value;
    return this;
  }

  DocumentBuilder withNonce(Nonce value) {
    nonce = value;
    return this;
  }

  DocumentBuilder withExpiry(Instant value) {
    expiresAt = value;
    return this;
  }

  ChallengeDocument build() {
    return new ChallengeDocument(
        version,
        tenant,
        user,
        operation,
        kind,
        display,
        text,
        proofs,
        matchingDigits,
        nonce,
        expiresAt);
  }
}
