package dev.assent.processor.decision;

import java.time.Instant;

/**
 * The one operation that a mobile signature service provider is asking the user's phone for. A
 * second request would be refused, or would silently end the first (architecture, connectors: one
 * call at a time per phone number).
 *
 * @param until when the phone is free at the latest: the operation's deadline, which the provider
 *     was told
 */
public record Ringing(String operationId, Instant until) {}
