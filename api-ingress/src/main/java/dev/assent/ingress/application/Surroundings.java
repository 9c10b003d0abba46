package dev.assent.ingress.application;

import dev.assent.ingress.audit.AuditTrail;
import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.settings.DrainSettings;
import dev.assent.ingress.settings.IngressSettings.WaitSettings;
import dev.assent.ingress.settings.LimitSettings;
import dev.assent.ingress.trace.Tracing;

/**
 * What is around every request, whatever it asks for.
 *
 * @param sizes what a request may have
 * @param limits how many there may be
 * @param waits how those are kept that wait for an outcome
 */
record Surroundings(
    LimitSettings sizes,
    Limits limits,
    WaitSettings waits,
    Tracing tracing,
    AuditTrail audit,
    DrainSettings drain) {}
