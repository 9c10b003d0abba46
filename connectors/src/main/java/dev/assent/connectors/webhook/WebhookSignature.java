package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.WebhookSecret;
import dev.assent.schemas.avro.WebhookSubscription;
import dev.assent.schemas.vault.UnreadableSecretException;
import dev.assent.schemas.vault.WebhookVault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages with all of a subscription's secrets whose time is not over, so that a receiver
 * may change to a new one when it likes (Standard Webhooks 1.0, "Signature scheme", {@code v1}).
 */
final class WebhookSignature {
  private static final String MAC = "HmacSHA256";
  private static final String VERSION = "v1,";

  private final WebhookVault vault;

  WebhookSignature(WebhookVault vault) {
    this.vault = vault;
  }

  /**
   * The value of {@code webhook-signature}; nothing where a secret in force cannot be opened, or
   * none is in force.
   */
  Optional<String> of(
      String tenant,
      WebhookSubscription subscription,
      String messageId,
      Instant timestamp,
      byte[] body) {
    List<String> signatures = new ArrayList<>();
    try {
      for (WebhookSecret secret : subscription.getSecrets()) {
        if (secret.getExpiresAt() == null || timestamp.isBefore(secret.getExpiresAt())) {
          byte[] key = open(tenant, subscription, secret);
          signatures.add(VERSION + sign(key, messageId, timestamp, body));
          Arrays.fill(key, (byte) 0);
        }
      }
    } catch (UnreadableSecretException _) {
      return Optional.empty();
    }
    return Optional.of(String.join(" ", signatures)).filter(text -> !text.isEmpty());
  }

  private byte[] open(String tenant, WebhookSubscription subscription, WebhookSecret secret)
      throws UnreadableSecretException {
    ByteBuffer encrypted = secret.getEncrypted().duplicate();
    byte[] bytes = new byte[encrypted.remaining()];
    encrypted.get(bytes);
    return vault.open(tenant, subscription.getWebhookId(), secret.getSecretId(), bytes);
  }

  private static String sign(byte[] key, String messageId, Instant timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      String head = messageId + "." + timestamp.getEpochSecond() + ".";
      mac.update(head.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
    }
  }
}
