package dev.assent.ingress.dialect.nativeapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.PushAddresses;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import dev.assent.schemas.vault.PushVault;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Where a device is told of challenges.
 *
 * <p>Barrier: only encrypted, and for this user and device alone, does it go on from here.
 */
final class PushAddressJson {
  static final Set<String> MEMBERS = Set.of("service", "application", "token");

  private PushAddressJson() {}

  static ByteBuffer read(
      JsonNode node, UserKey user, String serialNumber, PushAddresses addresses) {
    return read(JsonObject.of("pushAddress", node, MEMBERS), user, serialNumber, addresses);
  }

  static ByteBuffer read(
      JsonObject fields, UserKey user, String serialNumber, PushAddresses addresses) {
    PushVault vault =
        addresses
            .vault()
            .orElseThrow(
                () ->
                    new Rejected(
                        Failure.NOT_SET_UP,
                        "no push addresses are kept here: the setting vault.key.file is missing"));
    PushService service =
        PushService.find(fields.text("service"))
            .orElseThrow(() -> Rejected.badRequest("service must be fcm or apns"));
    try {
      return ByteBuffer.wrap(
          vault.encrypt(
              user,
              serialNumber,
              PushAddress.of(service, fields.text("application"), fields.text("token"))));
    } catch (IllegalArgumentException e) {
      // the address's refusals repeat nothing of it
      throw Rejected.badRequest(e.getMessage());
    }
  }
}
