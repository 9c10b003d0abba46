package dev.assent.processor.decision;

/**
 * What a mobile signature service provider knows a user by. What is personal of it stays encrypted.
 *
 * @param msisdn the calling number
 * @param identificator the provider's name for the user
 * @param msspIdentifier the URI of the provider
 */
public record MobileSubscription(
    EncryptedSecret msisdn, EncryptedSecret identificator, String msspIdentifier) {}
