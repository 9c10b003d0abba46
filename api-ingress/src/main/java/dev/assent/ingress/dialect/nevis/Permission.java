package dev.assent.ingress.dialect.nevis;

import dev.assent.schemas.avro.ApiKeyRole;

/** The vendor's permissions for credentials, and the roles of API keys that we give them to. */
enum Permission {
  CREDENTIAL_CREATE,
  CREDENTIAL_VIEW,
  CREDENTIAL_MODIFY,
  CREDENTIAL_DELETE;

  /** Whether a key of the role has it. */
  boolean isOf(ApiKeyRole role) {
    return switch (role) {
      case CREDENTIAL_ADMINISTRATION -> true;
      case BACK_END -> this == CREDENTIAL_VIEW;
      case FRONT_END -> false;
    };
  }
}
