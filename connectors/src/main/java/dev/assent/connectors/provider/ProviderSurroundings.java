package dev.assent.connectors.provider;

import dev.assent.connectors.outbound.OutboundMeter;
import java.time.Clock;

/**
 * What a provider finds around it.
 *
 * @param clock the time
 * @param meter counts its calls
 */
public record ProviderSurroundings(Clock clock, OutboundMeter meter) {}
