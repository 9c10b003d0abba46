package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.WebhookSecret;
import dev.assent.schemas.vault.WebhookVault;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/**
 * A webhook's secret that was just made: the only time that anybody sees its text (Standard
 * Webhooks 1.0, "Secret serialization").
 *
 * @param secretId names it within its subscription
 * @param text {@code whsec_} and 256 random bits in Base64
 */
public record FreshWebhookSecret(String secretId, String text) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PREFIX = "whsec_";
  private static final int SECRET_BYTES = 32;

  /** A secret with an id of its own. */
  public static FreshWebhookSecret generate() {
    return new FreshWebhookSecret(
        identifier("secret-"), PREFIX + Base64.getEncoder().encodeToString(random(SECRET_BYTES)));
  }

  /** What is kept of it. */
  public WebhookSecret kept(WebhookVault vault, String tenant, String webhookId, Instant now) {
    byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    return WebhookSecret.newBuilder()
        .setSecretId(secretId)
        .setEncrypted(ByteBuffer.wrap(vault.encrypt(tenant, webhookId, secretId, bytes)))
        .setCreatedAt(now)
        .build();
  }

  /** Names the secret without its text. */
  @Override
  public String toString() {
    return "FreshWebhookSecret[secretId=" + secretId + "]";
  }

  /** A name that nothing else has. */
  public static String identifier(String prefix) {
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random(9));
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
