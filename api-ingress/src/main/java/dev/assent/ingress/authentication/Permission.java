package dev.assent.ingress.authentication;

import dev.assent.schemas.avro.ApiKeyRole;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operation of a dialect needs, and a caller has by its roles or scopes. */
public enum Permission {
  /** Serve the user's device: claim operations, retrieve challenges, present proofs. */
  FRONT_END,
  /** Create, read and cancel operations. */
  BACK_END,
  /** Register, list and revoke credentials of all kinds, unlock users. */
  CREDENTIAL_ADMINISTRATION,
  /** {@code AccessControl.CredentialCreate} of nevisIDM. */
  CREDENTIAL_CREATE,
  /** {@code AccessControl.CredentialView} of nevisIDM. */
  CREDENTIAL_VIEW,
  /** {@code AccessControl.CredentialModify} of nevisIDM. */
  CREDENTIAL_MODIFY,
  /** {@code AccessControl.CredentialDelete} of nevisIDM. */
  CREDENTIAL_DELETE,
  /** Make and change tenants; no tenant's caller has it. */
  TENANT_ADMINISTRATION;

  private static final Set<Permission> CREDENTIALS =
      Set.of(
          CREDENTIAL_ADMINISTRATION,
          CREDENTIAL_CREATE,
          CREDENTIAL_VIEW,
          CREDENTIAL_MODIFY,
          CREDENTIAL_DELETE);

  private static final Map<String, Set<Permission>> STANDARD_SCOPES =
      Map.of(
          "assent.front-end", Set.of(FRONT_END),
          "assent.back-end", Set.of(BACK_END),
          "assent.credential-administration", CREDENTIALS,
          "AccessControl.CredentialCreate", Set.of(CREDENTIAL_CREATE),
          "AccessControl.CredentialView", Set.of(CREDENTIAL_VIEW),
          "AccessControl.CredentialModify", Set.of(CREDENTIAL_MODIFY),
          "AccessControl.CredentialDelete", Set.of(CREDENTIAL_DELETE));

  /** The permission that a role is named after. */
  public static Permission of(ApiKeyRole role) {
    return switch (role) {
      case FRONT_END -> FRONT_END;
      case BACK_END -> BACK_END;
      case CREDENTIAL_ADMINISTRATION -> CREDENTIAL_ADMINISTRATION;
    };
  }

  /** All that the roles allow. */
  public static Set<Permission> ofRoles(Collection<ApiKeyRole> roles) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (ApiKeyRole role : roles) {
      permissions.addAll(
          switch (role) {
            case FRONT_END -> Set.of(FRONT_END);
            case BACK_END -> Set.of(BACK_END, CREDENTIAL_VIEW);
            case CREDENTIAL_ADMINISTRATION -> CREDENTIALS;
          });
    }
    return permissions;
  }

  /** The permission of this name that a tenant's caller can have. */
  public static Optional<Permission> find(String name) {
    for (Permission permission : values()) {
      if (permission.name().equals(name) && permission != TENANT_ADMINISTRATION) {
        return Optional.of(permission);
      }
    }
    return Optional.empty();
  }

  /**
   * All that the scopes allow; a scope that is not known allows nothing.
   *
   * @param scopes what each scope allows, as names of permissions; empty: the standard scopes
   */
  static Set<Permission> ofScopes(Collection<String> presented, Map<String, List<String>> scopes) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String scope : presented) {
      if (scopes.isEmpty()) {
        permissions.addAll(STANDARD_SCOPES.getOrDefault(scope, Set.of()));
      } else {
        scopes
            .getOrDefault(scope, List.of())
            .forEach(name -> find(name).ifPresent(permissions::add));
      }
    }
    return permissions;
  }
}
