package dev.assent.verification.bench.connectors;

import java.time.Duration;

/**
 * How a receiver of webhooks fails.
 *
 * @param before how long all is well first
 * @param outage how long nobody is there to take a connection
 * @param rate results a second, all the time
 */
public record ReceiverPlan(Duration before, Duration outage, int rate) {}
