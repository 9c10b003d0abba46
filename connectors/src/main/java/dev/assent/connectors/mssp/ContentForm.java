package dev.assent.connectors.mssp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.connectors.mssp.MobileServiceRequest.Content;
import dev.assent.schemas.json.StrictJson;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.provider.SignedContent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a document is made into for the user to read and to sign. */
sealed interface ContentForm {
  /** How what comes back is verified: fixed by the settings, never by what came back. */
  ProofFormat format();

  /** What is sent; nothing where the service would not take it. */
  Optional<Content> content(SignedContent document);

  /**
   * A text, which every phone shows.
   *
   * @param prefix what the text must begin with (fault 107)
   */
  record Text(String prefix, PhoneText limits) implements ContentForm {
    @Override
    public ProofFormat format() {
      return ProofFormat.CMS_TEXT;
    }

    @Override
    public Optional<Content> content(SignedContent document) {
      return Optional.of(document.text(prefix))
          .filter(limits::takes)
          .map(text -> new Content(SignedContent.TEXT_TYPE, text));
    }
  }

  /**
   * Pairs, which only an app shows, with dynamic linking (vendor-apis.md section 7, "Transaction
   * approval").
   *
   * @param type the title; shown, and not signed
   */
  record TransactionApproval(String type) implements ContentForm {
    private static final int MOST_PAIRS = 20;
    private static final int LONGEST_KEY = 100;
    private static final int LONGEST_VALUE = 2_000;
    private static final int LONGEST_SUM = 2_000;

    @Override
    public ProofFormat format() {
      return ProofFormat.CMS_TRANSACTION_APPROVAL;
    }

    @Override
    public Optional<Content> content(SignedContent document) {
      return Optional.of(document.transactionApproval(type))
          .filter(TransactionApproval::isTaken)
          .map(data -> new Content(SignedContent.TRANSACTION_APPROVAL_TYPE, data));
    }

    private static boolean isTaken(String data) {
      JsonNode pairs =
          StrictJson.readObject(data.getBytes(StandardCharsets.UTF_8)).orElseThrow().path("dtbd");
      int sum = 0;
      for (JsonNode pair : pairs) {
        int key = length(pair.path("key"));
        int value = length(pair.path("value"));
        if (key > LONGEST_KEY || value > LONGEST_VALUE) {
          return false;
        }
        sum += key + value;
      }
      return pairs.size() <= MOST_PAIRS
          && sum <= LONGEST_SUM
          && data.chars().noneMatch(PhoneText::isControl);
    }

    private static int length(JsonNode text) {
      return text.asText().getBytes(StandardCharsets.UTF_8).length;
    }
  }
}
