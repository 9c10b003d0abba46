package dev.assent.ingress.tenant;

import dev.assent.ingress.tenant.TenantChange.Edit;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.WebhookSecret;
import dev.assent.schemas.avro.WebhookSubscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The changes of webhooks that an administrator can make. */
public final class WebhookChanges {
  /** So many subscriptions a tenant can have; they are in one record. */
  static final int MOST_WEBHOOKS = 20;

  /** So many secrets can be in force at once: each makes every delivery longer. */
  static final int MOST_SECRETS = 5;

  private WebhookChanges() {}

  /** Adds a subscription. */
  public static TenantChange add(WebhookSubscription subscription) {
    return TenantChanges.existing(
        (before, next) -> {
          List<WebhookSubscription> webhooks = new ArrayList<>(before.getWebhooks());
          if (webhooks.size() >= MOST_WEBHOOKS) {
            return new Edit.Conflicting(
                "the tenant has " + MOST_WEBHOOKS + " webhooks; remove one first");
          }
          webhooks.add(subscription);
          next.setWebhooks(webhooks);
          return new Edit.Changed(next, "webhook " + subscription.getWebhookId() + " added");
        });
  }

  /**
   * Signs with a new secret, and with the former ones as well until their time is over.
   *
   * @param now secrets whose time was over before are forgotten
   * @param formerExpireAt when the former ones end at the latest
   */
  public static TenantChange rotate(
      String webhookId, WebhookSecret fresh, Instant now, Instant formerExpireAt) {
    return change(
        webhookId,
        "has a new secret",
        webhook -> {
          List<WebhookSecret> secrets = new ArrayList<>(List.of(fresh));
          for (WebhookSecret former : webhook.getSecrets()) {
            Instant expiresAt = former.getExpiresAt();
            if (expiresAt == null || expiresAt.isAfter(formerExpireAt)) {
              expiresAt = formerExpireAt;
            }
            if (expiresAt.isAfter(now)) {
              secrets.add(WebhookSecret.newBuilder(former).setExpiresAt(expiresAt).build());
            }
          }
          if (secrets.size() > MOST_SECRETS) {
            return Optional.of(
                "the webhook has " + MOST_SECRETS + " secrets in force; wait until one ends");
          }
          webhook.setSecrets(secrets);
          return Optional.empty();
        });
  }

  /** Lets deliveries wait, or go on. */
  public static TenantChange pause(String webhookId, boolean paused) {
    return change(
        webhookId,
        paused ? "paused" : "resumed",
        webhook -> {
          webhook.setPaused(paused);
          return Optional.empty();
        });
  }

  /** Has everything delivered again that was given up before the time. */
  public static TenantChange redrive(String webhookId, Instant requestedAt) {
    return change(
        webhookId,
        "redriven",
        webhook -> {
          webhook.setRedriveRequestedAt(requestedAt);
          return Optional.empty();
        });
  }

  /** Removes the subscription, with all that waits to be delivered. */
  public static TenantChange remove(String webhookId) {
    return TenantChanges.existing(
        (before, next) -> {
          List<WebhookSubscription> webhooks = new ArrayList<>(before.getWebhooks());
          if (!webhooks.removeIf(webhook -> webhook.getWebhookId().equals(webhookId))) {
            return new Edit.Missing();
          }
          next.setWebhooks(webhooks);
          return new Edit.Changed(next, "webhook " + webhookId + " removed");
        });
  }

  /** The tenant's subscription of the name; not to be changed. */
  public static Optional<WebhookSubscription> find(Tenant tenant, String webhookId) {
    return tenant.getWebhooks().stream()
        .filter(webhook -> webhook.getWebhookId().equals(webhookId))
        .findFirst();
  }

  /**
   * @param edit changes the subscription; what it gives is an objection
   */
  private static TenantChange change(
      String webhookId, String what, Function<WebhookSubscription, Optional<String>> edit) {
    return TenantChanges.existing(
        (_, next) ->
            find(next, webhookId)
                .map(
                    webhook ->
                        edit.apply(webhook)
                            .<Edit>map(Edit.Conflicting::new)
                            .orElseGet(
                                () -> new Edit.Changed(next, "webhook " + webhookId + " " + what)))
                .orElseGet(Edit.Missing::new));
  }
}
