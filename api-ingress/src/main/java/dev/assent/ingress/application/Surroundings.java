package dev.assent.ingress.application;

import dev.assent.ingress.audit.AuditTrail;
import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.settings.DrainSettings;
import dev.assent.ingress.settings.LimitSettings;
import dev.assent.ingress.trace.Tracing;

/**
 * What is around every request, whatever it asks for.
 *
 * @param sizes what a request may have
 * @param limits how many there may be
 */
record Surroundings(
    LimitSettings sizes, Limits limits, Tracing tracing, AuditTrail audit, DrainSettings drain) {}
