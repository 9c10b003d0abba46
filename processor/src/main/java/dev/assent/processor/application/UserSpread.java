package dev.assent.processor.application;

/**
 * Over how much users are spread.
 *
 * @param partitions of the topics that are keyed by user
 */
record UserSpread(int partitions) {}
