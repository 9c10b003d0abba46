package dev.assent.connectors.smartid;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.connectors.rest.AskedOperation;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.provider.SignedContent;
import java.util.Base64;

/** The messages of the Smart-ID relying party interface that are sent. */
final class SmartIdMessages {
  private static final String HASH = "SHA-256";

  private final SmartIdSettings settings;

  SmartIdMessages(SmartIdSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks the user to log in or to sign. Without a {@code nonce}: the same request within 15 s gives
   * the same session, and rings no second time.
   */
  ObjectNode start(AskedOperation asked, Interactions interactions) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("relyingPartyUUID", settings.relyingPartyUuid().reveal());
    message.put("relyingPartyName", settings.relyingPartyName());
    message.put("certificateLevel", settings.certificateLevel());
    message.put(
        "signatureProtocol",
        asked.kind() == OperationKind.AUTHENTICATION ? "ACSP_V2" : "RAW_DIGEST_SIGNATURE");
    message.set("signatureProtocolParameters", parameters(asked));
    message.put("interactions", interactions.encoded());
    if (asked.kind() == OperationKind.AUTHENTICATION) {
      message.put("vcType", "numeric4");
    }
    return message;
  }

  /** The text that a login over this operation signs. */
  AuthenticationText authenticationText(SignedContent content, Interactions interactions) {
    return new AuthenticationText(
        settings.scheme(),
        content.challenge(),
        settings.relyingPartyName(),
        "",
        interactions.digest(),
        "");
  }

  private static ObjectNode parameters(AskedOperation asked) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    switch (asked.kind()) {
      case AUTHENTICATION -> parameters.put("rpChallenge", asked.content().challenge());
      case SIGNING ->
          parameters.put("digest", Base64.getEncoder().encodeToString(asked.content().hash(HASH)));
    }
    parameters.put("signatureAlgorithm", "rsassa-pss");
    parameters.putObject("signatureAlgorithmParameters").put("hashAlgorithm", HASH);
    return parameters;
  }
}
