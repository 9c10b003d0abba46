package dev.assent.ingress.authentication;

import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.ingress.tenant.TenantDirectory;
import java.util.Optional;
import java.util.Set;

/**
 * Knows API keys, alone or as the password of HTTP Basic.
 *
 * <p>Barrier: an unknown tenant, an unknown key, a key of another tenant and a key whose time is
 * over take the same way: the SHA-256 of what was presented is looked up. How long that takes
 * depends on the hash alone, which nobody can choose towards a key that they do not have. An
 * administrator's key is no password of Basic, whose user is a tenant.
 */
final class KeyAuthenticator {
  private final TenantDirectory directory;
  private final AdministratorKeys administrators;

  KeyAuthenticator(TenantDirectory directory, AdministratorKeys administrators) {
    this.directory = directory;
    this.administrators = administrators;
  }

  Optional<Identity> authenticate(Credentials.ApiKey presented) {
    Optional<Identity> administrator =
        administrators
            .authenticate(presented.key())
            .map(
                caller ->
                    new Identity(caller, Scheme.API_KEY, Set.of(Permission.TENANT_ADMINISTRATION)));
    Optional<Identity> tenant = tenant(presented.key(), Scheme.API_KEY);
    return administrator.or(() -> tenant);
  }

  Optional<Identity> authenticate(Credentials.Basic presented) {
    return tenant(presented.password(), Scheme.BASIC)
        .filter(identity -> identity.caller().tenant().equals(presented.user()));
  }

  private Optional<Identity> tenant(String key, Scheme scheme) {
    return directory
        .findKey(key)
        .map(holder -> new Identity(holder.caller(), scheme, Permission.ofRoles(holder.roles())));
  }
}
