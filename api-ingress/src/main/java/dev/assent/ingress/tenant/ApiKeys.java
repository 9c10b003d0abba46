package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.ApiKeyRole;
import java.util.Optional;

/** The API keys that are valid now. */
public interface ApiKeys {
  /**
   * Who presents the key; nothing where the key is unknown, its tenant is disabled or the key lacks
   * the role, all alike.
   */
  Optional<Caller> authenticate(String presentedKey, ApiKeyRole role);
}
