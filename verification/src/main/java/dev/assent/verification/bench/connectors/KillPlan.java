package dev.assent.verification.bench.connectors;

/**
 * How workers are killed.
 *
 * @param kills how many, at least 1
 * @param workers how many run side by side, at least 1
 * @param seed of the choice of moments
 */
public record KillPlan(int kills, int workers, long seed) {}
