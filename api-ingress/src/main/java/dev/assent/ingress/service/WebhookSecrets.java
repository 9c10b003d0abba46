package dev.assent.ingress.service;

import dev.assent.schemas.vault.WebhookVault;
import java.util.Optional;

/**
 * What webhooks' secrets are encrypted with before they leave the ingress, and whom they may be
 * for.
 *
 * @param vault empty where this installation keeps no secrets: then it has no webhooks
 * @param loopback whether results may be posted to the machine itself without TLS
 */
public record WebhookSecrets(Optional<WebhookVault> vault, boolean loopback) {}
