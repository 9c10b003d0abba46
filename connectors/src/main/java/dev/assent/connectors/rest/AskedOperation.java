package dev.assent.connectors.rest;

import dev.assent.connectors.outbound.Octets;
import dev.assent.schemas.json.StrictJson;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.provider.SignedContent;

/**
 * What a document asks of the user.
 *
 * @param kind to log in or to sign
 * @param nonce makes the operation unlike any other
 * @param content what is given to sign
 */
public record AskedOperation(OperationKind kind, String nonce, SignedContent content) {

  /**
   * What the document asks.
   *
   * @throws IllegalArgumentException where the bytes are no document
   */
  public static AskedOperation of(Octets document) {
    SignedContent content = SignedContent.of(document.bytes());
    return StrictJson.readObject(document.bytes())
        .map(
            members ->
                new AskedOperation(
                    OperationKind.valueOf(members.path("kind").asText()),
                    members.path("nonce").asText(),
                    content))
        .orElseThrow();
  }
}
