package dev.assent.schemas.vault;

import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where devices are told of challenges, encrypted for one user and device each. The same address
 * gives the same bytes, by which a repeated request is recognised. Inside, an address reads
 * service, application and token, a line each.
 */
public final class PushVault {
  private static final String PURPOSE = "push.";
  private static final String SEPARATOR = "\n";
  private static final int PARTS = 3;

  private final SecretVault vault;

  public PushVault(SecretVault vault) {
    this.vault = vault;
  }

  /** Encrypts the device's address. */
  public byte[] encrypt(UserKey user, String serialNumber, PushAddress address) {
    String text =
        String.join(
            SEPARATOR, address.service().text(), address.application(), address.token().reveal());
    return vault.encryptRepeatably(
        text.getBytes(StandardCharsets.UTF_8), context(user, serialNumber));
  }

  /** The device's address; nothing where these bytes are not that. */
  public Optional<PushAddress> open(UserKey user, String serialNumber, byte[] encrypted) {
    try {
      byte[] plain = vault.decrypt(encrypted, context(user, serialNumber));
      String[] parts = new String(plain, StandardCharsets.UTF_8).split(SEPARATOR, PARTS);
      return parts.length < PARTS
          ? Optional.empty()
          : PushService.find(parts[0]).map(service -> PushAddress.of(service, parts[1], parts[2]));
    } catch (UnreadableSecretException _) {
      return Optional.empty();
    }
  }

  /** A serial number has no full stop: this is no other purpose's context. */
  private static String context(UserKey user, String serialNumber) {
    return user.text(PURPOSE + serialNumber);
  }
}
