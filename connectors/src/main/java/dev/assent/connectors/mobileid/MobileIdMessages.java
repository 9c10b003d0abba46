package dev.assent.connectors.mobileid;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.connectors.provider.Subscriber;
import java.util.Base64;
import java.util.Optional;

/** The messages of the Mobile-ID REST interface that are sent. */
final class MobileIdMessages {
  /** The JCA name of the hash that is signed. */
  static final String HASH = "SHA-256";

  private final MobileIdSettings settings;

  MobileIdMessages(MobileIdSettings settings) {
    this.settings = settings;
  }

  /** Asks the user for a signature of the hash, to log in or to sign. */
  ObjectNode start(Subscriber subscriber, byte[] hash, Optional<DisplayedText> text) {
    ObjectNode message = addressed(subscriber);
    message.put("hash", Base64.getEncoder().encodeToString(hash));
    message.put("hashType", "SHA256");
    message.put("language", settings.language());
    text.ifPresent(
        shown -> {
          message.put("displayText", shown.text());
          message.put("displayTextFormat", shown.format());
        });
    return message;
  }

  /** Asks for the certificate of the user's key for signatures. */
  ObjectNode certificate(Subscriber subscriber) {
    return addressed(subscriber);
  }

  private ObjectNode addressed(Subscriber subscriber) {
    String number = subscriber.msisdn().reveal();
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("relyingPartyUUID", settings.relyingPartyUuid().reveal());
    message.put("relyingPartyName", settings.relyingPartyName());
    message.put("phoneNumber", number.startsWith("+") ? number : "+" + number);
    message.put("nationalIdentityNumber", subscriber.identificator().orElseThrow().reveal());
    return message;
  }
}
