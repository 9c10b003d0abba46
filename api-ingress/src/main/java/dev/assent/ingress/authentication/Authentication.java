package dev.assent.ingress.authentication;

import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.ingress.tenant.KnownTenant;
import dev.assent.ingress.tenant.TenantDirectory;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantAuthentication;
import io.micronaut.http.HttpRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Says who calls.
 *
 * <p>Barrier: a caller is known only by a scheme that both the dialect and the tenant take.
 * Missing, unknown, expired and forbidden credentials, and those of a tenant that is disabled or
 * unknown, are all the same: nobody. Nothing is remembered of an earlier answer.
 */
public final class Authentication implements AutoCloseable {
  private final Map<String, Set<Scheme>> schemes;
  private final TenantDirectory directory;
  private final KeyAuthenticator keys;
  private final BearerAuthenticator tokens;
  private final CertificateAuthenticator certificates;

  /** Tokens may have to wait for an issuer's keys, and the HTTP server's threads must not. */
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("assent-ingress-tokens-", 0).factory());

  /**
   * @param schemes the schemes that a dialect takes by its name, where not those that it takes of
   *     itself
   * @param keySource where the keys of issuers are fetched
   * @param clock tells whether tokens and certificates are in their time
   */
  public Authentication(
      Map<String, Set<Scheme>> schemes,
      TenantDirectory directory,
      AdministratorKeys administrators,
      BearerRules rules,
      KeySetSource keySource,
      InstantSource clock) {
    this.schemes = Map.copyOf(schemes);
    this.directory = directory;
    this.keys = new KeyAuthenticator(directory, administrators);
    this.tokens =
        new BearerAuthenticator(
            directory, new KeySets(keySource, rules.keysFreshFor(), clock), rules, clock);
    this.certificates = new CertificateAuthenticator(directory, clock);
  }

  /** The names of the dialects that the settings give schemes. */
  public Set<String> configuredDialects() {
    return schemes.keySet();
  }

  /**
   * The schemes that the dialect takes.
   *
   * @param standard those that it takes where no setting says otherwise
   */
  public Set<Scheme> schemes(String dialect, Set<Scheme> standard) {
    return schemes.getOrDefault(dialect, standard);
  }

  /** Who calls; nothing where that is nobody who is known by one of the schemes. */
  public CompletionStage<Optional<Identity>> authenticate(
      HttpRequest<?> request, Set<Scheme> accepted) {
    return PresentedCredentials.of(request, accepted)
        .map(this::authenticate)
        .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()))
        .thenApply(identity -> identity.filter(this::isAllowedByTenant));
  }

  /** Waits for no issuer any more. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private CompletionStage<Optional<Identity>> authenticate(Credentials credentials) {
    return switch (credentials) {
      case Credentials.ApiKey key -> CompletableFuture.completedStage(keys.authenticate(key));
      case Credentials.Basic basic -> CompletableFuture.completedStage(keys.authenticate(basic));
      case Credentials.ClientCertificate certificate ->
          CompletableFuture.completedStage(certificates.authenticate(certificate));
      case Credentials.Bearer token ->
          CompletableFuture.supplyAsync(() -> tokens.authenticate(token), threads);
    };
  }

  /** A tenant that is disabled or unknown by now takes none; an administrator is no tenant's. */
  private boolean isAllowedByTenant(Identity identity) {
    return identity.permissions().contains(Permission.TENANT_ADMINISTRATION)
        || directory
            .find(identity.caller().tenant())
            .map(KnownTenant::record)
            .filter(Tenant::getEnabled)
            .filter(tenant -> takes(tenant.getAuthentication(), identity.scheme()))
            .isPresent();
  }

  private static boolean takes(TenantAuthentication ownOrNull, Scheme scheme) {
    return ownOrNull == null
        || ownOrNull.getSchemes().isEmpty()
        || ownOrNull.getSchemes().contains(scheme.name());
  }
}
