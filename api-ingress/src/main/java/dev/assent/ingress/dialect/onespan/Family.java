package dev.assent.ingress.dialect.onespan;

import dev.assent.schemas.avro.OperationKind;
import java.util.Set;

/** A family of services: alike but for their names and for the operations that they serve. */
enum Family {
  AUTHENTICATION(
      OperationKind.AUTHENTICATION,
      "challengeKey",
      "getPreparedSecureChallenge",
      "authUser",
      "cancelAuthUser"),
  SIGNATURE(
      OperationKind.SIGNING,
      "requestKey",
      "getPreparedSignatureRequest",
      "authSignature",
      "cancelAuthSignatureRequest");

  private final OperationKind kind;
  private final String key;
  private final String retrieval;
  private final String proof;
  private final String cancellation;

  Family(OperationKind kind, String key, String retrieval, String proof, String cancellation) {
    this.kind = kind;
    this.key = key;
    this.retrieval = retrieval;
    this.proof = proof;
    this.cancellation = cancellation;
  }

  /** The only kind of operation that is known here. */
  OperationKind kind() {
    return kind;
  }

  /** The member that names the challenge. */
  String key() {
    return key;
  }

  /** What the service takes that hands the challenge out. */
  Set<String> retrievalMembers() {
    return Set.of("serialNumber", key);
  }

  /** What the service takes that takes the proof. */
  Set<String> proofMembers() {
    return Set.of("userID", "domain", key, "signature");
  }

  /** What the service takes that takes the refusal. */
  Set<String> cancellationMembers() {
    return Set.of("serialNumber", key);
  }

  /** The service that hands the challenge out. */
  String retrieval() {
    return retrieval;
  }

  /** The service that takes the proof. */
  String proof() {
    return proof;
  }

  /** The service that takes the refusal. */
  String cancellation() {
    return cancellation;
  }
}
