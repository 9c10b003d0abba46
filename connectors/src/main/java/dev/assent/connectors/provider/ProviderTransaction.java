package dev.assent.connectors.provider;

import dev.assent.connectors.outbound.Octets;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.trace.Correlation;
import java.time.Instant;
import java.util.Optional;

/**
 * One operation at one provider, as the task names it.
 *
 * @param user whose operation it is
 * @param operationId the operation
 * @param credentialId the user's credential at the provider
 * @param transactionId the id that every call carries: the same however often a task is delivered;
 *     an NCName (ETSI TS 102 204, AP_TransID)
 * @param providerReference the provider's own id of the transaction, once it told one
 * @param document the canonical document that is to be signed
 * @param text what the user is to be shown
 * @param expiresAt the deadline of the operation
 * @param subscriber what the provider knows the user by; nothing where it knows the user id
 * @param correlation the trace that the outbound call continues
 */
public record ProviderTransaction(
    UserKey user,
    String operationId,
    String credentialId,
    String transactionId,
    Optional<String> providerReference,
    Octets document,
    Optional<String> text,
    Instant expiresAt,
    Optional<Subscriber> subscriber,
    Correlation correlation) {}
