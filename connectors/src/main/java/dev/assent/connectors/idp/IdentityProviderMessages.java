package dev.assent.connectors.idp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.rest.AskedOperation;
import java.util.Base64;

/** The messages of the custom authentication contract that are sent. */
final class IdentityProviderMessages {
  private IdentityProviderMessages() {}

  /**
   * {@code init-signature}. The contract leaves open which bytes of {@code dataToSign} are signed;
   * ours are those of its member {@code document}, decoded.
   */
  static ObjectNode start(ProviderTransaction transaction) {
    AskedOperation asked = AskedOperation.of(transaction.document());
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("correlationId", transaction.transactionId());
    message
        .putObject("signatureContextData")
        .putObject("dataToSign")
        .put("username", transaction.user().userId())
        .put("action", asked.kind().name())
        .put("nonce", asked.nonce())
        .put("document", Base64.getEncoder().encodeToString(asked.content().document()));
    ObjectNode details = message.putObject("additionalDetails");
    details.put("text", asked.content().displayText());
    details.put("credentialId", transaction.credentialId());
    details.put("expiresAt", transaction.expiresAt().toString());
    transaction
        .subscriber()
        .ifPresent(subscriber -> details.put("msisdn", subscriber.msisdn().reveal()));
    return message;
  }

  /** {@code confirm-signature}. */
  static ObjectNode status(ProviderTransaction transaction) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("correlationId", transaction.transactionId());
    message.put("username", transaction.user().userId());
    message.putObject("additionalDetails");
    return message;
  }
}
