/**
 * What a worker asks of a provider and what comes of it, without Kafka and without HTTP. Each kind
 * of provider is a package of its own that implements {@link Provider} and {@link ProviderKind}.
 */
package dev.assent.connectors.provider;
