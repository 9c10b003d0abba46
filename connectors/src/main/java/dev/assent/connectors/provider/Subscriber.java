package dev.assent.connectors.provider;

import dev.assent.schemas.settings.Secret;
import java.util.Optional;

/**
 * What a mobile signature service provider knows the user by. Nothing of it is ever logged: the
 * text forms reveal nothing.
 *
 * @param msisdn the calling number, as it was registered
 * @param identificator the provider's own name for the user
 * @param msspIdentifier the URI of the provider
 */
public record Subscriber(
    Secret msisdn, Optional<Secret> identificator, Optional<String> msspIdentifier) {}
