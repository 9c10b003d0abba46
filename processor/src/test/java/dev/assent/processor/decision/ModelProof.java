package dev.assent.processor.decision;

/**
 * A proof as the model sees it: how it was made.
 *
 * @param signer who made it
 * @param sound whether it is over just this operation and what was to be entered, of an accepted
 *     kind, and nothing of it was changed since
 * @param counter of a token's response
 * @param secretIsThere whether the token's secret can be opened
 */
record ModelProof(String signer, boolean sound, long counter, boolean secretIsThere) {}
