package dev.assent.schemas.vault;

/**
 * The secrets of webhooks, encrypted for one tenant, subscription and secret each, so that nothing
 * of it can be made another's.
 */
public final class WebhookVault {
  private static final String PURPOSE = "webhook";

  private final SecretVault vault;

  public WebhookVault(SecretVault vault) {
    this.vault = vault;
  }

  /** Encrypts the secret's bytes. */
  public byte[] encrypt(String tenant, String webhookId, String secretId, byte[] secret) {
    return vault.encrypt(secret, context(tenant, webhookId, secretId));
  }

  /**
   * The secret's bytes. The caller overwrites them after use.
   *
   * @throws UnreadableSecretException where these bytes are not that
   */
  public byte[] open(String tenant, String webhookId, String secretId, byte[] encrypted)
      throws UnreadableSecretException {
    return vault.decrypt(encrypted, context(tenant, webhookId, secretId));
  }

  /** None of the parts has a slash. */
  private static String context(String tenant, String webhookId, String secretId) {
    return String.join("/", PURPOSE, tenant, webhookId, secretId);
  }
}
