package dev.assent.ingress.service;

import dev.assent.ingress.tenant.TenantSettings;
import dev.assent.schemas.avro.ChangeMobileSignature;
import dev.assent.schemas.avro.CreateMobileSignature;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.vault.MobileVault;
import dev.assent.schemas.vault.MobileVault.Field;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Users' phones at mobile signature service providers.
 *
 * <p>Barrier: the calling number and the provider's name for the user are encrypted before they
 * leave here, and decrypted only for who may see them. The tenant's pattern is held here, because
 * nobody behind sees a number.
 */
public final class MobileSignatures {
  private final Operations operations;
  private final Optional<MobileVault> vault;
  private final TenantSettings tenants;

  /**
   * @param vault empty where this installation keeps no calling numbers
   * @param tenants whose policies hold the patterns
   */
  public MobileSignatures(
      Operations operations, Optional<MobileVault> vault, TenantSettings tenants) {
    this.operations = operations;
    this.vault = vault;
    this.tenants = tenants;
  }

  /** Whether calling numbers can be kept; all else here is only to be asked where they can. */
  public boolean isSetUp() {
    return vault.isPresent();
  }

  /**
   * Binds a phone to the user, who has none.
   *
   * @param creation without what is to be encrypted, which is added here
   */
  public CompletionStage<Result<MobileSignature>> create(
      Request request,
      UserKey user,
      CreateMobileSignature creation,
      String msisdn,
      String identificator) {
    if (!isAllowed(user, msisdn)) {
      return violation();
    }
    creation.setEncryptedMsisdn(encrypt(user, Field.MSISDN, msisdn));
    creation.setEncryptedIdentificator(encrypt(user, Field.IDENTIFICATOR, identificator));
    return opened(user, operations.commands().create(request, user, creation));
  }

  /**
   * Changes the user's phone.
   *
   * @param change without what is to be encrypted, which is added here
   */
  public CompletionStage<Result<MobileSignature>> change(
      Request request,
      UserKey user,
      ChangeMobileSignature change,
      Optional<String> msisdn,
      Optional<String> identificator) {
    if (msisdn.isPresent() && !isAllowed(user, msisdn.get())) {
      return violation();
    }
    msisdn.ifPresent(text -> change.setEncryptedMsisdn(encrypt(user, Field.MSISDN, text)));
    identificator.ifPresent(
        text -> change.setEncryptedIdentificator(encrypt(user, Field.IDENTIFICATOR, text)));
    return opened(user, operations.commands().change(request, user, change));
  }

  /** Takes the phone from the user. */
  public CompletionStage<Result<CredentialSnapshot>> delete(Request request, UserKey user) {
    return operations.commands().deleteMobileSignature(request, user);
  }

  /** The user's phone. */
  public CompletionStage<Result<MobileSignature>> find(Request request, UserKey user) {
    return operations
        .credentials(request, user)
        .thenApply(
            result ->
                result.flatMap(
                    page ->
                        page.getCredentials().stream()
                            .filter(credential -> credential.getMobileSignature() != null)
                            .findFirst()
                            .<Result<MobileSignature>>map(
                                credential -> new Result.Done<>(open(user, credential)))
                            .orElseGet(() -> new Result.Refused<>(Reason.CREDENTIAL_UNKNOWN))));
  }

  /**
   * The phone in clear.
   *
   * @param credential one with a mobile signature
   * @throws IllegalStateException where the key that it was encrypted under is gone
   */
  public MobileSignature open(UserKey user, CredentialSnapshot credential) {
    return new MobileSignature(
        credential,
        decrypt(user, Field.MSISDN, credential.getMobileSignature().getEncryptedMsisdn()),
        decrypt(
            user,
            Field.IDENTIFICATOR,
            credential.getMobileSignature().getEncryptedIdentificator()));
  }

  private CompletionStage<Result<MobileSignature>> opened(
      UserKey user, CompletionStage<Result<CredentialSnapshot>> changed) {
    return changed.thenApply(result -> result.map(credential -> open(user, credential)));
  }

  private boolean isAllowed(UserKey user, String msisdn) {
    return tenants
        .policy(user.tenant())
        .map(TenantPolicy::getMsisdnPattern)
        .map(pattern -> Pattern.matches(pattern, msisdn))
        .orElse(true);
  }

  private ByteBuffer encrypt(UserKey user, Field field, String text) {
    return ByteBuffer.wrap(vault.orElseThrow().encrypt(user, field, text));
  }

  private String decrypt(UserKey user, Field field, ByteBuffer encrypted) {
    byte[] bytes = new byte[encrypted.remaining()];
    encrypted.duplicate().get(bytes);
    return vault
        .orElseThrow()
        .open(user, field, bytes)
        .orElseThrow(
            () -> new IllegalStateException("a key is missing in vault.key.file to show this"));
  }

  private static <T> CompletionStage<Result<T>> violation() {
    return CompletableFuture.completedStage(new Result.Refused<>(Reason.POLICY_VIOLATED));
  }
}
