package dev.assent.connectors.provider;

/** What a provider is asked. */
public sealed interface ProviderRequest {
  /** The transaction that it is about. */
  ProviderTransaction transaction();

  /** Start the transaction: the user's phone may ring. */
  record Start(ProviderTransaction transaction) implements ProviderRequest {}

  /** Say how the transaction stands: changes nothing, and can be asked any number of times. */
  record Status(ProviderTransaction transaction) implements ProviderRequest {}
}
