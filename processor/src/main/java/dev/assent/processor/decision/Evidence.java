package dev.assent.processor.decision;

import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.ProofSignature;

/** All that is needed to verify an approval again: what was signed, the signature and its device. */
public record Evidence(ChallengeDocument document, ProofSignature signature, Device device) {}
