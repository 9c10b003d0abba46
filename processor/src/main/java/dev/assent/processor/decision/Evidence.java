package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;

/**
 * All that is needed to verify an approval again: what was signed, the signature and its device.
 */
public record Evidence(ChallengeDocument document, DeviceProof proof, Device device) {}
