package dev.assent.schemas.device;

import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** All the ways in which one document may be passed off as another. */
final class DocumentChanges {
  /** A text in which each change finds something to change. */
  static final String CHANGEABLE = "caf\u00e9 a\ufb01 e\u0301";

  private DocumentChanges() {}

  /**
   * Documents that differ from this one, by what was done to it.
   *
   * @param document with the fields amount, such as 1.0, currency, account, a number above 0, and
   *     payee; payee and text begin with {@link #CHANGEABLE}
   */
  static Map<String, ChallengeDocument> of(ChallengeDocument document) {
    Map<String, ChallengeDocument> changes = new LinkedHashMap<>();
    ofNames(document).forEach((name, changed) -> changes.put("names: " + name, changed));
    ofDisplay(document).forEach((name, changed) -> changes.put("display: " + name, changed));
    ofTerms(document).forEach((name, changed) -> changes.put("terms: " + name, changed));
    ofTexts()
        .forEach(
            (name, change) -> {
              changes.put("payee: " + name, withValue(document, "payee", change));
              changes.put("text: " + name, withText(document, change));
            });
    return changes;
  }

  private static Map<String, ChallengeDocument> ofNames(ChallengeDocument document) {
    String tenant = document.tenant();
    String user = document.userId();
    String operation = document.operationId();
    Map<String, ChallengeDocument> changes = new LinkedHashMap<>();
    changes.put("another tenant", withNames(document, tenant + "0", user, operation));
    changes.put(
        "tenant in capitals", withNames(document, "B" + tenant.substring(1), user, operation));
    changes.put("user with a leading zero", withNames(document, tenant, "0" + user, operation));
    changes.put(
        "user in small letters", withNames(document, tenant, "4a" + user.substring(2), operation));
    changes.put(
        "operation with a look-alike",
        withNames(document, tenant, user, operation.replace('a', '\u0430')));
    changes.put("operation with a space", withNames(document, tenant, user, operation + " "));
    changes.put("exchanged", withNames(document, user, tenant, operation));
    changes.put("text moved over", withNames(document, tenant + user, "", operation));
    changes.put(
        "a character moved over",
        withNames(document, tenant + user.charAt(0), user.substring(1), operation));
    return changes;
  }

  private static Map<String, ChallengeDocument> ofDisplay(ChallengeDocument document) {
    Map<String, ChallengeDocument> changes = new LinkedHashMap<>();
    changes.put("1.0 or 1.00", withValue(document, "amount", value -> value + "0"));
    changes.put("1.0 or 1", withValue(document, "amount", value -> value.replace(".0", "")));
    changes.put("1.0 or 1,0", withValue(document, "amount", value -> value.replace('.', ',')));
    changes.put("sign", withValue(document, "amount", value -> "+" + value));
    changes.put("currency", withValue(document, "currency", _ -> "USD"));
    changes.put("leading zero", withValue(document, "account", value -> "0" + value));
    changes.put(
        "other digits", withValue(document, "account", value -> "\uff11" + value.substring(1)));
    changes.put("empty field more", with(document, shown -> plus(shown, "more", "")));
    changes.put("field absent", with(document, shown -> without(shown, "account")));
    changes.put("nothing", with(document, _ -> Map.of()));
    changes.put(
        "name in capitals",
        with(document, shown -> plus(without(shown, "amount"), "Amount", shown.get("amount"))));
    changes.put("values exchanged", with(document, shown -> exchanged(shown, "amount", "account")));
    changes.put(
        "value moved over",
        with(
            document,
            shown ->
                plus(
                    plus(shown, "amount", shown.get("amount") + shown.get("account")),
                    "account",
                    "")));
    return changes;
  }

  private static Map<String, UnaryOperator<String>> ofTexts() {
    Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();
    changes.put("look-alike", text -> text.replace('a', '\u0430'));
    changes.put("another case", text -> text.replaceFirst("a", "A"));
    changes.put("space that does not break", text -> text.replaceFirst(" ", "\u00a0"));
    changes.put("space at the end", text -> text + " ");
    changes.put("invisible character", text -> text + "\u200b");
    changes.put("direction turned", text -> "\u202e" + text);
    changes.put("emptied", _ -> "");
    changes.put("a member smuggled in", text -> text + "\",\"x\":\"");
    for (Normalizer.Form form : Normalizer.Form.values()) {
      changes.put(form.name(), text -> Normalizer.normalize(text, form));
    }
    return changes;
  }

  private static Map<String, ChallengeDocument> ofTerms(ChallengeDocument document) {
    DisplayText text = document.text().orElseThrow();
    String id = text.template().id();
    int number = text.template().version();
    String language = text.language();
    String shown = text.text();
    byte[] nonce = document.nonce().bytes();
    nonce[Nonce.BYTES - 1] ^= 1;
    Map<String, ChallengeDocument> changes = new LinkedHashMap<>();
    changes.put(
        "template",
        DocumentBuilder.like(document).withText(id + "2", number, language, shown).build());
    changes.put(
        "template's version",
        DocumentBuilder.like(document).withText(id, number + 1, language, shown).build());
    changes.put(
        "language", DocumentBuilder.like(document).withText(id, number, "en-GB", shown).build());
    changes.put(
        "template and language exchanged",
        DocumentBuilder.like(document).withText(language, number, id, shown).build());
    changes.put("no text", DocumentBuilder.like(document).withText(Optional.empty()).build());
    changes.put(
        "text as a field",
        DocumentBuilder.like(document)
            .withText(Optional.empty())
            .withDisplay(plus(document.displayData(), "text", shown))
            .build());
    changes.put(
        "kind",
        DocumentBuilder.like(document)
            .withKind(
                document.kind() == OperationKind.SIGNING
                    ? OperationKind.AUTHENTICATION
                    : OperationKind.SIGNING)
            .build());
    changes.put(
        "fewer kinds of proof",
        DocumentBuilder.like(document).withProofs(Set.of(ProofKind.DEVICE_PIN)).build());
    changes.put(
        "more kinds of proof",
        DocumentBuilder.like(document)
            .withProofs(
                Set.of(
                    ProofKind.DEVICE_PIN, ProofKind.DEVICE_BIOMETRIC, ProofKind.DEVICE_SIGNATURE))
            .build());
    changes.put("no kind of proof", DocumentBuilder.like(document).withProofs(Set.of()).build());
    changes.put(
        "digits",
        DocumentBuilder.like(document).withMatchingDigits(document.matchingDigits() + 1).build());
    changes.put("no digits", DocumentBuilder.like(document).withMatchingDigits(0).build());
    changes.put("nonce", DocumentBuilder.like(document).withNonce(Nonce.of(nonce)).build());
    changes.put(
        "later",
        DocumentBuilder.like(document).withExpiry(document.expiresAt().plusMillis(1)).build());
    changes.put(
        "earlier",
        DocumentBuilder.like(document).withExpiry(document.expiresAt().minusMillis(1)).build());
    changes.put("version 1", DocumentBuilder.like(document).inFirstVersion().build());
    return changes;
  }

  /** The document with the display data changed. */
  static ChallengeDocument with(
      ChallengeDocument document, UnaryOperator<Map<String, String>> change) {
    return DocumentBuilder.like(document).withDisplay(change.apply(document.displayData())).build();
  }

  /** The document with one field of the display data changed. */
  static ChallengeDocument withValue(
      ChallengeDocument document, String name, UnaryOperator<String> change) {
    return with(document, shown -> plus(shown, name, change.apply(shown.get(name))));
  }

  static Map<String, String> plus(Map<String, String> shown, String name, String value) {
    Map<String, String> result = new HashMap<>(shown);
    result.put(name, value);
    return result;
  }

  static Map<String, String> without(Map<String, String> shown, String name) {
    Map<String, String> result = new HashMap<>(shown);
    result.remove(name);
    return result;
  }

  static Map<String, String> exchanged(Map<String, String> shown, String one, String other) {
    return plus(plus(shown, one, shown.get(other)), other, shown.get(one));
  }

  private static ChallengeDocument withText(
      ChallengeDocument document, UnaryOperator<String> change) {
    return DocumentBuilder.like(document)
        .changingText(
            shown ->
                new DisplayText(shown.template(), shown.language(), change.apply(shown.text())))
        .build();
  }

  private static ChallengeDocument withNames(
      ChallengeDocument document, String tenant, String user, String operation) {
    return DocumentBuilder.like(document)
        .withTenant(tenant)
        .withUser(user)
        .withOperation(operation)
        .build();
  }
}
