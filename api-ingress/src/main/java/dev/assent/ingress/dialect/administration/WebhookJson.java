package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.tenant.FreshWebhookSecret;
import dev.assent.schemas.avro.WebhookSecret;
import dev.assent.schemas.avro.WebhookSubscription;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Webhooks in answers; times are RFC 3339. */
final class WebhookJson {
  private WebhookJson() {}

  /**
   * @param fresh the secret that was just made, whose text is told
   */
  static void write(
      JsonGenerator json, WebhookSubscription webhook, Optional<FreshWebhookSecret> fresh)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("webhookId", webhook.getWebhookId());
    json.writeStringField("url", webhook.getUrl());
    json.writeStringField("createdAt", webhook.getCreatedAt().toString());
    json.writeBooleanField("paused", webhook.getPaused());
    Json.optional(json, "redriveRequestedAt", text(webhook.getRedriveRequestedAt()));
    json.writeArrayFieldStart("secrets");
    for (WebhookSecret secret : webhook.getSecrets()) {
      json.writeStartObject();
      json.writeStringField("secretId", secret.getSecretId());
      json.writeStringField("createdAt", secret.getCreatedAt().toString());
      Json.optional(json, "expiresAt", text(secret.getExpiresAt()));
      json.writeEndObject();
    }
    json.writeEndArray();
    if (fresh.isPresent()) {
      json.writeStringField("secret", fresh.get().text());
    }
    json.writeEndObject();
  }

  private static String text(Instant timeOrNull) {
    return timeOrNull == null ? null : timeOrNull.toString();
  }
}
